// Runs the bundle as GitHub's runner does: Node 24, the runner's environment, the event in a file, and files for summary and outputs.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach } from "vitest";

const node = resolve(import.meta.dirname, "../../node_modules/node/bin/node");
const main = resolve(import.meta.dirname, "../../action/dist/main.js");

const shiftedClock = pathToFileURL(resolve(import.meta.dirname, "shifted-clock.mjs")).href;

export interface ActionRun {
  readonly event: string;
  readonly payload: unknown;
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Wins over what the runner sets; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** When it runs, milliseconds UTC; absent: now. */
  readonly at?: number;
  /** `http://127.0.0.1:PORT` of a local GitHub; absent: nothing answers. */
  readonly origin?: string;
}

export interface ActionEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

const folders: string[] = [];

/** To be called once by each suite. */
export function removeFolders(): void {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
}

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-action-"));
  folders.push(folder);
  return folder;
}

export async function runAction(run: ActionRun): Promise<ActionEnd> {
  const folder = makeFolder();
  const temp = join(folder, "temp");
  mkdirSync(temp);
  const place = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const summaryPath = place("summary.md", "");
  const outputPath = place("output", "");
  const inputs = Object.entries({ "fail-on": "never", "weekly-issue": "false", ...run.inputs }).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value],
  );
  const environment: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: run.event,
    GITHUB_EVENT_PATH: place("event.json", JSON.stringify(run.payload)),
    GITHUB_STEP_SUMMARY: summaryPath,
    GITHUB_OUTPUT: outputPath,
    GITHUB_WORKSPACE: run.workspace,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_ACTOR: "mira",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_API_URL: `${run.origin ?? "http://127.0.0.1:1"}/api/v3`,
    GITHUB_GRAPHQL_URL: `${run.origin ?? "http://127.0.0.1:1"}/api/graphql`,
    GITHUB_SERVER_URL: "https://github.example",
    RUNNER_TEMP: temp,
    ...Object.fromEntries(inputs),
    ...(run.at === undefined
      ? {}
      : { FIRSTPASS_TEST_TIME: String(run.at), NODE_OPTIONS: `--import=${shiftedClock}` }),
    ...run.environment,
  };
  const child = spawn(node, [main], {
    cwd: run.workspace,
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err, code] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    new Promise<number | null>((done) => child.once("close", done)),
  ]);
  return {
    code,
    out,
    err,
    lines: out.split(/\r\n|\r|\n/),
    summary: readFileSync(summaryPath, "utf8"),
    outputs: readOutputs(readFileSync(outputPath, "utf8")),
  };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** As the runner reads them: `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [name, delimiter] = line.split("<<");
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter);
    outputs[name] = lines.splice(0, end).join("\n");
    lines.shift();
  }
  return outputs;
}

/** Annotations as the runner reads them off the output: level, properties and text, unescaped. */
export function annotationsOf({ lines }: ActionEnd) {
  return lines.flatMap((line) => {
    const found = /^::(error|warning|notice)(?: (.*?))?::(.*)$/.exec(line);
    if (found === null) return [];
    const [, level, properties = "", message = ""] = found;
    const named = Object.fromEntries(
      properties
        .split(",")
        .filter((one) => one !== "")
        .map((one) => {
          const [key = "", ...value] = one.split("=");
          return [key, unescapeCommand(value.join("="))];
        }),
    );
    return [{ level, message: unescapeCommand(message), ...named } as Record<string, string | undefined>];
  });
}

function unescapeCommand(text: string): string {
  return text
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replaceAll("%0A", "\n")
    .replaceAll("%0D", "\r")
    .replaceAll("%25", "%");
}
