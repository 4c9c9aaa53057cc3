// What deliveries should have told and did not is found, added and counted; what is complete is left as it is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fact, factsOfKind } from "../../../src/core/facts/fact.ts";
import { Transient } from "../../../src/github/errors.ts";
import { askReconciliation } from "../../../src/workflows/history/ask-reconciliation.ts";
import { defaultAt } from "../../support/facts.ts";
import { ledgerOf } from "../../support/history-bench.ts";
import {
  benchAfterAWeek,
  day,
  hour,
  place,
  reconciliationOf,
  subjectsOf,
  whole,
} from "../../support/reconciled-week.ts";

describe("reconcileRepository", () => {
  it("finds nothing missing in a complete ledger, and changes nothing", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    const before = await ledgerOf(bench.store, place.repositoryId);
    await askReconciliation(bench.store, place, defaultAt - hour);
    await bench.work();
    expect(await ledgerOf(bench.store, place.repositoryId)).toEqual(before);
    expect(await reconciliationOf(bench)).toMatchObject({
      drift: {},
      totalDrift: {},
      reconciledTo: defaultAt + 7 * day + hour - 10 * 60_000,
      inHand: null,
    });
    expect(bench.others).toEqual(["observe-repository"]);
  });

  it("fault 8: restores any third that was lost, and counts it", async () => {
    const all = await whole();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const kept = all.filter((_, index) => (index * 7919 + seed) % 3 !== 0);
        const bench = await benchAfterAWeek(() => kept);
        await askReconciliation(bench.store, place, defaultAt - hour);
        await bench.work();
        expect(subjectsOf(await ledgerOf(bench.store, place.repositoryId))).toEqual(subjectsOf(all));
        const lost = all.filter((fact) => !kept.includes(fact) && fact.occurredAt >= defaultAt);
        const drift = (await reconciliationOf(bench))?.drift ?? {};
        expect(drift).toEqual(Object.fromEntries(countByKind(lost)));
      }),
      { numRuns: 4 },
    );
  });

  it("fault 16: finds the pushes of a burst for which GitHub sent no event", async () => {
    const all = await whole();
    const inBurst = ({ kind, occurredAt }: Fact) =>
      kind === "push" && occurredAt >= defaultAt + 2 * day && occurredAt < defaultAt + 5 * day;
    const burst = all.filter(inBurst);
    expect(burst.length).toBeGreaterThan(3);
    const bench = await benchAfterAWeek(() => all.filter((fact) => !inBurst(fact)));
    await askReconciliation(bench.store, place, defaultAt - hour);
    await bench.work();
    expect(subjectsOf(await ledgerOf(bench.store, place.repositoryId))).toEqual(subjectsOf(all));
    expect((await reconciliationOf(bench))?.drift).toEqual({ push: burst.length });
  });

  it("says what span it has read", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    await askReconciliation(bench.store, place, defaultAt + day);
    await bench.work();
    const read = factsOfKind(await bench.store.facts.list(place), "history-read").map(({ data }) => data);
    expect(read).toContainEqual({
      from: defaultAt + day,
      to: defaultAt + 7 * day + hour - 10 * 60_000,
      unseen: [],
    });
  });

  it("ends in the same ledger and the same count, whatever request fails", async () => {
    const all = await whole();
    for (const method of [
      "listActivity",
      "listPullRequests",
      "listChecks",
      "listCommits",
      "listWorkflowRuns",
    ] as const) {
      const bench = await benchAfterAWeek(() => []);
      await askReconciliation(bench.store, place, defaultAt - hour);
      bench.github.failNext(method, new Transient("cut off"));
      await bench.work();
      expect(subjectsOf(await ledgerOf(bench.store, place.repositoryId))).toEqual(subjectsOf(all));
      const lost = all.filter(({ occurredAt }) => occurredAt >= defaultAt);
      expect((await reconciliationOf(bench))?.drift).toEqual(Object.fromEntries(countByKind(lost)));
    }
  });

  it("reads from the earliest time that was asked for, also where a later one was asked for after it", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    await askReconciliation(bench.store, place, defaultAt + day);
    await askReconciliation(bench.store, place, defaultAt + 6 * day);
    await bench.work();
    const read = factsOfKind(await bench.store.facts.list(place), "history-read");
    expect(read.map(({ data }) => data.from)).toContain(defaultAt + day);
  });

  it("goes back a year at most, whatever is asked for, and is done with it", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    await askReconciliation(bench.store, place, 0);
    await bench.work();
    const read = factsOfKind(await bench.store.facts.list(place), "history-read");
    const until = defaultAt + 7 * day + hour - 10 * 60_000;
    expect(Math.min(...read.map(({ data }) => data.from))).toBe(until - 365 * day);
    const history = await bench.store.histories.find(place.accountId, place.repositoryId);
    expect(history).toMatchObject({ wantedSince: null, reconciliation: { inHand: null, drift: {} } });
  });

  it("has the consequences that the lost deliveries would have had", async () => {
    const bench = await benchAfterAWeek((facts) => facts.filter(({ kind }) => kind !== "push"));
    await askReconciliation(bench.store, place, defaultAt + 6 * day);
    await bench.work();
    expect(bench.others).toEqual(
      expect.arrayContaining(["observe-repository", "read-configuration", "observe-paved-road"]),
    );
    // All pull requests are closed: nothing is posted on their heads.
    expect(bench.others).not.toContain("evaluate-head");
  });

  it("does not take for missed what waits to be worked on", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    await bench.store.deliveries.add([{ id: "d1", event: "push", body: Buffer.from("{}") }]);
    const received = bench.now();
    bench.setNow(received + 2 * hour);
    await askReconciliation(bench.store, place, defaultAt + 6 * day);
    await expect(bench.work({ mostRuns: 1 })).rejects.toThrow();
    const { reconciledTo, inHand } = (await reconciliationOf(bench)) ?? {};
    expect(inHand?.reading.to ?? reconciledTo).toBe(received - 10 * 60_000);
  });
});

function countByKind(facts: readonly Fact[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { kind } of facts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts];
}
