import { expect, it } from "vitest";
import { countEndedJob, createMetrics } from "../../src/http/metrics.ts";
import type { ServerStore } from "../../src/records/store.ts";

const HOUR = 3_600_000;

function openMetrics(clock = { now: 0 }) {
  const metrics = createMetrics({
    store: {} as unknown as ServerStore,
    bytesInFlight: () => 0,
    now: () => clock.now,
  });
  const valuesOf = async (name: string) => {
    const metric = await metrics.registry.getSingleMetric(name)?.get();
    return metric?.values.map(({ labels, value }) => ({ ...labels, value }));
  };
  return { metrics, valuesOf };
}

const releases = { route: "GET /repos/{owner}/{repo}/releases", outcome: "ok" };

it("counts requests by route and outcome, and never by installation", async () => {
  const { metrics, valuesOf } = openMetrics();
  for (const installationId of [1, 2])
    metrics.countGitHubRequest({ ...releases, installationId, budget: null });
  expect(await valuesOf("firstpass_github_requests_total")).toEqual([{ ...releases, value: 2 }]);
});

it("shows what GitHub said last of an installation's budget, and nothing once the hour is over", async () => {
  const clock = { now: 0 };
  const { metrics, valuesOf } = openMetrics(clock);
  const tell = (left: number) =>
    metrics.countGitHubRequest({ ...releases, installationId: 7, budget: { left, resetAt: HOUR } });
  tell(4999);
  tell(4998);
  metrics.countGitHubRequest({ ...releases, installationId: 7, budget: null });
  expect(await valuesOf("firstpass_github_budget_left")).toEqual([{ installation: 7, value: 4998 }]);
  clock.now = HOUR;
  expect(await valuesOf("firstpass_github_budget_left")).toEqual([]);
});

it("shows the budgets of a hundred installations at most, those that were asked last", async () => {
  const { metrics, valuesOf } = openMetrics();
  const tell = (installationId: number) =>
    metrics.countGitHubRequest({ ...releases, installationId, budget: { left: 1, resetAt: HOUR } });
  for (let id = 1; id <= 100; id++) tell(id);
  tell(1);
  tell(101);
  const shown = (await valuesOf("firstpass_github_budget_left"))?.map((each) => Object.values(each)[0]);
  expect(shown).toHaveLength(100);
  expect(shown).toContain(1);
  expect(shown).not.toContain(2);
});

it("counts as posted what was written to GitHub, and nothing else", async () => {
  const { metrics, valuesOf } = openMetrics();
  countEndedJob(metrics, "evaluate-head", "created");
  countEndedJob(metrics, "evaluate-head", "unchanged");
  countEndedJob(metrics, "publish-weekly", "updated");
  countEndedJob(metrics, "observe-teams", "recorded");
  const posted = await valuesOf("firstpass_scorecards_posted_total");
  expect(posted?.filter(({ value }) => value > 0)).toEqual([
    { surface: "check-run", did: "created", value: 1 },
    { surface: "weekly-issue", did: "updated", value: 1 },
  ]);
  expect(await valuesOf("firstpass_jobs_ended_total")).toHaveLength(4);
});

it("shows from the start what an alert waits for in vain", async () => {
  const { valuesOf } = openMetrics();
  expect(await valuesOf("firstpass_intake_answers_total")).toContainEqual({ status: 202, value: 0 });
  expect(await valuesOf("firstpass_scorecards_posted_total")).toHaveLength(6);
});
