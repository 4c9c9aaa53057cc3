// Scenes of which the requests to GitHub are counted: by the test that holds them to their bounds, and by the benchmark that prints them.
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { pushPayload } from "../../src/demo/payloads/pushes.ts";
import type { Scene } from "../../src/demo/payloads/scene.ts";
import { openStage, type Stage } from "../../src/demo/stage.ts";
import { addRepository, commitTo } from "../../src/local-github/repository.ts";
import { enqueueReconciliations } from "../../src/workflows/history/ask-reconciliation.ts";
import { enqueueTemplateReadings } from "../../src/workflows/observe/template-schedule.ts";
import { enqueueDueOverviews } from "../../src/workflows/overview/overview-schedule.ts";
import { enqueueDueWeeklyIssues } from "../../src/workflows/weekly/weekly-schedule.ts";
import { NOW, type SmallScene } from "./small-scene.ts";

/** Requests with an installation's token: what its hour is used up by. */
export interface RequestCounts {
  readonly creates: number;
  readonly updates: number;
  readonly reads: number;
}

/** What is asked from now on. GraphQL only reads, though it is posted. */
export function countFromNow({ github }: Pick<Stage, "github">): () => RequestCounts {
  const from = github.requests.length;
  return () => {
    const asked = github.requests.slice(from).filter(({ path }) => !/^\/app(\/|$)/.test(path));
    const of = (wanted: string) => asked.filter(({ method }) => method === wanted).length;
    const graphql = asked.filter(({ path }) => /graphql$/.test(path)).length;
    return { creates: of("POST") - graphql, updates: of("PATCH"), reads: of("GET") + graphql };
  };
}

/** A pull request's head in the common case: it is opened, checks conclude in one burst, the last one late. */
export async function playHead(small: SmallScene, number: number, checks: number): Promise<RequestCounts> {
  const count = countFromNow(small.stage);
  const at = small.clock.now - HOUR;
  const view = await small.openPullRequest(number, at);
  await small.settle();
  for (let index = 1; index < checks; index += 1)
    await small.conclude(view, `Semgrep ${number}-${index}`, "success", at + index * 1000);
  await small.conclude(view, "CodeQL", "success", at + MINUTE);
  await small.settle();
  return count();
}

/** A pull request with one check is merged into the default branch, with its push. */
export async function playMerge(small: SmallScene, number: number): Promise<RequestCounts> {
  const at = small.clock.now - HOUR;
  const view = await small.openPullRequest(number, at);
  await small.conclude(view, "CodeQL", "success", at + MINUTE);
  await small.settle();
  const count = countFromNow(small.stage);
  const merged = at + 30 * MINUTE;
  const merge = commitTo(small.repository, "main", {
    files: {},
    message: `Merge ${number}`,
    committedAt: merged,
  });
  const closed = { ...view, closedAt: merged, mergeCommitSha: merge.sha };
  await small.send("pull_request", pullRequestPayload(small.scene, "closed", closed, merged));
  const commit = {
    sha: merge.sha,
    message: `Merge ${number}`,
    committedAt: merged,
    distinct: true,
    paths: [`src/${number}.ts`],
  };
  const push = {
    ref: "refs/heads/main",
    before: view.baseSha,
    after: merge.sha,
    forced: false,
    commits: [commit],
    pusher: people.mira,
  };
  await small.send("push", pushPayload(small.scene, push, merged));
  await small.settle();
  return count();
}

/** What each day brings: the cron table's work on installations, and the jobs that come of it. */
export async function passTime(stage: Stage, clock: { now: number }, millis: number): Promise<void> {
  const services = { store: stage.firstpass.store, now: () => clock.now };
  const end = clock.now + millis;
  while (clock.now < end) {
    clock.now += DAY - 2 * HOUR;
    await enqueueDueWeeklyIssues(services);
    await enqueueDueOverviews(services);
    await enqueueReconciliations(services);
    await enqueueTemplateReadings(services);
    await stage.firstpass.drain();
    // The night's comparison begins within an hour.
    clock.now += 2 * HOUR;
    await stage.firstpass.drain();
  }
}

/** An organisation in whose repositories nothing happens, after its history has been read and its first issues posted. */
export async function openIdle(databaseUrl: string, repositories: number) {
  const clock = { now: NOW };
  const stage = await openStage({ databaseUrl, clock });
  const { github } = stage;
  const organisation = { id: 77, login: "acme", type: "Organization" } as const;
  github.state.installations.set(9, {
    id: 9,
    account: organisation,
    permissions: grantedPermissions,
    suspended: false,
    repositoryIds: null,
  });
  const createdAt = NOW - 200 * DAY;
  const scenes: Scene[] = [];
  for (let index = 0; index < repositories; index += 1) {
    const shared = {
      name: `idle-${index}`,
      visibility: "private",
      language: "Go",
      createdAt,
      id: 500 + index,
    } as const;
    const repository = addRepository(github.state, { ...shared, owner: organisation });
    commitTo(repository, "main", { files: { "README.md": "#\n" }, message: "Begin", committedAt: createdAt });
    scenes.push({
      webOrigin: "https://github.example",
      organisation,
      installationId: 9,
      repository: shared,
    });
  }
  const count = countFromNow(stage);
  const payload = installationPayload("created", scenes, grantedPermissions, NOW, NOW, people.jonas);
  await github.deliver("installation", payload);
  await stage.firstpass.drain();
  // Until what was read at the beginning has left the window: before that the weekly issue has something to tell.
  await passTime(stage, clock, 42 * DAY);
  return { stage, clock, begun: count() };
}
