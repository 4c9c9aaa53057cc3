// Issues wait until the delivery log is read again after an outage.
import { expect, it } from "vitest";
import { Transient } from "../../../src/github/errors.ts";
import { delayOfIssues } from "../../../src/workflows/sweep/catch-up.ts";
import { sweepDeliveries } from "../../../src/workflows/sweep/sweep-deliveries.ts";
import { describeOnEachStore } from "../../support/stores.ts";
import { accountId, DAY, MINUTE, openSweepBench } from "./made-log.ts";

describeOnEachStore("issues that are due", (openTestStore) => {
  it("wait for nothing while the log is read as it should be, nor before it ever was", async () => {
    const { log, services, pass } = await openSweepBench(openTestStore);
    const sweep = () => sweepDeliveries(services);
    expect(await delayOfIssues(services, sweep)).toBe(0);
    expect(log.listed).toEqual([]);
    await sweep();
    pass(20 * MINUTE);
    expect(await delayOfIssues(services, sweep)).toBe(0);
    expect(log.listed).toHaveLength(1);
  });

  it("fault 8: have the log read first after an outage, so that the gap is known before they speak", async () => {
    const { store, services, pass } = await openSweepBench(openTestStore);
    const sweep = () => sweepDeliveries(services);
    await sweep();
    pass(5 * DAY);
    expect(await delayOfIssues(services, sweep)).toBe(0);
    expect(await store.facts.listOfAccount({ accountId, kinds: ["deliveries-missed"] })).toHaveLength(1);
  });

  it("fault 7: wait until it is looked whether what was asked for has come", async () => {
    const { log, services, pass } = await openSweepBench(openTestStore);
    const sweep = () => sweepDeliveries(services);
    await sweep();
    log.answer = () => 0;
    await log.send("lost");
    log.answer = () => 202;
    pass(DAY);
    expect(await delayOfIssues(services, sweep)).toBe(DAY);
    expect(log.asked).toHaveLength(1);
    pass(10 * MINUTE);
    expect(await delayOfIssues(services, sweep)).toBe(DAY);
    await sweep();
    expect(await delayOfIssues(services, sweep)).toBe(0);
  });

  it("wait a day for a log that cannot be read", async () => {
    const { log, services, pass } = await openSweepBench(openTestStore);
    const sweep = () => sweepDeliveries(services);
    await sweep();
    pass(DAY);
    log.failure = new Transient("GitHub is away.");
    expect(await delayOfIssues(services, sweep)).toBe(DAY);
    log.failure = null;
    expect(await delayOfIssues(services, sweep)).toBe(0);
  });
});
