import { expect, it } from "vitest";
import { dropBodies, throwAway } from "../../../src/workflows/housekeeping/throw-away.ts";
import { describeOnEachStore } from "../../support/stores.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-11-02T10:07:00Z");

describeOnEachStore("housekeeping", (openTestStore) => {
  async function setUp() {
    const clock = { now: START };
    const store = await openTestStore({ now: () => clock.now });
    const receive = async (id: string, end: "done" | "ignored" | "unusable" | "dead" | "pending") => {
      await store.deliveries.add([{ id, event: "push", body: Buffer.from("{}") }]);
      if (end === "pending") return;
      const [delivery] = await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
      if (end === "dead") await store.deliveries.fail(id, delivery!.fence, { reason: "no", retryAt: null });
      else await store.deliveries.finish(id, delivery!.fence, { state: end, reason: null });
    };
    return { clock, store, receive };
  }

  it("drops bodies seven days after their processing, and keeps the rows", async () => {
    const { clock, store, receive } = await setUp();
    await receive("d-1", "done");
    clock.now += 7 * DAY;
    await dropBodies(store);
    expect((await store.deliveries.find("d-1"))?.body).not.toBeNull();
    clock.now += 1;
    await dropBodies(store);
    expect(await store.deliveries.find("d-1")).toMatchObject({ body: null, state: "done" });
  });

  it("forgets deliveries ninety days after they were done or ignored, and no others", async () => {
    const { clock, store, receive } = await setUp();
    for (const end of ["done", "ignored", "unusable", "dead", "pending"] as const) await receive(end, end);
    clock.now += 60 * DAY;
    await store.deliveries.add([{ id: "newer", event: "push", body: Buffer.from("{}") }]);
    clock.now += 31 * DAY;
    expect(await throwAway(store)).toMatchObject({ deliveries: 2 });
    const left = await store.deliveries.list({ limit: 10 });
    expect(left.map(({ id }) => id).sort()).toEqual(["dead", "newer", "pending", "unusable"]);
  });

  it("drops answers that nobody asked for within ninety days, and simulations as old", async () => {
    const { clock, store } = await setUp();
    await store.httpResponses.keep(7, "a", { etag: null, body: "1" });
    const simulation = { accountId: 1, repositoryId: 2, headSha: "a", digest: "d", files: [], result: null };
    await store.simulations.save(simulation);
    clock.now += 60 * DAY;
    await store.simulations.save({ ...simulation, headSha: "b" });
    clock.now += 31 * DAY;
    expect(await throwAway(store)).toMatchObject({ answers: 1, simulations: 1 });
    expect(await store.httpResponses.find(7, "a")).toBeNull();
    expect(await store.simulations.find(1, 2, "b")).not.toBeNull();
  });

  it("forgets old runs of the cron table, and never the latest of an entry", async () => {
    const { clock, store } = await setUp();
    for (const day of [0, 1, 2]) await store.jobs.claimRun("daily", START + day * DAY);
    await store.jobs.claimRun("rare", START);
    clock.now += 40 * DAY;
    expect(await throwAway(store)).toMatchObject({ cronRuns: 2 });
    expect(await store.jobs.claimRun("rare", START)).toBe(false);
    expect(await store.jobs.claimRun("daily", START + 2 * DAY)).toBe(false);
    expect(await throwAway(store)).toMatchObject({ cronRuns: 0 });
  });

  it("deletes more than one batch", async () => {
    const { clock, store } = await setUp();
    const count = 1_203;
    const deliveries = Array.from({ length: count }, (_, n) => ({
      id: `d-${n}`,
      event: "push",
      body: Buffer.from("{}"),
    }));
    await store.deliveries.add(deliveries);
    for (const { id, fence } of await store.deliveries.lease({ limit: count, leaseMillis: 1000 })) {
      await store.deliveries.finish(id, fence, { state: "done", reason: null });
    }
    clock.now += 91 * DAY;
    expect(await throwAway(store)).toMatchObject({ deliveries: count });
  });
});
