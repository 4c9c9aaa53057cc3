import { expect, it } from "vitest";
import { RateLimited, Transient } from "../../../src/github/errors.ts";
import { sweepDeliveries } from "../../../src/workflows/sweep/sweep-deliveries.ts";
import { describeOnEachStore } from "../../support/stores.ts";
import { accountId, type Bench, DAY, HOUR, MINUTE, openSweepBench, START } from "./made-log.ts";

/** With the number of those asked for. */
async function sweep(...given: Parameters<typeof sweepDeliveries>) {
  const outcome = await sweepDeliveries(...given);
  return outcome && { ...outcome, asked: outcome.asked.length };
}

const missedFacts = ({ store }: Bench) =>
  store.facts.listOfAccount({ accountId, kinds: ["deliveries-missed"] });

describeOnEachStore("the sweep of GitHub's delivery log", (openTestStore) => {
  const open = () => openSweepBench(openTestStore);

  it("costs one request when nothing failed", async () => {
    const { log, services, pass } = await open();
    await log.send("a");
    for (let round = 0; round < 3; round++) {
      expect(await sweep(services)).toMatchObject({ found: 0, asked: 0, complete: true });
      pass(10 * MINUTE);
    }
    expect([log.listed.length, log.asked]).toEqual([3, []]);
    expect(log.listed.every(({ failedOnly }) => failedOnly)).toBe(true);
  });

  it("fault 1, 7: has what failed sent again, by its exact id, and counts what came", async () => {
    const { store, log, services, pass } = await open();
    log.answer = () => 0;
    const failed = await log.send("lost");
    log.answer = () => 202;
    expect(await sweep(services)).toMatchObject({ found: 1, asked: 1, recovered: 0 });
    expect(log.asked).toEqual([failed.id]);
    expect(await store.deliveries.find("lost")).toMatchObject({ state: "pending" });
    pass(10 * MINUTE);
    expect(await sweep(services)).toMatchObject({ asked: 0, recovered: 1 });
    expect(log.asked).toHaveLength(1);
    expect(await store.sweeps.find(12)).toMatchObject({ asked: 1, recovered: 1, givenUp: 0 });
  });

  it("fault 5: leaves alone what is here: done, waiting, or given up after it was acknowledged", async () => {
    const { store, log, services } = await open();
    for (const id of ["done", "dead", "waiting"]) {
      await store.deliveries.add([{ id, event: "push", body: Buffer.from("{}") }]);
    }
    for (const { id, fence } of await store.deliveries.lease({ limit: 3, leaseMillis: 1000 })) {
      if (id === "done") await store.deliveries.finish(id, fence, { state: "done", reason: null });
      if (id === "dead") await store.deliveries.fail(id, fence, { reason: "no", retryAt: null });
      // The answer did not reach GitHub in time.
      await log.send(id, { statusCode: 0 });
    }
    expect(await sweep(services)).toMatchObject({ found: 0, asked: 0 });
  });

  it("leaves deliveries of other events alone", async () => {
    const { log, services } = await open();
    await log.send("star", { event: "star", statusCode: 503 });
    expect(await sweep(services)).toMatchObject({ found: 0, asked: 0 });
  });

  it("asks with growing waits, then gives up, tells what is lost and has it read from GitHub", async () => {
    const bench = await open();
    const { store, log, services, pass, repairs } = bench;
    log.answer = () => 500;
    await log.send("poison");
    const askedAt: number[] = [];
    while (log.now < START + 3 * DAY) {
      const outcome = await sweep(services);
      if (outcome!.asked > 0) askedAt.push(log.now - START);
      pass(log.now < START + 400 * MINUTE ? 10 * MINUTE : 2 * HOUR);
    }
    expect(askedAt.map((at) => at / MINUTE)).toEqual([0, 10, 40, 130, 400, 1120, 1840, 2560, 3280]);
    expect(await store.sweeps.list({ limit: 9 })).toMatchObject([
      { guid: "poison", state: "given-up", asks: 9 },
    ]);
    expect(await missedFacts(bench)).toMatchObject([{ data: { from: START - HOUR, to: START + 1 } }]);
    expect(repairs).toEqual([START - HOUR]);
    expect(await store.sweeps.find(12)).toMatchObject({ givenUp: 1, missedSpans: 1 });
  });

  it("gives up at once what GitHub does not have any more", async () => {
    const bench = await open();
    const { log, services, pass, store } = bench;
    await log.send("old", { statusCode: 500 });
    log.failure = null;
    await sweep({ ...services, deliveryLog: { ...log.deliveryLog, redeliver: async () => {} } });
    pass(10 * MINUTE);
    log.entries.length = 0;
    expect(await sweep(services)).toMatchObject({ asked: 0, givenUp: [{ guid: "old" }] });
    expect(await missedFacts(bench)).toHaveLength(1);
    expect(await store.sweeps.listDue(9)).toEqual([]);
  });

  it("tries only a few while nothing comes in, and all once something does", async () => {
    const { log, services, pass } = await open();
    log.answer = () => 0;
    for (let n = 0; n < 60; n++) await log.send(`d-${n}`);
    // The first sweep cannot know yet.
    expect((await sweep(services))!.asked).toBe(60);
    for (let n = 60; n < 120; n++) await log.send(`d-${n}`);
    pass(10 * MINUTE);
    expect((await sweep(services))!.asked).toBe(10);
    log.answer = () => 202;
    pass(30 * MINUTE);
    expect((await sweep(services))!.asked).toBe(10);
    pass(10 * MINUTE);
    expect(await sweep(services)).toMatchObject({ recovered: 10, asked: 110 });
  });

  it("fault 1: goes on where a sweep was killed, after any page and any request", async () => {
    for (const killedAfter of [0, 1, 2, 3, 4, 6, 8]) {
      const { store, log, services, pass } = await open();
      log.pageSize = 2;
      for (let n = 0; n < 6; n++) await log.send(`d-${n}`, { statusCode: 503 });
      let left = killedAfter;
      const mortal = (work: () => Promise<unknown>) => {
        if (left-- === 0) throw new Error("killed");
        return work();
      };
      const { list, redeliver } = log.deliveryLog;
      const killed = sweepDeliveries({
        ...services,
        deliveryLog: {
          list: async (options) => (await mortal(() => list(options))) as Awaited<ReturnType<typeof list>>,
          redeliver: async (id) => void (await mortal(() => redeliver(id))),
        },
      });
      await killed.catch(() => {});
      for (let sweeps = 0; sweeps < 3; sweeps++) {
        pass(10 * MINUTE);
        await sweep(services);
      }
      expect((await store.deliveries.statistics()).counts.pending).toBe(6);
      expect(log.asked).toHaveLength(6);
      expect(await store.sweeps.find(12)).toMatchObject({ asked: 6 });
    }
  });

  it("two replicas at once ask for each delivery once", async () => {
    const { log, services } = await open();
    for (let n = 0; n < 20; n++) await log.send(`d-${n}`, { statusCode: 503 });
    log.answer = () => 503;
    await Promise.all([sweepDeliveries(services), sweepDeliveries(services)]);
    expect(new Set(log.asked).size).toBe(20);
    expect(log.asked).toHaveLength(20);
  });

  it("waits as long as GitHub asks for, and loses nothing by it", async () => {
    const { log, services, pass, store } = await open();
    await log.send("a", { statusCode: 503 });
    log.failure = new RateLimited("slow down", START + HOUR);
    expect(await sweep(services)).toBeNull();
    const before = log.listed.length;
    pass(30 * MINUTE);
    expect(await sweep(services)).toBeNull();
    expect(log.listed.length).toBe(before);
    pass(31 * MINUTE);
    expect(await sweep(services)).toMatchObject({ asked: 1 });
    expect(await store.deliveries.find("a")).not.toBeNull();
  });

  it("fails with an outage of GitHub, and goes on afterwards", async () => {
    const { log, services, pass } = await open();
    await log.send("a", { statusCode: 503 });
    log.failure = new Transient("502");
    await expect(sweepDeliveries(services)).rejects.toThrow("502");
    pass(10 * MINUTE);
    expect(await sweep(services)).toMatchObject({ asked: 1 });
  });

  it("fault 48: steps of our clock lose nothing, and make no gap", async () => {
    const bench = await open();
    const { log, services, clock, pass, store } = bench;
    for (const step of [0, 30 * DAY, -60 * DAY, 45 * DAY]) {
      clock.now += step;
      await log.send(`after ${step}`, { statusCode: 503 });
      await sweep(services);
      pass(10 * MINUTE);
    }
    clock.now = log.now;
    await sweep(services);
    expect((await store.deliveries.statistics()).counts.pending).toBe(4);
    expect(await missedFacts(bench)).toEqual([]);
  });

  it("fault 7: an outage under three days heals by redelivery alone", async () => {
    const bench = await open();
    const { log, services, pass, store, repairs } = bench;
    await sweep(services);
    log.answer = () => 0;
    for (let hour = 0; hour < 70; hour++) {
      await log.send(`d-${hour}`);
      pass(HOUR);
    }
    log.answer = () => 202;
    await sweep(services);
    expect((await store.deliveries.statistics()).counts.pending).toBe(70);
    expect([await missedFacts(bench), repairs]).toEqual([[], []]);
  });

  it("fault 8: a longer outage is told, up to where the log reaches, and read from GitHub; the rest is sent again", async () => {
    const bench = await open();
    const { log, services, pass, store, repairs } = bench;
    await sweep(services);
    log.answer = () => 0;
    for (let hour = 0; hour < 24 * 5; hour++) {
      await log.send(`d-${hour}`);
      pass(HOUR);
    }
    log.answer = () => 202;
    expect(await sweep(services)).toMatchObject({ missedSpans: 1 });
    const to = log.now - 3 * DAY;
    expect(await missedFacts(bench)).toMatchObject([
      { repositoryId: 0, occurredAt: to, data: { from: START - HOUR, to } },
    ]);
    expect(repairs).toEqual([START - HOUR]);
    expect((await store.deliveries.statistics()).counts.pending).toBe(72);
    pass(10 * MINUTE);
    expect(await sweep(services)).toMatchObject({ missedSpans: 0, recovered: 72 });
  });

  it("fault 8: Enterprise Server keeps its log for seven days", async () => {
    const bench = await open();
    const { log, services, pass } = bench;
    log.enterprise = true;
    await sweep(services);
    pass(6 * DAY);
    await sweep(services);
    expect(await missedFacts(bench)).toEqual([]);
    pass(8 * DAY);
    await sweep(services);
    expect(await missedFacts(bench)).toHaveLength(1);
  });

  it("the first sweep of a new store makes no gap", async () => {
    const bench = await open();
    bench.pass(30 * DAY);
    await sweep(bench.services);
    expect(await missedFacts(bench)).toEqual([]);
  });

  it("after a break finds what GitHub could bring and is not here: the store was restored from a backup", async () => {
    const { log, services, pass, store } = await open();
    await sweep(services);
    pass(5 * HOUR);
    await log.send("brought to the lost store", { statusCode: 200 });
    pass(HOUR);
    expect(await sweep(services)).toMatchObject({ found: 1, asked: 1 });
    expect(await store.deliveries.find("brought to the lost store")).not.toBeNull();
  });
});
