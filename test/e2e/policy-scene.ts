// Organisations of several repositories on one stage: the scenes of the policy's end-to-end tests are written with it. Everything
// goes over HTTP, as signed deliveries and as requests that the local GitHub writes down.
import { afterEach } from "vitest";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { DAY, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { checkRunPayload, codeScanning } from "../../src/demo/payloads/checks.ts";
import { exampleOf, override, type Payload } from "../../src/demo/payloads/example.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { pushPayload } from "../../src/demo/payloads/pushes.ts";
import { envelopeOf, payloadOf, type Scene } from "../../src/demo/payloads/scene.ts";
import { openStage, type Stage } from "../../src/demo/stage.ts";
import { addCommit, addPullRequest, addRepository, commitTo } from "../../src/local-github/repository.ts";
import type { CheckRun, Installation, PermissionLevel, Repository } from "../../src/local-github/state.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import { type CommandResult, runCommand } from "../support/server-process.ts";

export const NOW = Date.parse("2026-11-16T09:00:00Z");

export interface PlannedRepository {
  readonly name: string;
  readonly visibility?: "public" | "private";
  readonly files?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
  /** Tag → files that it adds, oldest first. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PlannedOrganisation {
  readonly id?: number;
  readonly login?: string;
  readonly installationId?: number;
  readonly permissions?: Readonly<Record<string, PermissionLevel>>;
  readonly repositories: readonly PlannedRepository[];
}

/** A repository of the organisation, on GitHub's side, and what happens in it. */
export interface Member {
  readonly scene: Scene;
  readonly local: Repository;
  push(files: Readonly<Record<string, string | null>>): Promise<void>;
  pushTag(tag: string, files?: Readonly<Record<string, string>>): Promise<void>;
  openPullRequest(
    number: number,
    files: Readonly<Record<string, string | null>>,
    from?: "branch" | "fork",
  ): Promise<PullRequestView>;
  /** Moves the default branch to the pull request's head and tells of both. */
  merge(view: PullRequestView): Promise<void>;
  /** CodeQL has ended on its head. */
  conclude(view: PullRequestView, conclusion: "success" | "failure"): Promise<void>;
  /** A `repository` event, with the changes that GitHub would name. */
  tell(action: string, changes?: Payload): Promise<void>;
  /** A custom property is set, and GitHub tells of it. */
  setProperty(name: string, value: string): Promise<void>;
  checkRun(view: { readonly headSha: string }): CheckRun;
  scorecard(): ReturnType<typeof loadScorecard>;
  show(...options: string[]): Promise<CommandResult>;
}

export interface Organisation {
  readonly installation: Installation;
  member(name: string): Member;
  install(): Promise<void>;
  /** `installation` with what is granted now. */
  acceptPermissions(permissions: Readonly<Record<string, PermissionLevel>>): Promise<void>;
  changeSelection(action: "added" | "removed", name: string): Promise<void>;
  teamEvent(action: string, slug: string): Promise<void>;
}

export interface PolicyStage {
  readonly stage: Stage;
  readonly clock: { now: number };
  add(plan: PlannedOrganisation): Organisation;
  send(event: string, payload: Payload): Promise<void>;
  /** Works on what is due, then lets so many minutes pass, one by one. */
  settle(minutes?: number): Promise<void>;
  /** What was asked of GitHub since `mark`, as `METHOD path`. */
  asked(mark: number, about?: RegExp): string[];
  mark(): number;
  /** Runs `firstpass …` on the same store. */
  run(...args: string[]): Promise<CommandResult>;
}

const stages: Stage[] = [];

/** To be called once by each suite: closes what its tests open. */
export function closePolicyStages(): void {
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.stop();
  });
}

export async function openPolicyStage(databaseUrl: string): Promise<PolicyStage> {
  const clock = { now: NOW };
  const stage = await openStage({ databaseUrl, clock, github: { checkAnswers: true } });
  stages.push(stage);
  const { github, firstpass } = stage;
  const context: Context = {
    stage,
    clock,
    nextId: 500,
    send: async (event, payload) => {
      const { statusCode } = await github.deliver(event, payload);
      if (statusCode !== 202) throw new Error(`${event} was answered with ${statusCode}`);
    },
    run: (...args) => runCommand(args, { DATABASE_URL: databaseUrl, NO_COLOR: "1" }),
  };
  return {
    stage,
    clock,
    send: context.send,
    run: context.run,
    add: (plan) => addOrganisation(context, plan),
    async settle(minutes = 2) {
      await firstpass.drain();
      clock.now += 10_000;
      await firstpass.drain();
      for (let passed = 0; passed < minutes; passed += 1) {
        clock.now += MINUTE;
        await firstpass.drain();
      }
    },
    mark: () => github.requests.length,
    asked: (mark, about = /./) =>
      github.requests
        .slice(mark)
        .map(({ method, path }) => `${method} ${path}`)
        .filter((line) => about.test(line)),
  };
}

interface Context {
  readonly stage: Stage;
  readonly clock: { now: number };
  nextId: number;
  readonly send: (event: string, payload: Payload) => Promise<void>;
  readonly run: (...args: string[]) => Promise<CommandResult>;
}

function addOrganisation(context: Context, plan: PlannedOrganisation): Organisation {
  const { stage, clock, send } = context;
  const { id = 77, login = "acme", installationId = 9, permissions = grantedPermissions } = plan;
  const account = { id, login, type: "Organization" } as const;
  const installation: Installation = {
    id: installationId,
    account,
    permissions,
    suspended: false,
    repositoryIds: null,
  };
  stage.github.state.installations.set(installationId, installation);
  const members = new Map<string, Member>();
  for (const planned of plan.repositories)
    members.set(planned.name, addMember(context, installation, planned));
  const member = (name: string) => {
    const found = members.get(name);
    if (found === undefined) throw new Error(`The organisation has no repository ${name}.`);
    return found;
  };
  const scenes = [...members.values()].map(({ scene }) => scene);
  const tellPermissions = (action: "created" | "new_permissions_accepted") =>
    installationPayload(
      action,
      scenes,
      installation.permissions,
      NOW - 90 * DAY,
      action === "created" ? NOW - 90 * DAY : clock.now,
      people.jonas,
    );
  return {
    installation,
    member,
    install: () => send("installation", tellPermissions("created")),
    async acceptPermissions(granted) {
      installation.permissions = granted;
      stage.github.credentials.expireTokens();
      await send("installation", tellPermissions("new_permissions_accepted"));
    },
    async changeSelection(action, name) {
      const { local } = member(name);
      const all = installation.repositoryIds ?? [...members.values()].map(({ local: one }) => one.id);
      const { installation: shown } = tellPermissions("created");
      installation.repositoryIds =
        action === "added" ? [...new Set([...all, local.id])] : all.filter((one) => one !== local.id);
      stage.github.credentials.expireTokens();
      const listed = {
        id: local.id,
        node_id: `R_${local.id}`,
        name: local.name,
        full_name: `${login}/${local.name}`,
        private: local.visibility !== "public",
      };
      await send("installation_repositories", {
        ...exampleOf("installation_repositories", action),
        action,
        installation: shown,
        repositories_added: action === "added" ? [listed] : [],
        repositories_removed: action === "removed" ? [listed] : [],
      });
    },
    async teamEvent(action, slug) {
      const [scene] = scenes;
      if (scene === undefined) throw new Error("An organisation needs a repository.");
      const { repository: _, ...envelope } = envelopeOf(scene, clock.now, people.jonas);
      const { team } = exampleOf("team", action);
      await send("team", { action, team: { ...(team as Payload), slug, name: slug }, ...envelope });
    },
  };
}

function addMember(context: Context, installation: Installation, planned: PlannedRepository): Member {
  const { stage, clock, send } = context;
  const { github, firstpass } = stage;
  const { account } = installation;
  context.nextId += 1;
  const createdAt = NOW - 200 * DAY;
  const { name, visibility = "private" } = planned;
  const shared = { name, visibility, language: "Go", createdAt, id: context.nextId } as const;
  const local = addRepository(github.state, { ...shared, owner: account });
  const files = { "README.md": `# ${name}\n`, ...planned.files };
  commitTo(local, "main", { files, message: "Begin", committedAt: createdAt });
  for (const [tag, added] of Object.entries(planned.tags ?? {})) {
    const { sha } = commitTo(local, "main", { files: added, message: tag, committedAt: createdAt });
    local.tags.set(tag, sha);
  }
  for (const [property, value] of Object.entries(planned.properties ?? {}))
    local.security.properties.set(property, value);

  const scene = (): Scene => ({
    webOrigin: "https://github.example",
    organisation: { id: account.id, login: account.login },
    installationId: installation.id,
    repository: { ...shared, name: local.name, visibility: local.visibility },
  });
  /** As GitHub shows the repository: with its custom properties. */
  const tellOf = (event: string, payload: Payload) =>
    send(
      event,
      override(payload, { repository: { custom_properties: Object.fromEntries(local.security.properties) } }),
    );
  const tellPush = (ref: string, before: string | null, after: string, paths: readonly string[]) => {
    const commit = { sha: after, message: "Change", committedAt: clock.now, distinct: true, paths };
    const commits = ref.startsWith("refs/tags/") ? [] : [commit];
    const pushed = { ref, before, after, forced: false, pusher: people.mira, commits };
    return tellOf("push", pushPayload(scene(), pushed, clock.now));
  };
  const tip = () => local.branches.get("main") ?? "";

  return {
    get scene() {
      return scene();
    },
    local,
    async push(changed) {
      clock.now += 1_000;
      const before = tip();
      const { sha } = commitTo(local, "main", { files: changed, message: "Change", committedAt: clock.now });
      await tellPush("refs/heads/main", before, sha, Object.keys(changed));
    },
    async pushTag(tag, changed = {}) {
      clock.now += 1_000;
      const before = tip();
      const { sha } = commitTo(local, "main", { files: changed, message: tag, committedAt: clock.now });
      const moved = local.tags.get(tag) ?? null;
      local.tags.set(tag, sha);
      await tellPush("refs/heads/main", before, sha, Object.keys(changed));
      await tellPush(`refs/tags/${tag}`, moved, sha, []);
    },
    async openPullRequest(number, changed, from = "branch") {
      clock.now += 1_000;
      const baseSha = tip();
      const commit = { parent: baseSha, message: `Change ${number}`, committedAt: clock.now, files: changed };
      const { sha: headSha } = addCommit(local, commit);
      const id = local.id * 1000 + number;
      const made = { number, id, baseRef: "main", baseSha, headRef: `change-${number}`, headSha };
      addPullRequest(local, made);
      if (from === "branch")
        await tellPush(`refs/heads/${made.headRef}`, null, headSha, Object.keys(changed));
      const view: PullRequestView = {
        ...made,
        title: `Change ${number}`,
        author: from === "fork" ? people.contributor : people.mira,
        fork: from === "fork" ? { id: 600_000 + local.id, owner: people.contributor } : null,
        draft: false,
        createdAt: clock.now,
        closedAt: null,
        mergeCommitSha: null,
        commits: 1,
      };
      await tellOf("pull_request", pullRequestPayload(scene(), "opened", view, clock.now));
      return view;
    },
    async merge(view) {
      clock.now += 1_000;
      const before = tip();
      const head = local.commits.get(view.headSha);
      const base = local.commits.get(view.baseSha);
      if (head === undefined || base === undefined) throw new Error("The pull request has no commits.");
      const paths = [...head.files]
        .filter(([path, sha]) => base.files.get(path) !== sha)
        .map(([path]) => path);
      local.branches.set("main", view.headSha);
      const closed = { ...view, closedAt: clock.now, mergeCommitSha: view.headSha };
      await tellOf("pull_request", pullRequestPayload(scene(), "closed", closed, clock.now));
      await tellPush("refs/heads/main", before, view.headSha, paths);
    },
    async conclude({ headSha, headRef }, conclusion) {
      context.nextId += 1;
      const times = { startedAt: clock.now, completedAt: clock.now + 1_000 };
      clock.now += 1_000;
      const suite = { id: context.nextId, suiteId: context.nextId, status: "completed" } as const;
      const view = { name: "CodeQL", app: codeScanning, headSha, headBranch: headRef, conclusion };
      await tellOf("check_run", checkRunPayload(scene(), { ...suite, ...times, ...view }));
    },
    async tell(action, changes = {}) {
      clock.now += 1_000;
      await tellOf("repository", payloadOf(scene(), "repository", clock.now, people.jonas, changes, action));
    },
    async setProperty(property, value) {
      clock.now += 1_000;
      local.security.properties.set(property, value);
      await tellOf("custom_property_values", {
        action: "updated",
        ...envelopeOf(scene(), clock.now, people.jonas),
        new_property_values: [{ property_name: property, value }],
        old_property_values: [],
      });
    },
    checkRun({ headSha }) {
      const runs = [...local.checkRuns.values()].filter((run) => run.headSha === headSha);
      const [run, ...more] = runs;
      if (run === undefined || more.length > 0) throw new Error(`${runs.length} check runs on ${headSha}.`);
      return run;
    },
    scorecard: () =>
      loadScorecard(firstpass.store, { accountId: account.id, repositoryId: local.id, now: clock.now }),
    show: (...options) => context.run("config", "show", `${account.login}/${local.name}`, ...options),
  };
}

/** Everything that GitHub's readers could see of a check run. */
export function readCheckRun({ title, summary, text, annotations }: CheckRun): string {
  return [title, summary, text, ...annotations.map(({ message }) => message)].join("\n");
}
