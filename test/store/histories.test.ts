// How far a past is read is kept by tenant and repository; a backfill and a reconciliation do not undo each other.
import { expect, it } from "vitest";
import { neverReconciled } from "../../src/records/drift.ts";
import type { Backfill } from "../../src/records/store.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const day = 86_400_000;
const backfill: Backfill = {
  state: "reading",
  from: 0,
  to: 90 * day,
  reachedAt: 80 * day,
  slices: 1,
  requests: 12,
  startedAt: 90 * day,
  finishedAt: null,
  error: null,
  reading: null,
};

describeOnEveryStore("histories", (open) => {
  it("keeps the backfill and the reconciliation of a repository apart", async () => {
    const { histories } = await open();
    expect(await histories.find(1, 2)).toBeNull();
    await histories.saveBackfill(1, 2, backfill);
    const reconciliation = { ...neverReconciled, reconciledTo: 5, totalDrift: { push: 2 } };
    await histories.saveReconciliation(1, 2, reconciliation);
    await histories.saveBackfill(1, 2, { ...backfill, slices: 2, error: "GitHub \u0000 was away" });
    expect(await histories.find(1, 2)).toEqual({
      accountId: 1,
      repositoryId: 2,
      backfill: { ...backfill, slices: 2, error: "GitHub \u0000 was away" },
      reconciliation,
      wantedSince: null,
    });
    await histories.forgetBackfill(1, 2);
    expect(await histories.find(1, 2)).toMatchObject({ backfill: null, reconciliation });
  });

  it("fault 41: answers no other tenant", async () => {
    const { histories } = await open();
    await histories.saveBackfill(1, 2, backfill);
    expect(await histories.find(9, 2)).toBeNull();
    expect(await histories.list(9)).toEqual([]);
    expect(await histories.countBehind(9, 100)).toBe(0);
    expect((await histories.list(1)).map(({ repositoryId }) => repositoryId)).toEqual([2]);
    expect(await histories.listAll()).toHaveLength(1);
  });

  it("counts those that are read, did not fail, and are behind", async () => {
    const { histories } = await open();
    expect(await histories.countBehind(1, 9)).toBe(0);
    await histories.saveBackfill(1, 1, { ...backfill, slices: 3 });
    await histories.saveBackfill(1, 2, { ...backfill, slices: 0, error: "failed" });
    await histories.saveBackfill(1, 3, { ...backfill, slices: 0, state: "done" });
    await histories.saveBackfill(1, 4, { ...backfill, slices: 2 });
    expect(await histories.countBehind(1, 2)).toBe(0);
    expect(await histories.countBehind(1, 3)).toBe(1);
    expect(await histories.countBehind(1, 4)).toBe(2);
  });

  it("keeps the earliest time from which a reconciliation is asked for, until that one is in hand", async () => {
    const { histories } = await open();
    await histories.want(1, 2, 500);
    await histories.want(1, 2, 700);
    expect((await histories.find(1, 2))?.wantedSince).toBe(500);
    await histories.want(1, 2, 300);
    await histories.takeWanted(1, 2, 500);
    expect((await histories.find(1, 2))?.wantedSince).toBe(300);
    await histories.takeWanted(1, 2, 300);
    expect((await histories.find(1, 2))?.wantedSince).toBeNull();
  });

  it("sums up what is read and what had been missed", async () => {
    const { histories } = await open();
    await histories.saveBackfill(1, 1, backfill);
    await histories.saveBackfill(1, 2, { ...backfill, state: "done" });
    await histories.saveBackfill(2, 3, { ...backfill, error: "failed" });
    const totalDrift = { push: 2, "check-run": 3 };
    await histories.saveReconciliation(1, 1, { ...neverReconciled, drift: { push: 1 }, totalDrift });
    await histories.saveReconciliation(2, 3, { ...neverReconciled, totalDrift: { push: 5 } });
    expect(await histories.summarise()).toEqual({
      states: { reading: 1, done: 1, stopped: 0, failed: 1 },
      missed: 1,
      totalDrift: { push: 7, "check-run": 3 },
    });
  });
});
