// The ways that need no server, each as it is used: the command line as a process of its own, the Action's bundle as GitHub's runner
// starts it. All of them at the time at which the organisation was last seen.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Scorecard } from "../../src/core/scorecard/scorecard.ts";
import type { Repository } from "../../src/local-github/state.ts";
import { type ActionEnd, runAction } from "../action/run-action.ts";
import type { FourWays } from "./four-ways-scene.ts";

const mainFile = resolve(import.meta.dirname, "../../src/cli/main.ts");
const shiftedClock = pathToFileURL(resolve(import.meta.dirname, "../action/shifted-clock.mjs")).href;

/** As the JSON of a scorecard says it. */
export type ScorecardJson = Scorecard;

async function runCommand(
  ways: FourWays,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
) {
  const env = {
    PATH: process.env.PATH,
    HOME: ways.folder,
    NO_COLOR: "1",
    FIRSTPASS_TEST_TIME: String(ways.now),
    NODE_OPTIONS: `--import=${shiftedClock}`,
    ...more,
  };
  const child = spawn(process.execPath, [mainFile, ...args], { cwd: ways.folder, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end();
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`firstpass ${args.join(" ")} ended with ${code}: ${stderr}`);
  return { stdout, stderr };
}

const fullNameOf = ({ owner, name }: Repository): string => `${owner.login}/${name}`;

/** `firstpass report` of all repositories at once. */
export async function reportAll(ways: FourWays): Promise<ScorecardJson[]> {
  const names = ways.repositories.map(fullNameOf);
  const { stdout } = await runCommand(ways, ["report", ...names, "--format", "json", "--no-cache"], {
    GITHUB_TOKEN: ways.token,
    GITHUB_API_URL: `${ways.origin}/api/v3`,
  });
  return JSON.parse(stdout);
}

/** `firstpass audit` of a clone, with all that can be given to it. */
export async function audit(ways: FourWays, repository: Repository): Promise<ScorecardJson> {
  const { name, language, owner, security } = repository;
  const properties = [...security.properties].flatMap(([key, value]) => [
    "--property",
    `${key}=${String(value)}`,
  ]);
  const shared = ["security-templates", "security"].flatMap((one) => [
    "--template",
    `${owner.login}/${one}=${ways.cloneOf(one)}`,
  ]);
  const { stdout } = await runCommand(ways, [
    "audit",
    ways.cloneOf(name),
    ...["--format", "json", "--config", ways.organisationConfig, "--repository", fullNameOf(repository)],
    ...["--sarif", ways.sarifOf(name), "--secrets-sarif", ways.secretsOf(name)],
    ...(language === null ? [] : ["--language", language]),
    ...properties,
    ...shared,
  ]);
  return JSON.parse(stdout);
}

/** What every payload of GitHub says of a repository, as far as the Action looks at it. */
function showRepository(repository: Repository) {
  const { id, name, owner, visibility, language, defaultBranch, security } = repository;
  return {
    id,
    name,
    full_name: fullNameOf(repository),
    private: visibility !== "public",
    visibility,
    language,
    default_branch: defaultBranch,
    html_url: `https://github.example/${fullNameOf(repository)}`,
    owner: { login: owner.login, id: owner.id, type: owner.type },
    custom_properties: Object.fromEntries(security.properties),
  };
}

export interface ActionScorecard {
  readonly end: ActionEnd;
  readonly scorecard: ScorecardJson;
}

/** The scorecard lies where the step says, until the job ends. */
async function runStep(
  ways: FourWays,
  repository: Repository,
  step: {
    readonly event: string;
    readonly payload: object;
    readonly inputs: Readonly<Record<string, string>>;
  },
): Promise<ActionScorecard> {
  const end = await runAction({
    ...step,
    payload: { repository: showRepository(repository), ...step.payload },
    workspace: join(ways.folder, "clones"),
    at: ways.now,
    origin: ways.origin,
    environment: {
      GITHUB_REPOSITORY: fullNameOf(repository),
      GITHUB_SHA: repository.branches.get(repository.defaultBranch) ?? "",
    },
  });
  const path = end.outputs["scorecard-path"];
  if (end.code !== 0 || path === undefined)
    throw new Error(`The step ended with ${end.code}: ${end.out}${end.err}`);
  return { end, scorecard: JSON.parse(await readFile(path, "utf8")) };
}

/** The Action on a schedule, with the token of somebody who may see everything. */
export function runReport(ways: FourWays, repository: Repository): Promise<ActionScorecard> {
  const inputs = { token: ways.token, "workflow-token": "ghs_of-this-run", path: repository.name };
  return runStep(ways, repository, { event: "schedule", payload: { schedule: "0 6 * * 1" }, inputs });
}

/** The Action on a change that does nothing, so that what it audits is the default branch. */
export function runPullRequest(ways: FourWays, repository: Repository): Promise<ActionScorecard> {
  const { name, owner } = repository;
  const sha = repository.branches.get(repository.defaultBranch) ?? "";
  const side = (ref: string) => ({ ref, sha, repo: showRepository(repository) });
  const inClones = (path: string) => path.slice(join(ways.folder, "clones").length + 1);
  const inputs = {
    token: ways.token,
    "workflow-token": ways.token,
    path: name,
    config: inClones(ways.organisationConfig),
    sarif: inClones(ways.sarifOf(name)),
    "secrets-sarif": inClones(ways.secretsOf(name)),
    templates: ["security-templates", "security"].map((one) => `${owner.login}/${one}=${one}`).join("\n"),
    base: sha,
  };
  const pull_request = {
    number: 9001,
    title: "Nothing",
    head: side("nothing"),
    base: side("main"),
    draft: false,
  };
  const payload = { action: "opened", number: 9001, pull_request };
  return runStep(ways, repository, { event: "pull_request", payload, inputs });
}
