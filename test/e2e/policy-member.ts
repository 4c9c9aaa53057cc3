// One repository of an organisation on the local GitHub: what its people do in it, told by signed deliveries as GitHub tells it.
import { DAY, people } from "../../src/demo/organisation/place.ts";
import { checkRunPayload, codeScanning } from "../../src/demo/payloads/checks.ts";
import { override, type Payload } from "../../src/demo/payloads/example.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { pushPayload } from "../../src/demo/payloads/pushes.ts";
import { envelopeOf, payloadOf, type Scene } from "../../src/demo/payloads/scene.ts";
import { addCommit, addPullRequest, addRepository, commitTo } from "../../src/local-github/repository.ts";
import type { LocalGitHub } from "../../src/local-github/start.ts";
import type { CheckRun, Installation, Repository } from "../../src/local-github/state.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import type { CommandResult } from "../support/server-process.ts";

export interface PlannedRepository {
  readonly name: string;
  readonly visibility?: "public" | "private";
  readonly files?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
  /** Tag → files that it adds, oldest first. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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

/** What all repositories of a stage share. */
export interface Context {
  readonly github: LocalGitHub;
  /** Milliseconds UTC; each thing that happens moves it a little. */
  readonly clock: { now: number };
  /** When the organisations were made, milliseconds UTC. */
  readonly begunAt: number;
  /** The server's; null where it runs as a process of its own. */
  readonly store: ServerStore | null;
  nextId: number;
  readonly send: (event: string, payload: Payload) => Promise<void>;
  readonly run: (...args: string[]) => Promise<CommandResult>;
}

/** Adds it to the local GitHub; no delivery tells of that. */
export function addMember(context: Context, installation: Installation, planned: PlannedRepository): Member {
  const { github, clock, send, begunAt, store } = context;
  const { account } = installation;
  context.nextId += 1;
  const createdAt = begunAt - 200 * DAY;
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
    scorecard: () => {
      if (store === null) throw new Error("The server runs elsewhere.");
      return loadScorecard(store, { accountId: account.id, repositoryId: local.id, now: clock.now });
    },
    show: (...options) => context.run("config", "show", `${account.login}/${local.name}`, ...options),
  };
}

/** Everything that GitHub's readers could see of a check run. */
export function readCheckRun({ title, summary, text, annotations }: CheckRun): string {
  return [title, summary, text, ...annotations.map(({ message }) => message)].join("\n");
}
