// Which weekly issues are due: by the configured time and zone, once, and after an outage, too.
import { describe, expect, it } from "vitest";
import { PermissionError } from "../../../src/github/errors.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import { StoreUnavailable } from "../../../src/store/database.ts";
import {
  chooseWeek,
  enqueueDueWeeklyIssues,
  findLatestRun,
} from "../../../src/workflows/weekly/weekly-schedule.ts";
import { countingSelects } from "../../support/counting-selects.ts";
import { defaultAccountId, defaultRepositoryId, repositoryState } from "../../support/facts.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const monday = Date.UTC(2026, 10, 16, 7);
const hour = 3_600_000;

/** Takes all due jobs out of the queue; those of one kind are looked at. */
async function takeAll(bench: WorkflowBench, kind = "publish-weekly") {
  const jobs = await bench.store.jobs.lease({ limit: 100, leaseMillis: 60_000 });
  for (const { key, fence } of jobs) await bench.store.jobs.complete(key, fence);
  return jobs.filter((job) => job.kind === kind).map(({ payload }) => payload);
}

const dueJob = {
  kind: "publish-weekly",
  accountId: defaultAccountId,
  repositoryId: defaultRepositoryId,
  isoWeek: "2026-W46",
};

describe("enqueueDueWeeklyIssues", () => {
  it("fault 30: queues a week once, by two replicas or twice by one", async () => {
    const bench = await openBench();
    bench.setNow(monday);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(1);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(0);
    expect(await takeAll(bench)).toEqual([dueJob]);
  });

  it("fault 30: makes up for a week that was missed", async () => {
    const bench = await openBench();
    bench.setNow(monday + 50 * hour);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(1);
    expect(await takeAll(bench)).toEqual([dueJob]);
  });

  it("leaves what has not been due for so long as it is asked to wait, and queues it then", async () => {
    const bench = await openBench();
    bench.setNow(monday - hour);
    await enqueueDueWeeklyIssues(bench.services);
    await takeAll(bench);
    bench.setNow(monday + 23 * hour);
    expect(await enqueueDueWeeklyIssues(bench.services, 24 * hour)).toBe(0);
    bench.setNow(monday + 24 * hour);
    expect(await enqueueDueWeeklyIssues(bench.services, 24 * hour)).toBe(1);
    expect(await takeAll(bench)).toEqual([dueJob]);
  });

  it("fault 30: queues the next time what could not be queued", async () => {
    const bench = await openBench();
    bench.setNow(monday);
    const failing = (store: ServerStore): ServerStore => ({
      ...store,
      jobs: {
        ...store.jobs,
        enqueue: (jobs) =>
          jobs.some(({ kind }) => kind === "publish-weekly")
            ? Promise.reject(new StoreUnavailable("gone"))
            : store.jobs.enqueue(jobs),
      },
      transaction: (work) => store.transaction((inner) => work(failing(inner))),
    });
    await expect(enqueueDueWeeklyIssues({ ...bench.services, store: failing(bench.store) })).rejects.toThrow(
      StoreUnavailable,
    );
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(1);
    expect(await takeAll(bench)).toEqual([dueJob]);
  });

  it("lets the intake have its turn between one repository and the next", async () => {
    const bench = await openBench();
    bench.setNow(monday);
    const other = repositoryState({ repositoryId: defaultRepositoryId + 1, name: "other" });
    await bench.store.repositories.observe(other, { observedAt: 1, installationId });
    let turn = 0;
    const tick = () => {
      turn++;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    await bench.store.repositories.setCoveredFrom(defaultAccountId, other.repositoryId, 1);
    const turns: number[] = [];
    const store: ServerStore = {
      ...bench.store,
      transaction: (work) => {
        turns.push(turn);
        return bench.store.transaction(work);
      },
    };
    expect(await enqueueDueWeeklyIssues({ ...bench.services, store })).toBe(2);
    clearImmediate(next);
    // What was never read, then each repository.
    expect(turns).toHaveLength(3);
    expect(turns[2]).toBeGreaterThan(turns[1] ?? 0);
  });

  it("follows the configured time and zone", async () => {
    const bench = await openBench();
    await bench.configure(
      "version: 1\ntime_zone: America/New_York\nweekly:\n  day: monday\n  time: '09:00'\n",
    );
    bench.setNow(Date.UTC(2026, 10, 16, 14) - 1);
    await enqueueDueWeeklyIssues(bench.services);
    expect(await takeAll(bench)).toMatchObject([{ isoWeek: "2026-W45" }]);
    bench.setNow(Date.UTC(2026, 10, 16, 14));
    await enqueueDueWeeklyIssues(bench.services);
    expect(await takeAll(bench)).toMatchObject([{ isoWeek: "2026-W46" }]);
  });

  it("waits for the week's end in UTC where Monday begins earlier", async () => {
    const bench = await openBench();
    await bench.configure(
      "version: 1\ntime_zone: Pacific/Auckland\nweekly:\n  day: monday\n  time: '09:00'\n",
    );
    bench.setNow(Date.UTC(2026, 10, 15, 21));
    await enqueueDueWeeklyIssues(bench.services);
    expect(await takeAll(bench)).toEqual([]);
    bench.setNow(Date.UTC(2026, 10, 16));
    expect(await takeAll(bench)).toMatchObject([{ isoWeek: "2026-W46" }]);
  });

  it("leaves out what is switched off, removed, archived, or was not there yet", async () => {
    const off = await openBench();
    await off.configure("version: 1\nweekly:\n  enabled: false\n");
    const removed = await openBench();
    await removed.store.repositories.setActive(defaultAccountId, defaultRepositoryId, false, monday);
    const archived = await openBench({ archived: true });
    for (const bench of [off, removed, archived]) {
      bench.setNow(monday);
      expect(await enqueueDueWeeklyIssues(bench.services)).toBe(0);
    }
    const young = await openBench();
    const state = repositoryState({ repositoryId: 2002, name: "young" });
    await young.store.repositories.observe(state, { observedAt: monday, installationId });
    young.setNow(monday + hour);
    expect(await enqueueDueWeeklyIssues(young.services)).toBe(1);
    expect(await takeAll(young)).toMatchObject([{ repositoryId: defaultRepositoryId }]);
  });

  it("tells of the week before the installation once that week is read", async () => {
    const bench = await openBench();
    await bench.store.repositories.setActive(defaultAccountId, defaultRepositoryId, false, monday);
    const state = repositoryState({ repositoryId: 2002, name: "young" });
    await bench.store.repositories.observe(state, { observedAt: monday, installationId });
    const installedAt = monday + 8 * hour;
    await bench.store.repositories.setCoveredFrom(defaultAccountId, 2002, installedAt);
    bench.setNow(installedAt + hour);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(0);
    const day = 24 * hour;
    const backfill = {
      state: "reading",
      from: installedAt - 90 * day,
      to: installedAt,
      reachedAt: installedAt - 5 * day,
      slices: 1,
      requests: 9,
      startedAt: installedAt,
      finishedAt: null,
      error: null,
      reading: null,
    } as const;
    await bench.store.histories.saveBackfill(defaultAccountId, 2002, backfill);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(0);
    const reached = { ...backfill, reachedAt: installedAt - 10 * day };
    await bench.store.histories.saveBackfill(defaultAccountId, 2002, reached);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(1);
  });

  it("has configurations read that never were, once a day", async () => {
    const bench = await openBench();
    bench.setNow(monday);
    await enqueueDueWeeklyIssues(bench.services);
    await enqueueDueWeeklyIssues(bench.services);
    const place = { kind: "read-configuration", accountId: defaultAccountId };
    const asked = await takeAll(bench, "read-configuration");
    expect(asked).toHaveLength(2);
    expect(asked).toEqual(
      expect.arrayContaining([
        { ...place, repositoryId: null },
        { ...place, repositoryId: defaultRepositoryId },
      ]),
    );
    await bench.run({ kind: "read-configuration" });
    bench.setNow(monday + 24 * hour);
    await enqueueDueWeeklyIssues(bench.services);
    expect(await takeAll(bench, "read-configuration")).toEqual([{ ...place, repositoryId: null }]);
  });

  it("has configurations read again, once a day, as long as they cannot come into force", async () => {
    const bench = await openBench();
    await bench.run({ kind: "read-configuration", repositoryId: null });
    const refusal = "Firstpass may not read files: grant it contents: read.";
    bench.github.failNext("readFile", new PermissionError(refusal, "contents"));
    expect(await bench.run({ kind: "read-configuration" })).toMatchObject({
      reason: expect.stringContaining(refusal),
    });
    bench.setNow(monday);
    const asked = async () => {
      await enqueueDueWeeklyIssues(bench.services);
      return takeAll(bench, "read-configuration");
    };
    const job = {
      kind: "read-configuration",
      accountId: defaultAccountId,
      repositoryId: defaultRepositoryId,
    };
    expect(await asked()).toEqual([job]);
    expect(await asked()).toEqual([]);
    bench.setNow(monday + 24 * hour);
    expect(await asked()).toEqual([job]);
    await bench.run({ kind: "read-configuration" });
    bench.setNow(monday + 48 * hour);
    expect(await asked()).toEqual([]);
  });

  it("reads the configurations of two thousand repositories by few selects", async () => {
    const bench = await openBench();
    for (let id = 3001; id <= 5000; id++) {
      const state = repositoryState({ repositoryId: id, name: `r${id}` });
      await bench.store.repositories.observe(state, { observedAt: 1, installationId });
      await bench.store.repositories.setCoveredFrom(defaultAccountId, id, monday);
    }
    bench.setNow(monday);
    const { store, selects } = countingSelects(bench.store);
    await enqueueDueWeeklyIssues({ ...bench.services, store });
    expect(selects()).toBeLessThan(20);
  }, 60_000);

  it("spreads many repositories over minutes", async () => {
    const bench = await openBench();
    for (let id = 3001; id <= 3020; id++) {
      const state = repositoryState({ repositoryId: id, name: `r${id}` });
      await bench.store.repositories.observe(state, { observedAt: 1, installationId });
      await bench.store.repositories.setCoveredFrom(defaultAccountId, id, 1);
    }
    bench.setNow(monday);
    expect(await enqueueDueWeeklyIssues(bench.services)).toBe(21);
    expect(await takeAll(bench)).toHaveLength(15);
    bench.setNow(monday + 60_000);
    expect(await takeAll(bench)).toHaveLength(6);
  });
});

describe("findLatestRun", () => {
  it("counts the very moment", () => {
    expect(findLatestRun("0 7 * * 1", "UTC", monday)).toBe(monday);
    expect(findLatestRun("0 7 * * 1", "UTC", monday - 1)).toBe(monday - 7 * 24 * hour);
  });

  it("fault 48: keeps the local hour over the end of summer time", () => {
    const at = (day: number, utcHour: number) => Date.UTC(2026, 9, day, utcHour);
    expect(findLatestRun("0 7 * * 1", "Europe/Berlin", at(20, 0))).toBe(at(19, 5));
    expect(findLatestRun("0 7 * * 1", "Europe/Berlin", at(27, 0))).toBe(at(26, 6));
  });
});

describe("chooseWeek", () => {
  it.each([
    ["on a Monday", monday, "UTC", "2026-W46"],
    ["on a Sunday, the week before that still runs", Date.UTC(2026, 10, 22, 12), "UTC", "2026-W46"],
    ["where Monday has begun already", Date.UTC(2026, 10, 15, 20), "Pacific/Auckland", "2026-W46"],
    ["where it still is Sunday", Date.UTC(2026, 10, 16, 2), "America/New_York", "2026-W45"],
    ["over the end of a year", Date.UTC(2027, 0, 4, 7), "UTC", "2026-W53"],
  ])("is the week before, %s", (_, at, zone, week) => {
    expect(chooseWeek(at, zone)).toBe(week);
  });
});
