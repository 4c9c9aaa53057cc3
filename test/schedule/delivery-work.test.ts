import { expect, it, onTestFinished } from "vitest";
import { explainFailure } from "../../src/failures.ts";
import { LeaseLost } from "../../src/ingest/process-delivery.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { MAX_TRIES, waitAfter } from "../../src/schedule/backoff.ts";
import { createDeliveryWork } from "../../src/schedule/delivery-work.ts";
import { createInbox, type Inbox } from "../../src/schedule/inbox.ts";
import { createLeaseLoop } from "../../src/schedule/lease-loop.ts";
import { describeOnEachStore } from "../support/stores.ts";

type Receive = (parts: {
  store: ServerStore;
  inbox: Inbox;
  event: { id: string; name: string; payload: unknown };
}) => Promise<void>;

describeOnEachStore("work on deliveries", (openTestStore) => {
  async function setUp(receive: Receive) {
    const clock = { now: Date.UTC(2026, 10, 2) };
    const store = await openTestStore({ now: () => clock.now });
    const inbox = createInbox();
    const seen: [string, string, string | null][] = [];
    const work = createDeliveryWork({
      store,
      inbox,
      receive: (event) => receive({ store, inbox, event }),
      explain: explainFailure,
      onWorked: ({ id }, outcome, reason) => seen.push([id, outcome, reason]),
    });
    const loop = createLeaseLoop({
      ...work,
      concurrency: 4,
      pollMillis: 60_000,
      onError: (error) => {
        throw error;
      },
    });
    onTestFinished(() => loop.stop());
    const add = (id: string, body = "{}") =>
      store.deliveries.add([{ id, event: "push", body: Buffer.from(body) }]);
    return { clock, store, seen, work, add, drain: () => loop.drain() };
  }

  /** A handler that ends the delivery, as `processDelivery` does. */
  const finish: Receive = async ({ store, inbox, event }) => {
    const inHand = inbox.find(event.id)!;
    const ended = await store.deliveries.finish(event.id, inHand.fence, { state: "done", reason: null });
    if (!ended) throw new LeaseLost(event.id);
    inHand.outcome = { state: "done" };
  };

  it("hands a delivery to the handlers once, with its payload, under its lease", async () => {
    const events: unknown[] = [];
    const { add, drain, seen, store } = await setUp(async (parts) => {
      events.push(parts.event);
      await finish(parts);
    });
    await add("d-1", '{"ref":"x"}');
    await drain();
    await drain();
    expect(events).toEqual([{ id: "d-1", name: "push", payload: { ref: "x" } }]);
    expect(seen).toEqual([["d-1", "done", null]]);
    expect(await store.deliveries.find("d-1")).toMatchObject({ state: "done", tries: 1 });
  });

  it("fault 12: keeps and counts a body that is no UTF-8, and one that is no JSON, without handing them on", async () => {
    const { drain, add, seen, store } = await setUp(() => expect.unreachable());
    await store.deliveries.add([{ id: "d-1", event: "push", body: new Uint8Array([0x22, 0xff, 0x22]) }]);
    await add("d-2", '{"secret":');
    await drain();
    expect(seen.map(([id, outcome]) => [id, outcome]).sort()).toEqual([
      ["d-1", "unusable"],
      ["d-2", "unusable"],
    ]);
    const { counts } = await store.deliveries.statistics();
    expect(counts).toMatchObject({ unusable: 2, pending: 0 });
  });

  it("fault 46: tries a poison delivery again with growing waits, then puts it aside with its reason", async () => {
    const { add, clock, drain, seen, store } = await setUp(async () => {
      throw new TypeError("cannot read ghp_literal");
    });
    await add("d-1");
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      await drain();
      expect(seen).toHaveLength(tries);
      clock.now += (waitAfter(tries) ?? 1) - 1;
      await drain();
      expect(seen).toHaveLength(tries);
      clock.now += 1;
    }
    const row = await store.deliveries.find("d-1");
    expect(row).toMatchObject({ state: "dead", tries: MAX_TRIES });
    expect(row?.reason).toMatch(/^TypeError/);
    expect(row?.reason).not.toContain("ghp_literal");
  });

  it("fault 46: works on a dead delivery again after `retry`, and the others are never held up by it", async () => {
    let broken = true;
    const { add, clock, drain, seen, store } = await setUp(async (parts) => {
      if (broken && parts.event.id === "bad") throw new Error("no");
      await finish(parts);
    });
    await add("bad");
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      await add(`good-${tries}`);
      await drain();
      clock.now += 3_600_000;
    }
    expect(seen.filter(([, outcome]) => outcome === "done")).toHaveLength(MAX_TRIES);
    broken = false;
    expect(await store.deliveries.retry("bad")).toBe(1);
    await drain();
    expect(await store.deliveries.find("bad")).toMatchObject({ state: "done" });
  });

  it("fault 46: gives up a delivery that ended the process every time", async () => {
    const { add, clock, drain, seen, store } = await setUp(() => expect.unreachable());
    await add("d-1");
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
      clock.now += 1000;
    }
    await drain();
    expect(seen.map(([, outcome]) => outcome)).toEqual(["dead"]);
  });

  it("fault 47: a worker whose lease ran out writes nothing, and the one who has it now is not disturbed", async () => {
    const { add, clock, seen, store, work } = await setUp(finish);
    await add("d-1");
    const [slow] = await work.lease(1);
    clock.now += 10 * 60_000;
    const [other] = await work.lease(1);
    await work.work(slow!);
    expect(seen).toEqual([["d-1", "lost", null]]);
    expect(await store.deliveries.find("d-1")).toMatchObject({ state: "pending" });
    await work.work(other!);
    expect(await store.deliveries.find("d-1")).toMatchObject({ state: "done" });
  });

  it("does not take a delivery for done that no handler took", async () => {
    const { add, drain, seen } = await setUp(async () => {});
    await add("d-1");
    await drain();
    expect(seen.map(([, outcome]) => outcome)).toEqual(["retried"]);
  });
});
