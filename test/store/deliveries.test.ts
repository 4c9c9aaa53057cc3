import { expect, it } from "vitest";
import type { ReceivedDelivery } from "../../src/records/store.ts";
import { StoreBusy } from "../../src/store/errors.ts";
import { describeOnEachStore } from "../support/stores.ts";

function delivery(id: string, body = `{"id":"${id}"}`): ReceivedDelivery {
  return { id, event: "push", body: new TextEncoder().encode(body) };
}

const lease = { limit: 10, leaseMillis: 60_000 };

describeOnEachStore("inbox", (openTestStore) => {
  async function openAt(start: number) {
    const clock = { now: start };
    const { deliveries } = await openTestStore({ now: () => clock.now });
    return { clock, deliveries };
  }

  it("gives back a body byte for byte, small, large and empty", async () => {
    const { deliveries } = await openAt(1_000);
    const noise = new Uint8Array(1_000_000).map((_, index) => (index * 7919) % 251);
    const invalidUtf8 = new Uint8Array([0xff, 0x00, 0xc3]);
    await deliveries.add([
      { id: "a", event: "push", body: noise },
      { id: "b", event: "push", body: invalidUtf8 },
      { id: "c", event: "push", body: new Uint8Array() },
    ]);
    const leased = await deliveries.lease(lease);
    expect(leased.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(leased.map(({ body }) => Buffer.from(body))).toEqual(
      [noise, invalidUtf8, new Uint8Array()].map((body) => Buffer.from(body)),
    );
  });

  it("fault 4: knows a delivery by its id, in one call, in concurrent calls and in later ones", async () => {
    const { deliveries } = await openAt(1_000);
    expect(await deliveries.add([delivery("a"), delivery("b"), delivery("a")])).toEqual([
      "stored",
      "stored",
      "duplicate",
    ]);
    const concurrent = await Promise.all([deliveries.add([delivery("c")]), deliveries.add([delivery("c")])]);
    expect(concurrent.flat().sort()).toEqual(["duplicate", "stored"]);
    const [first] = await deliveries.lease({ limit: 1, leaseMillis: 60_000 });
    await deliveries.finish("a", first!.fence, { state: "done", reason: null });
    expect(await deliveries.add([delivery("a"), delivery("d")])).toEqual(["duplicate", "stored"]);
    expect((await deliveries.find("a"))?.state).toBe("done");
  });

  it("stores more deliveries in one call than one statement can hold", async () => {
    const { deliveries } = await openAt(1_000);
    const many = Array.from({ length: 1_001 }, (_, index) => delivery(`d${index}`));
    expect(new Set(await deliveries.add(many))).toEqual(new Set(["stored"]));
    expect((await deliveries.statistics()).counts.pending).toBe(1_001);
    expect(await deliveries.add([])).toEqual([]);
  });

  it("fault 17: refuses what is more than may wait, keeps what it took, and takes more afterwards", async () => {
    const { deliveries } = await openTestStore({ limits: { waitingItems: 3, itemsPerCommit: 1 } });
    const calls = Array.from({ length: 12 }, (_, index) => deliveries.add([delivery(`d${index}`)]));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreBusy);
    expect((await deliveries.statistics()).counts.pending).toBe(12 - refused.length);
    expect(await deliveries.add([delivery("later")])).toEqual(["stored"]);
  });

  it("fault 5: arms a dead delivery again when GitHub sends it again", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("a")]);
    const [first] = await deliveries.lease(lease);
    await deliveries.fail("a", first!.fence, { reason: "poison", retryAt: null });
    expect(await deliveries.find("a")).toMatchObject({ state: "dead", reason: "poison", tries: 1 });
    expect(await deliveries.lease(lease)).toEqual([]);

    clock.now = 2_000;
    expect(await deliveries.add([delivery("a", "{}"), delivery("a")])).toEqual(["rearmed", "duplicate"]);
    const [again] = await deliveries.lease(lease);
    expect(again).toMatchObject({ id: "a", tries: 1 });
    expect(again!.fence).toBeGreaterThan(first!.fence);
    expect(await deliveries.finish("a", first!.fence, { state: "done", reason: null })).toBe(false);
  });

  it("leases the oldest first, each to one worker", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("newer")]);
    clock.now = 900;
    await deliveries.add([delivery("older")]);
    clock.now = 1_000;
    const leases = await Promise.all([
      deliveries.lease({ limit: 1, leaseMillis: 60_000 }),
      deliveries.lease({ limit: 1, leaseMillis: 60_000 }),
      deliveries.lease({ limit: 1, leaseMillis: 60_000 }),
    ]);
    expect(leases.flat().map(({ id }) => id)).toEqual(["older", "newer"]);
  });

  it("fault 47: gives a delivery to another worker when the lease ends, and stops the first", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("a")]);
    const [first] = await deliveries.lease({ limit: 1, leaseMillis: 500 });
    clock.now = 1_499;
    expect(await deliveries.lease(lease)).toEqual([]);
    clock.now = 1_500;
    const [second] = await deliveries.lease(lease);
    expect(second).toMatchObject({ id: "a", tries: 2, receivedAt: 1_000 });
    expect(await deliveries.finish("a", first!.fence, { state: "done", reason: null })).toBe(false);
    expect(await deliveries.fail("a", first!.fence, { reason: "late", retryAt: 2_000 })).toBe(false);
    expect(await deliveries.finish("a", second!.fence, { state: "ignored", reason: "no facts" })).toBe(true);
    expect(await deliveries.find("a")).toMatchObject({
      state: "ignored",
      reason: "no facts",
      processedAt: 1_500,
    });
    expect(await deliveries.finish("a", second!.fence, { state: "done", reason: null })).toBe(false);
  });

  it("puts a failed delivery back for later, and ends its lease with that", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("a")]);
    const [leased] = await deliveries.lease(lease);
    expect(await deliveries.fail("a", leased!.fence, { reason: "busy", retryAt: 5_000 })).toBe(true);
    expect(await deliveries.finish("a", leased!.fence, { state: "done", reason: null })).toBe(false);
    clock.now = 4_999;
    expect(await deliveries.lease(lease)).toEqual([]);
    clock.now = 5_000;
    expect(await deliveries.lease(lease)).toMatchObject([{ id: "a", tries: 2 }]);
  });

  it("fault 46: arms dead deliveries by hand, one or all, and no others", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("a"), delivery("b"), delivery("c"), delivery("d")]);
    for (const { id, fence } of await deliveries.lease(lease)) {
      if (id === "d") await deliveries.finish(id, fence, { state: "done", reason: null });
      else await deliveries.fail(id, fence, { reason: "poison", retryAt: null });
    }
    clock.now = 2_000;
    expect(await deliveries.retry("a")).toBe(1);
    expect(await deliveries.retry("d")).toBe(0);
    expect(await deliveries.retry("unknown")).toBe(0);
    expect(await deliveries.retry(null)).toBe(2);
    expect((await deliveries.lease(lease)).map(({ id, tries }) => [id, tries])).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
    ]);
  });

  it("lists the newest first, by state", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add([delivery("a")]);
    const [leased] = await deliveries.lease(lease);
    await deliveries.finish("a", leased!.fence, { state: "unusable", reason: "not JSON" });
    clock.now = 2_000;
    await deliveries.add([delivery("b"), delivery("c")]);
    const ids = async (options: Parameters<typeof deliveries.list>[0]) =>
      (await deliveries.list(options)).map(({ id }) => id);
    expect(await ids({ limit: 10 })).toEqual(["c", "b", "a"]);
    expect(await ids({ limit: 1 })).toEqual(["c"]);
    expect(await ids({ limit: 10, state: "unusable" })).toEqual(["a"]);
    expect(await deliveries.list({ limit: 1, state: "unusable" })).toEqual([
      {
        id: "a",
        event: "push",
        state: "unusable",
        receivedAt: 1_000,
        processedAt: 1_000,
        tries: 1,
        reason: "not JSON",
      },
    ]);
  });

  it("counts by state and tells the age of the oldest that waits", async () => {
    const { clock, deliveries } = await openAt(1_000);
    expect((await deliveries.statistics()).oldestPendingMillis).toBeNull();
    await deliveries.add([delivery("a")]);
    clock.now = 1_700;
    await deliveries.add([delivery("b")]);
    expect(await deliveries.statistics()).toEqual({
      counts: { pending: 2, done: 0, ignored: 0, unusable: 0, dead: 0 },
      oldestPendingMillis: 700,
    });
  });

  it("drops the bodies of what was processed before a time, and still knows the deliveries", async () => {
    const { clock, deliveries } = await openAt(1_000);
    await deliveries.add(["old", "dead", "waiting"].map((id) => delivery(id)));
    for (const { id, fence } of await deliveries.lease(lease)) {
      if (id === "old") await deliveries.finish(id, fence, { state: "done", reason: null });
      if (id === "dead") await deliveries.fail(id, fence, { reason: "poison", retryAt: null });
    }
    clock.now = 2_000;
    expect(await deliveries.dropBodies(1_000)).toBe(0);
    expect(await deliveries.dropBodies(1_001)).toBe(1);
    expect(await deliveries.dropBodies(1_001)).toBe(0);
    expect((await deliveries.find("old"))?.body).toBeNull();
    expect((await deliveries.find("dead"))?.body).not.toBeNull();
    expect((await deliveries.find("waiting"))?.body).not.toBeNull();
    expect(await deliveries.add([delivery("old")])).toEqual(["duplicate"]);
  });

  it("fault 13: keeps U+0000 and lone surrogates in ids, events and reasons", async () => {
    const { deliveries } = await openAt(1_000);
    const hostile = "a\0b\ud800c\\u0000";
    await deliveries.add([{ id: hostile, event: hostile, body: new Uint8Array() }, delivery("a\0b\ud801c")]);
    const leased = await deliveries.lease(lease);
    expect(leased.map(({ id }) => id).sort()).toEqual([hostile, "a\0b\ud801c"].sort());
    const { fence } = leased.find(({ id }) => id === hostile)!;
    await deliveries.finish(hostile, fence, { state: "unusable", reason: hostile });
    expect(await deliveries.find(hostile)).toMatchObject({ id: hostile, event: hostile, reason: hostile });
  });

  it("has no delivery that it was not given", async () => {
    const { deliveries } = await openAt(1_000);
    expect(await deliveries.find("unknown")).toBeNull();
    expect(await deliveries.finish("unknown", 1, { state: "done", reason: null })).toBe(false);
  });
});
