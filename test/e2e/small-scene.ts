// A small organisation of one repository on a stage of its own: the scenes of the end-to-end tests are written with it.
import { afterEach } from "vitest";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import type { Place } from "../../src/demo/organisation/place.ts";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { makeWorld } from "../../src/demo/organisation/world.ts";
import {
  type CheckRunView,
  checkRunPayload,
  codeScanning,
  githubActions,
} from "../../src/demo/payloads/checks.ts";
import type { Payload } from "../../src/demo/payloads/example.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import type { Scene } from "../../src/demo/payloads/scene.ts";
import { openStage, type Stage, type StageOptions } from "../../src/demo/stage.ts";
import { addCommit, addPullRequest, addRepository, commitTo } from "../../src/local-github/repository.ts";
import type { Installation, LocalState, PermissionLevel, Repository } from "../../src/local-github/state.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";

export const NOW = Date.parse("2026-11-16T09:00:00Z");
const organisation = { id: 77, login: "acme", type: "Organization" } as const;

export interface SmallScene {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly place: Place;
  readonly repository: Repository;
  readonly installation: Installation;
  readonly clock: { now: number };
  send(event: string, payload: Payload, id?: string): Promise<void>;
  /** Works on what is due now, then on what waited for the rest of its burst. */
  settle(): Promise<void>;
  /** A pull request with one commit on the default branch's tip. */
  openPullRequest(
    number: number,
    at: number,
    more?: { files?: Record<string, string>; fork?: boolean },
  ): Promise<PullRequestView>;
  conclude(
    view: { headSha: string; headRef: string | null },
    name: string,
    conclusion: string,
    at: number,
  ): Promise<CheckRunView>;
  scorecard(): ReturnType<typeof loadScorecard>;
  posted(): { posts: number; patches: number; reads: number };
}

export function addSmallOrganisation(
  state: LocalState,
  files: Record<string, string> = {},
  permissions: Readonly<Record<string, PermissionLevel>> = grantedPermissions,
): { scene: Scene; place: Place; repository: Repository; installation: Installation } {
  const createdAt = NOW - 200 * DAY;
  const installation: Installation = {
    id: 9,
    account: organisation,
    permissions,
    suspended: false,
    repositoryIds: null,
  };
  state.installations.set(installation.id, installation);
  const shared = { name: "shop", visibility: "private", language: "Go", createdAt, id: 500 } as const;
  const repository = addRepository(state, { ...shared, owner: organisation });
  commitTo(repository, "main", {
    files: { "README.md": "# shop\n", ...files },
    message: "Begin",
    committedAt: createdAt,
  });
  const scene: Scene = {
    webOrigin: "https://github.example",
    organisation,
    installationId: 9,
    repository: shared,
  };
  const place: Place = {
    world: makeWorld(1),
    scene,
    repository,
    checks: [],
    mergeQueue: false,
    reviewHours: [1, 4],
    codeRules: [],
    nextNumber: 1,
  };
  return { scene, place, repository, installation };
}

export const installed = (scene: Scene, permissions = grantedPermissions): Payload =>
  installationPayload("created", [scene], permissions, NOW - 90 * DAY, NOW - 90 * DAY, people.jonas);

const stages: Stage[] = [];

/** To be called once by each suite: closes what its tests open. */
export function closeStages(): void {
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.stop();
  });
}

export async function openSmallScene(
  databaseUrl: string,
  files: Record<string, string> = {},
  permissions = grantedPermissions,
  /** Opens another stage than the usual one. */
  open: (options: StageOptions) => Promise<Stage> = openStage,
): Promise<SmallScene> {
  const clock = { now: NOW };
  const stage = await open({ databaseUrl, clock, github: { checkAnswers: true } });
  stages.push(stage);
  const { github, firstpass } = stage;
  const made = addSmallOrganisation(github.state, files, permissions);
  const { scene, repository } = made;
  let nextId = 1_000;

  const send = async (event: string, payload: Payload, id?: string) => {
    const { statusCode } = await github.deliver(event, payload, id === undefined ? {} : { id });
    if (statusCode !== 202) throw new Error(`${event} was answered with ${statusCode}`);
  };
  const settle = async () => {
    await firstpass.drain();
    clock.now += 10_000;
    await firstpass.drain();
  };
  await send("installation", installed(scene, permissions));
  await settle();
  return {
    ...made,
    stage,
    clock,
    send,
    settle,
    async openPullRequest(number, at, { files: changed = {}, fork = false } = {}) {
      const baseSha = repository.branches.get("main")!;
      const commit = addCommit(repository, {
        parent: baseSha,
        message: `Change ${number}`,
        committedAt: at - MINUTE,
        files: { [`src/${number}.ts`]: `// ${number}\n`, ...changed },
      });
      const local = {
        number,
        id: 10_000 + number,
        baseRef: "main",
        baseSha,
        headRef: `change-${number}`,
        headSha: commit.sha,
      };
      addPullRequest(repository, local);
      const view: PullRequestView = {
        ...local,
        title: `Change ${number}`,
        author: fork ? people.contributor : people.mira,
        fork: fork ? { id: 6_000, owner: people.contributor } : null,
        draft: false,
        createdAt: at,
        closedAt: null,
        mergeCommitSha: null,
        commits: 1,
      };
      await send("pull_request", pullRequestPayload(scene, "opened", view, at));
      return view;
    },
    async conclude({ headSha, headRef }, name, conclusion, at) {
      nextId += 1;
      const app = name === "CodeQL" ? codeScanning : githubActions;
      const view: CheckRunView = {
        id: nextId,
        suiteId: 700_000 + app.id,
        name,
        app,
        headSha,
        headBranch: headRef,
        status: "completed",
        conclusion,
        startedAt: at - MINUTE,
        completedAt: at,
      };
      await send("check_run", checkRunPayload(scene, view));
      return view;
    },
    scorecard: () =>
      loadScorecard(firstpass.store, {
        accountId: organisation.id,
        repositoryId: repository.id,
        now: NOW + HOUR,
      }),
    posted() {
      const count = (operationId: string) =>
        github.requests.filter((request) => request.operationId === operationId).length;
      const reads = github.requests.filter(({ method }) => method === "GET").length;
      return { posts: count("checks/create"), patches: count("checks/update"), reads };
    },
  };
}
