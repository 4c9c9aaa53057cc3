import { expect, it } from "vitest";
import type { JobRequest } from "../../src/records/store.ts";
import { describeOnEveryStore } from "../support/stores.ts";

function job(key: string, given: Partial<JobRequest> = {}): JobRequest {
  return { key, kind: "evaluate-head", accountId: 1, payload: { key }, ...given };
}

const lease = { limit: 10, leaseMillis: 1_000 };

describeOnEveryStore("queue", (openTestStore) => {
  async function openAt(start: number) {
    const clock = { now: start };
    const { jobs } = await openTestStore({ now: () => clock.now });
    const leaseKeys = async () => (await jobs.lease(lease)).map(({ key }) => key);
    return { clock, jobs, leaseKeys };
  }

  it("gives a job with its payload once it is due, the longest due first", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    await jobs.enqueue([job("later", { notBefore: 1_500 }), job("b"), job("a", { notBefore: 900 })]);
    expect(await jobs.lease({ limit: 1, leaseMillis: 1_000 })).toEqual([
      {
        key: "a",
        kind: "evaluate-head",
        accountId: 1,
        payload: { key: "a" },
        tries: 1,
        fence: expect.any(Number),
      },
    ]);
    expect(await leaseKeys()).toEqual(["b"]);
    clock.now = 1_500;
    expect(await leaseKeys()).toEqual(["later"]);
  });

  it("keeps a place for what people wait for, however much of the past is due", async () => {
    const { jobs } = await openAt(1_000);
    const past = ["h1", "h2", "h3"].map((key) => job(key, { kind: "backfill-repository", notBefore: 1 }));
    await jobs.enqueue(past);
    const keyed = async (limit: number) =>
      (await jobs.lease({ limit, leaseMillis: 1_000, keptForChecks: 1 })).map(({ key }) => key);
    expect(await keyed(3)).toEqual(["h1", "h2"]);
    expect(await keyed(1)).toEqual([]);
    await jobs.enqueue([job("check")]);
    expect(await keyed(1)).toEqual(["check"]);
    expect(await keyed(2)).toEqual(["h3"]);
  });

  it("keeps what a person forced, over the next event and in one request with it", async () => {
    const { jobs } = await openAt(1_000);
    const forced = job("k", { payload: { force: true } });
    const unforced = job("k", { payload: { force: false } });
    await jobs.enqueue([forced]);
    await jobs.enqueue([unforced]);
    const [first] = await jobs.lease(lease);
    expect(first?.payload).toEqual({ force: true });
    await jobs.complete("k", first?.fence ?? 0);
    await jobs.enqueue([forced, unforced]);
    const [second] = await jobs.lease(lease);
    expect(second?.payload).toEqual({ force: true });
    await jobs.complete("k", second?.fence ?? 0);
    await jobs.enqueue([unforced]);
    expect(await jobs.lease(lease)).toMatchObject([{ payload: { force: false } }]);
  });

  it("is not forced by a text that looks like it", async () => {
    const { jobs } = await openAt(1_000);
    await jobs.enqueue([job("k", { payload: { text: '"force":true' } })]);
    await jobs.enqueue([job("k", { payload: { force: false } })]);
    expect(await jobs.lease(lease)).toMatchObject([{ payload: { force: false } }]);
  });

  it("gives one job by its key, made on the spot or not yet due, to one worker only", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    const taken = await jobs.take(job("k"), 1_000);
    expect(taken).toMatchObject({ key: "k", payload: { key: "k" }, tries: 1 });
    expect(await jobs.take(job("k"), 1_000)).toBeNull();
    expect(await leaseKeys()).toEqual([]);
    expect(await jobs.complete("k", taken?.fence ?? 0)).toBe(true);
    await jobs.enqueue([job("k", { notBefore: 9_000 })]);
    expect(await jobs.take(job("k"), 1_000)).toMatchObject({ key: "k" });
    clock.now = 2_000;
    expect(await jobs.take(job("k"), 1_000)).toMatchObject({ tries: 2 });
  });

  it("makes one job of thirty requests with the same key: the newest payload, the earliest time", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    for (let count = 1; count <= 30; count += 1) {
      await jobs.enqueue([job("k", { payload: { count }, notBefore: 6_000 - count })]);
    }
    expect(await jobs.statistics()).toEqual({ waiting: 1, dead: 0, oldestDueMillis: null });
    clock.now = 5_969;
    expect(await leaseKeys()).toEqual([]);
    clock.now = 5_970;
    expect(await jobs.lease(lease)).toMatchObject([{ key: "k", payload: { count: 30 } }]);
  });

  it("coalesces within one call as it does between calls", async () => {
    const { clock, jobs } = await openAt(1_000);
    await jobs.enqueue([
      job("k", { payload: 1, notBefore: 3_000 }),
      job("k", { payload: 2, notBefore: 2_000 }),
      job("now", { payload: 3, notBefore: 3_000 }),
      job("now", { payload: 4 }),
    ]);
    expect(await jobs.lease(lease)).toMatchObject([{ key: "now", payload: 4 }]);
    clock.now = 2_000;
    expect(await jobs.lease(lease)).toMatchObject([
      { key: "now", payload: 4, tries: 2 },
      { key: "k", payload: 2 },
    ]);
  });

  it("removes a completed job", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    const [leased] = await jobs.lease(lease);
    expect(await jobs.complete("k", leased!.fence)).toBe(true);
    expect(await jobs.complete("k", leased!.fence)).toBe(false);
    clock.now = 100_000;
    expect(await leaseKeys()).toEqual([]);
  });

  it("runs a job that was enqueued while it was worked on once more, not at the same time", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    await jobs.enqueue([job("k", { payload: 1 })]);
    const [leased] = await jobs.lease(lease);
    await jobs.enqueue([job("k", { payload: 2, notBefore: 1_600 })]);
    await jobs.enqueue([job("k", { payload: 3, notBefore: 1_700 })]);
    clock.now = 1_650;
    expect(await leaseKeys()).toEqual([]);
    clock.now = 1_550;
    expect(await jobs.complete("k", leased!.fence)).toBe(true);
    expect(await leaseKeys()).toEqual([]);
    clock.now = 1_600;
    expect(await jobs.lease(lease)).toMatchObject([{ key: "k", payload: 3, tries: 1 }]);
  });

  it("fault 47: lets another worker take a job whose lease ended, and stops the first", async () => {
    const { clock, jobs } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    const [first] = await jobs.lease(lease);
    clock.now = 2_000;
    const [second] = await jobs.lease(lease);
    expect(second).toMatchObject({ key: "k", tries: 2 });
    expect(await jobs.complete("k", first!.fence)).toBe(false);
    expect(await jobs.extend("k", first!.fence, 1_000)).toBe(false);
    expect(await jobs.fail("k", first!.fence, { reason: "late", retryAt: 0, countsAsTry: true })).toBe(false);
    expect(await jobs.complete("k", second!.fence)).toBe(true);
  });

  it("fault 47: stops a worker that lost its lease also when the key has come back since", async () => {
    const { clock, jobs } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    const [first] = await jobs.lease(lease);
    clock.now = 2_000;
    const [second] = await jobs.lease(lease);
    await jobs.complete("k", second!.fence);
    await jobs.enqueue([job("k")]);
    const [third] = await jobs.lease(lease);
    expect(await jobs.complete("k", first!.fence)).toBe(false);
    expect(await jobs.complete("k", second!.fence)).toBe(false);
    expect(await jobs.complete("k", third!.fence)).toBe(true);
  });

  it("extends a lease", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    const [leased] = await jobs.lease(lease);
    clock.now = 1_900;
    expect(await jobs.extend("k", leased!.fence, 1_000)).toBe(true);
    clock.now = 2_899;
    expect(await leaseKeys()).toEqual([]);
    clock.now = 2_900;
    expect(await leaseKeys()).toEqual(["k"]);
  });

  it("counts a failure as a try, and a wait that is nobody's fault not", async () => {
    const { clock, jobs } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    for (const [countsAsTry, tries] of [
      [true, 1],
      [false, 2],
      [true, 2],
      [true, 3],
    ] as const) {
      const [leased] = await jobs.lease(lease);
      expect(leased?.tries).toBe(tries);
      const retryAt = clock.now + 10;
      expect(await jobs.fail("k", leased!.fence, { reason: "no", retryAt, countsAsTry })).toBe(true);
      expect(await jobs.complete("k", leased!.fence)).toBe(false);
      expect(await jobs.lease(lease)).toEqual([]);
      clock.now = retryAt;
    }
  });

  it("keeps a dead job with its reason until it is asked for again", async () => {
    const { jobs } = await openAt(1_000);
    await jobs.enqueue([job("k")]);
    const [leased] = await jobs.lease(lease);
    await jobs.fail("k", leased!.fence, { reason: "issues are disabled", retryAt: null, countsAsTry: true });
    expect(await jobs.lease(lease)).toEqual([]);
    expect(await jobs.statistics()).toEqual({ waiting: 0, dead: 1, oldestDueMillis: null });
    expect(await jobs.listDead(10)).toEqual([
      { key: "k", kind: "evaluate-head", reason: "issues are disabled", tries: 1 },
    ]);
    await jobs.enqueue([job("k", { payload: "again" })]);
    expect(await jobs.lease(lease)).toMatchObject([{ payload: "again", tries: 1 }]);
  });

  it("lists what waits and what is dead, the longest due first, and counts both by kind", async () => {
    const { jobs } = await openAt(1_000);
    await jobs.enqueue([
      job("later", { notBefore: 2_000 }),
      job("first"),
      job("weekly", { kind: "publish-weekly" }),
    ]);
    const leased = await jobs.lease({ limit: 1, leaseMillis: 1_000 });
    await jobs.fail("first", leased[0]!.fence, { reason: "gone", retryAt: null, countsAsTry: true });
    const dead = {
      key: "first",
      kind: "evaluate-head",
      state: "dead",
      dueAt: 1_000,
      tries: 1,
      reason: "gone",
    };
    const waiting = { state: "waiting", tries: 0, reason: null };
    expect(await jobs.list({ limit: 10 })).toEqual([
      dead,
      { ...waiting, key: "weekly", kind: "publish-weekly", dueAt: 1_000 },
      { ...waiting, key: "later", kind: "evaluate-head", dueAt: 2_000 },
    ]);
    expect(await jobs.list({ state: "dead", limit: 10 })).toEqual([dead]);
    expect(await jobs.list({ limit: 1 })).toEqual([dead]);
    expect(await jobs.countByKind()).toEqual([
      { kind: "evaluate-head", state: "dead", count: 1 },
      { kind: "evaluate-head", state: "waiting", count: 1 },
      { kind: "publish-weekly", state: "waiting", count: 1 },
    ]);
  });

  it("arms dead jobs again when a person asks: the one named, or all, and none that waits", async () => {
    const { clock, jobs, leaseKeys } = await openAt(1_000);
    await jobs.enqueue([job("a"), job("b"), job("c"), job("later", { notBefore: 9_000 })]);
    for (const { key, fence } of await jobs.lease(lease)) {
      await jobs.fail(key, fence, { reason: "no", retryAt: null, countsAsTry: true });
    }
    clock.now = 5_000;
    expect(await jobs.retry("later")).toBe(0);
    expect(await jobs.retry("b")).toBe(1);
    expect(await jobs.retry("b")).toBe(0);
    expect(await jobs.list({ state: "waiting", limit: 1 })).toMatchObject([
      { key: "b", dueAt: 5_000, tries: 0 },
    ]);
    expect(await jobs.lease(lease)).toMatchObject([{ key: "b", payload: { key: "b" }, tries: 1 }]);
    expect(await jobs.retry(null)).toBe(2);
    expect(await leaseKeys()).toEqual(["a", "c"]);
  });

  it("does not bury a request that came while the job before it failed for good", async () => {
    const { jobs } = await openAt(1_000);
    await jobs.enqueue([job("k", { payload: "old" })]);
    const [leased] = await jobs.lease(lease);
    await jobs.enqueue([job("k", { payload: "new" })]);
    await jobs.fail("k", leased!.fence, { reason: "poison", retryAt: null, countsAsTry: true });
    expect(await jobs.lease(lease)).toMatchObject([{ payload: "new", tries: 1 }]);
  });

  it("tells how long the oldest due job waits, not counting those in work", async () => {
    const { clock, jobs } = await openAt(1_000);
    await jobs.enqueue([job("k"), job("future", { notBefore: 9_000 })]);
    clock.now = 1_400;
    expect((await jobs.statistics()).oldestDueMillis).toBe(400);
    await jobs.lease(lease);
    expect((await jobs.statistics()).oldestDueMillis).toBeNull();
    expect((await jobs.statistics()).waiting).toBe(2);
  });

  it("never gives one job to two workers", async () => {
    const { jobs } = await openAt(1_000);
    await jobs.enqueue(Array.from({ length: 60 }, (_, index) => job(`k${index}`)));
    const leases = await Promise.all(
      Array.from({ length: 8 }, () => jobs.lease({ limit: 9, leaseMillis: 1_000 })),
    );
    const keys = leases.flat().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(leases.every((leased) => leased.length <= 9)).toBe(true);
    // Whoever found rows locked by another took fewer; what is left is there for the next.
    const rest = await jobs.lease({ limit: 60, leaseMillis: 1_000 });
    expect(keys.length + rest.length).toBe(60);
  });

  it("fault 30: gives a scheduled run to one process only", async () => {
    const { jobs } = await openAt(1_000);
    const claims = await Promise.all([jobs.claimRun("weekly", 5_000), jobs.claimRun("weekly", 5_000)]);
    expect(claims.sort()).toEqual([false, true]);
    expect(await jobs.claimRun("weekly", 6_000)).toBe(true);
    expect(await jobs.claimRun("sweep", 5_000)).toBe(true);
  });
});
