import { expect, it, onTestFinished, vi } from "vitest";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../../src/github/errors.ts";
import type { LeasedJob } from "../../src/records/store.ts";
import { MAX_TRIES, waitAfter } from "../../src/schedule/backoff.ts";
import { createJobWork } from "../../src/schedule/job-work.ts";
import { createLeaseLoop } from "../../src/schedule/lease-loop.ts";
import { JobLeaseLost, judgeJobFailure } from "../../src/workflows/job-outcome.ts";
import { describeOnEachStore } from "../support/stores.ts";

const START = Date.UTC(2026, 10, 2);

describeOnEachStore("work on jobs", (openTestStore) => {
  async function setUp(run: (job: LeasedJob, holdsLease: () => Promise<boolean>) => Promise<void>) {
    const clock = { now: START };
    const store = await openTestStore({ now: () => clock.now });
    const seen: [string, string, string | null][] = [];
    const work = createJobWork({
      store,
      run,
      judge: judgeJobFailure,
      onWorked: (job, outcome, reason) => seen.push([job.key, outcome, reason]),
    });
    const loop = createLeaseLoop({
      ...work,
      concurrency: 2,
      pollMillis: 60_000,
      onError: (error) => {
        throw error;
      },
    });
    onTestFinished(() => loop.stop());
    const enqueue = (key: string) =>
      store.jobs.enqueue([{ key, kind: "test", accountId: 1, payload: { key } }]);
    return { clock, store, seen, work, drain: () => loop.drain(), enqueue };
  }

  it("runs a job once and forgets it", async () => {
    const ran: unknown[] = [];
    const { drain, enqueue, seen, store } = await setUp(async (job) => void ran.push(job.payload));
    await enqueue("a");
    await drain();
    await drain();
    expect([ran, seen]).toEqual([[{ key: "a" }], [["a", "done", null]]]);
    expect(await store.jobs.statistics()).toMatchObject({ waiting: 0, dead: 0 });
  });

  it("fault 36: one job that fails holds up no other", async () => {
    const { drain, enqueue, seen } = await setUp(async (job) => {
      if (job.key === "bad") throw new PermissionError("Grant checks: write.", "checks");
    });
    for (const key of ["bad", "good"]) await enqueue(key);
    await drain();
    expect(seen.map(([key, outcome]) => `${key} ${outcome}`).sort()).toEqual(["bad dead", "good done"]);
  });

  it("fault 46: tries again after the same growing waits, then puts the job aside with its reason", async () => {
    const { clock, drain, enqueue, seen, store } = await setUp(async () => {
      throw new Transient("GitHub answered 502.");
    });
    await enqueue("a");
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      await drain();
      expect(seen).toHaveLength(tries);
      clock.now += (waitAfter(tries) ?? 1) - 1;
      await drain();
      expect(seen).toHaveLength(tries);
      clock.now += 1;
    }
    expect(seen.map(([, outcome]) => outcome)).toEqual([...Array(MAX_TRIES - 1).fill("retried"), "dead"]);
    expect(await store.jobs.listDead(10)).toEqual([
      { key: "a", kind: "test", reason: "GitHub answered 502.", tries: MAX_TRIES },
    ]);
  });

  it("fault 22: waits out a rate limit however often it comes, without using up tries", async () => {
    const { clock, drain, enqueue, seen } = await setUp(async () => {
      throw new RateLimited("Secondary limit.", clock.now + 60_000);
    });
    await enqueue("a");
    for (let round = 1; round <= MAX_TRIES + 3; round += 1) {
      await drain();
      expect(seen).toHaveLength(round);
      clock.now += 60_000;
    }
    expect(new Set(seen.map(([, outcome]) => outcome))).toEqual(new Set(["held"]));
  });

  it.each([
    new Refused("Issues are disabled.", 410),
    new NotFound("Gone."),
    new PermissionError("No.", null),
  ])("fault 21: ends a job that would fail again the same way: %s", async (error) => {
    const { drain, enqueue, seen } = await setUp(() => Promise.reject(error));
    await enqueue("a");
    await drain();
    expect(seen).toEqual([["a", "dead", error.message]]);
  });

  it("fault 47: a job whose lease was lost meanwhile neither ends nor fails for the one who has it now", async () => {
    const { clock, store, seen, work, enqueue } = await setUp(async () => {
      clock.now += 10 * 60_000;
      await store.jobs.lease({ limit: 1, leaseMillis: 60_000 });
    });
    await enqueue("a");
    const [job] = await work.lease(1);
    await work.work(job!);
    expect(seen).toEqual([["a", "lost", null]]);
    expect(await store.jobs.statistics()).toMatchObject({ waiting: 1 });
  });

  it("fault 47: a workflow that finds its lease lost ends without another word", async () => {
    const { clock, store, seen, work, enqueue } = await setUp(async (_, holdsLease) => {
      expect(await holdsLease()).toBe(true);
      clock.now += 10 * 60_000;
      await store.jobs.lease({ limit: 1, leaseMillis: 60_000 });
      expect(await holdsLease()).toBe(false);
      throw new JobLeaseLost("Another worker has it.");
    });
    await enqueue("a");
    const [job] = await work.lease(1);
    await work.work(job!);
    expect(seen).toEqual([["a", "lost", null]]);
  });

  it("keeps the lease of a job that runs for long", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { store, work, enqueue } = await setUp(() => promise);
    const extend = vi.spyOn(store.jobs, "extend");
    await enqueue("a");
    const [job] = await work.lease(1);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const working = work.work(job!);
    vi.advanceTimersByTime(30_000);
    expect(extend.mock.calls.map(([key]) => key)).toEqual(["a", "a", "a"]);
    resolve();
    await working;
    vi.advanceTimersByTime(60_000);
    expect(extend).toHaveBeenCalledTimes(3);
  });
});
