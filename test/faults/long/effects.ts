// What must be so after a long run: each acknowledged delivery has its effect, and no effect is there twice.
import { expect } from "vitest";
import { isoWeekOf, previousIsoWeek } from "../../../src/core/scorecard/iso-week.ts";
import { jobKey, type PublishWeeklyJob } from "../../../src/core/work/job.ts";
import type { LocalGitHub } from "../../../src/local-github/start.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import { ACCOUNT, type Load, REPOSITORY } from "./load.ts";

/** What may wait when all is done: readings of their own time. */
const POSTING = new Set(["evaluate-head", "publish-weekly"]);

/** Asks for last week's issue, as cron does for each repository; again and again, as replicas would. */
export async function askForWeeklyIssue(store: ServerStore): Promise<void> {
  const isoWeek = previousIsoWeek(isoWeekOf(Date.now()));
  const job: PublishWeeklyJob = {
    kind: "publish-weekly",
    accountId: ACCOUNT,
    repositoryId: REPOSITORY,
    isoWeek,
  };
  await store.jobs.enqueue([{ key: jobKey(job), kind: job.kind, accountId: ACCOUNT, payload: job }]);
}

/** Waits until nothing is left to do: leases of dead processes must run out first, half a minute. */
export async function waitForEffects(store: ServerStore, millis = 90_000): Promise<void> {
  const left = async () => {
    const { counts } = await store.deliveries.statistics();
    const jobs = (await store.jobs.countByKind()).filter(({ kind }) => POSTING.has(kind));
    return { pending: counts.pending, jobs: jobs.filter(({ state }) => state === "waiting") };
  };
  await expect.poll(left, { timeout: millis, interval: 500 }).toEqual({ pending: 0, jobs: [] });
}

/** Every delivery of the load was acknowledged: then each took effect, once. Returns the number of facts. */
export async function expectEachEffectOnce(
  store: ServerStore,
  github: LocalGitHub,
  load: Load,
  acknowledged: ReadonlySet<string>,
): Promise<{ facts: number; checkRuns: number; issues: number }> {
  const { pushes, pullRequests, checks } = load.made;
  expect(acknowledged.size).toBe(pushes + pullRequests + checks);
  const { counts } = await store.deliveries.statistics();
  expect(counts).toEqual({ done: acknowledged.size + 1, pending: 0, ignored: 0, unusable: 0, dead: 0 });
  const facts = await store.facts.list({
    accountId: ACCOUNT,
    repositoryId: REPOSITORY,
    kinds: ["push", "pull-request", "check-run"],
  });
  const count = (kind: string) => facts.filter((fact) => fact.kind === kind).length;
  expect({ push: count("push"), pull: count("pull-request"), check: count("check-run") }).toEqual({
    push: pushes,
    pull: pullRequests,
    check: checks,
  });
  const repository = [...github.state.repositories.values()].find(({ id }) => id === REPOSITORY);
  const runs = [...(repository?.checkRuns.values() ?? [])].filter(({ name }) => name === "Firstpass");
  expect(runs.map(({ headSha }) => headSha).sort()).toEqual([...load.heads].sort());
  const titles = [...(repository?.issues.values() ?? [])].map(({ title }) => title);
  expect(titles).toHaveLength(1);
  return { facts: facts.length, checkRuns: runs.length, issues: titles.length };
}
