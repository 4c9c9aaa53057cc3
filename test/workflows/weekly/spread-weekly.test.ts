// The weekly issues of a large account get their places by urgency, are planned anew after a standstill, and the plan can be asked for.
import { expect, it } from "vitest";
import { weeklyRate } from "../../../src/core/work/plan-weekly.ts";
import { loadWeeklyPlan } from "../../../src/workflows/weekly/load-weekly-plan.ts";
import { enqueueDueWeeklyIssues } from "../../../src/workflows/weekly/weekly-schedule.ts";
import { defaultAccountId, repositoryState } from "../../support/facts.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const monday = Date.UTC(2026, 10, 16, 7);
const minute = 60_000;
const hour = 60 * minute;
const urgent = 3019;

/** Forty repositories, of which the last was off target last week, and of one nothing was ever posted. */
async function openLarge(): Promise<WorkflowBench> {
  const bench = await openBench();
  bench.setNow(monday);
  for (let repositoryId = 3000; repositoryId < 3040; repositoryId += 1) {
    const state = repositoryState({ repositoryId, name: `r${repositoryId}` });
    await bench.store.repositories.observe(state, { observedAt: 1, installationId });
    await bench.store.repositories.setCoveredFrom(defaultAccountId, repositoryId, 1);
    if (repositoryId === 3030) continue;
    const status = repositoryId === urgent ? "off-target" : "on-target";
    await bench.store.weeklyIssues.save({
      accountId: defaultAccountId,
      repositoryId,
      isoWeek: "2026-W45",
      issueNumber: 1,
      contentHash: "",
      scorecard: { kpis: [{ status, escalated: false }] } as never,
      basis: {} as never,
      postedAt: 1,
      closed: true,
    });
  }
  return bench;
}

const queued = async ({ store }: WorkflowBench) =>
  (await store.jobs.listWaiting(defaultAccountId, "publish-weekly")).map(({ payload, dueAt }) => ({
    repositoryId: (payload as { repositoryId: number }).repositoryId,
    after: (dueAt - monday) / minute,
  }));

it("queues a missed target first, then what was never posted, fifteen a minute", async () => {
  const bench = await openLarge();
  expect(await enqueueDueWeeklyIssues(bench.services)).toBe(41);
  const jobs = await queued(bench);
  expect(jobs.filter(({ after }) => after === 0)).toHaveLength(weeklyRate.perMinute);
  const first = jobs.filter(({ after }) => after === 0).map(({ repositoryId }) => repositoryId);
  expect(first).toEqual(expect.arrayContaining([urgent, 3030]));
  expect(first).not.toContain(3029);
  expect(jobs.filter(({ after }) => after === 2)).toHaveLength(11);
});

it("plans anew what is overdue after a standstill, and leaves alone what has its time to come", async () => {
  const bench = await openLarge();
  await enqueueDueWeeklyIssues(bench.services);
  const before = await queued(bench);
  await enqueueDueWeeklyIssues(bench.services);
  expect(await queued(bench)).toEqual(before);
  bench.setNow(monday + 5 * hour);
  await enqueueDueWeeklyIssues(bench.services);
  expect((await queued(bench)).map(({ after }) => after - 300)).toEqual(before.map(({ after }) => after));
});

it("plans nothing for a time at which GitHub must not be asked", async () => {
  const bench = await openLarge();
  await bench.store.rateLimits.hold(installationId, monday + hour);
  await enqueueDueWeeklyIssues(bench.services);
  expect((await queued(bench))[0]?.after).toBe(60);
});

it("tells the plan by which the queue has its times", async () => {
  const bench = await openLarge();
  const ahead = await loadWeeklyPlan(bench.store, defaultAccountId, monday - hour);
  expect([ahead.waiting.length, ahead.next.length]).toEqual([0, 41]);
  expect(ahead.next[0]).toMatchObject({ repositoryId: urgent, isoWeek: "2026-W46", at: monday });
  await enqueueDueWeeklyIssues(bench.services);
  const { waiting, next } = await loadWeeklyPlan(bench.store, defaultAccountId, monday);
  expect(waiting.map(({ repositoryId, at }) => [repositoryId, at])).toEqual(
    ahead.next.map(({ repositoryId, at }) => [repositoryId, at]),
  );
  const byTime = (list: readonly { repositoryId: number; after: number }[]) =>
    list.toSorted((a, b) => a.after - b.after || a.repositoryId - b.repositoryId);
  expect(
    byTime(waiting.map(({ repositoryId, at }) => ({ repositoryId, after: (at - monday) / minute }))),
  ).toEqual(byTime(await queued(bench)));
  expect(next[0]).toMatchObject({ isoWeek: "2026-W47", at: monday + 7 * 24 * hour });
});
