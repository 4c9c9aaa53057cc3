// What deliveries should have told and did not is found, added and counted; what is complete is left as it is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fact, factsOfKind } from "../../../src/core/facts/fact.ts";
import { Transient } from "../../../src/github/errors.ts";
import type { SurveyedRepository } from "../../../src/github/history.ts";
import {
  askReconciliation,
  enqueueReconciliations,
  enqueueRepair,
} from "../../../src/workflows/history/ask-reconciliation.ts";
import { reconcileInstallations } from "../../../src/workflows/history/reconcile-installations.ts";
import { backfillRequest } from "../../../src/workflows/history/requested.ts";
import { defaultAccountId, defaultAt, repositoryState } from "../../support/facts.ts";
import { type HistoryBench, ledgerOf, openHistoryBench } from "../../support/history-bench.ts";
import { type MadePastOptions, makePast } from "../../support/made-past.ts";
import { installationId } from "../../support/workflow-bench.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const place = { accountId: defaultAccountId, repositoryId: 2002 };

/** Deliveries begin at `defaultAt`; a week later twenty pull requests have come and gone since. */
const week: MadePastOptions = {
  until: defaultAt + 7 * day,
  everyMillis: 8 * hour,
  pullRequests: 20,
  repositoryId: place.repositoryId,
};

async function benchAfterAWeek(
  delivered: (facts: readonly Fact[]) => readonly Fact[],
): Promise<HistoryBench> {
  const bench = await openHistoryBench();
  await bench.add(place.repositoryId, makePast({ ...week, pullRequests: 0 }));
  await bench.store.jobs.enqueue([backfillRequest(place)]);
  await bench.work();
  bench.github.history.pasts.set(place.repositoryId, makePast(week));
  bench.setNow(defaultAt + 7 * day + hour);
  await bench.store.facts.append(delivered(await whole()), "webhook");
  bench.others.length = 0;
  bench.github.requests.length = 0;
  return bench;
}

/** All that deliveries tell of the week. */
async function whole(): Promise<Fact[]> {
  const bench = await openHistoryBench();
  await bench.add(place.repositoryId, makePast(week));
  bench.setNow(defaultAt + 7 * day + hour);
  await askReconciliation(bench.store, place, defaultAt - hour);
  await bench.work();
  const facts = await ledgerOf(bench.store, place.repositoryId);
  return facts.map(({ read: _, ...fact }) => fact as Fact);
}

async function reconciliationOf({ store }: HistoryBench) {
  return (await store.histories.find(place.accountId, place.repositoryId))?.reconciliation ?? null;
}

const subjectsOf = (facts: readonly Fact[]) => facts.map(({ kind, subject }) => `${kind} ${subject}`).sort();

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

function surveyed(given: Partial<SurveyedRepository> = {}): SurveyedRepository {
  return {
    ...place,
    owner: "acme",
    name: "r2002",
    url: "https://github.com/acme/r2002",
    visibility: "private",
    archived: false,
    defaultBranch: "main",
    pushedAt: null,
    pullRequestsUpdatedAt: null,
    ...given,
  };
}

describe("reconcileAccount", () => {
  const job = { kind: "reconcile-account", accountId: defaultAccountId, repositoryId: null } as const;

  it("costs one request, where nothing has happened", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    bench.setNow(defaultAt + 30 * day);
    bench.github.history.surveyed.push(surveyed());
    await askReconciliation(bench.store, place, defaultAt + 29 * day);
    await bench.work();
    bench.github.requests.length = 0;
    bench.setNow(bench.now() + 2 * day);
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
    await bench.work();
    expect(bench.github.requests).toEqual(["surveyRepositories"]);
  });

  it.each([
    ["a push", { pushedAt: defaultAt + 7 * day }],
    ["a changed pull request", { pullRequestsUpdatedAt: defaultAt + 7 * day }],
  ])("has a repository read that had %s since", async (_, given) => {
    const bench = await benchAfterAWeek(() => []);
    bench.github.history.surveyed.push(surveyed(given));
    await bench.run(job);
    await bench.work();
    const history = await bench.store.histories.find(place.accountId, place.repositoryId);
    expect(history?.reconciliation.reconciledTo).not.toBeNull();
    expect(history?.reconciliation.drift["pull-request"]).toBeGreaterThan(0);
  });

  it("fault 33: makes good what a repository is called, shows and rests on, and counts it", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    const other = {
      name: "moved",
      url: "https://github.com/acme/moved",
      visibility: "public",
      archived: true,
    } as const;
    bench.github.history.surveyed.push(surveyed(other));
    await bench.run(job);
    const known = await bench.store.repositories.find(place.accountId, place.repositoryId);
    expect(known?.state).toMatchObject(other);
    expect((await reconciliationOf(bench))?.totalDrift).toEqual({ repository: 1 });
  });

  it("finds a repository that nobody told of, and reads its past", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    const url = "https://github.com/acme/new";
    bench.github.history.surveyed.push(surveyed(), surveyed({ repositoryId: 2009, name: "new", url }));
    await bench.run(job);
    const known = await bench.store.repositories.find(place.accountId, 2009);
    expect(known).toMatchObject({ active: true, coveredFrom: bench.now(), state: { name: "new", url } });
    await bench.work();
    const history = await bench.store.histories.find(place.accountId, 2009);
    expect(history).toMatchObject({
      backfill: { state: "done", slices: 9 },
      reconciliation: { totalDrift: { repository: 1 } },
    });
  });

  it("fault 20: leaves a repository that is not there any more alone", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    await bench.run(job);
    expect(await bench.store.repositories.find(place.accountId, place.repositoryId)).toMatchObject({
      active: false,
    });
  });

  it("leaves what was told while the list was asked for", async () => {
    const bench = await benchAfterAWeek((facts) => facts);
    bench.github.before("surveyRepositories", async () => {
      bench.setNow(bench.now() + 1000);
      await bench.add(2010, makePast({ ...week, pullRequests: 0 }));
    });
    bench.github.history.surveyed.push(surveyed());
    await bench.run(job);
    expect(await bench.store.repositories.find(place.accountId, 2010)).toMatchObject({ active: true });
  });
});

describe("reconciliations that are asked for", () => {
  it("asks for those of accounts that are at work, once", async () => {
    const bench = await openHistoryBench();
    await bench.install({ accountId: 5, installationId: 55, suspended: true });
    await bench.install({ accountId: 6, installationId: 66, deleted: true });
    await bench.add(2010, makePast({ ...week, pullRequests: 0 }));
    await bench.store.repositories.observe(repositoryState({ repositoryId: 2010 }), {
      observedAt: bench.now(),
      installationId: 77,
    });
    expect(await enqueueReconciliations(bench.services)).toBe(1);
    expect(await enqueueReconciliations(bench.services)).toBe(1);
    const keys = (await bench.store.jobs.list({ limit: 10 })).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith("reconcile"))).toEqual([
      `reconcile-account/${defaultAccountId}/organisation`,
    ]);
  });

  it("asks for a quiet account's every second week", async () => {
    const bench = await openHistoryBench();
    let asked = 0;
    for (let night = 0; night < 28; night++) {
      bench.setNow(bench.now() + day);
      asked += await enqueueReconciliations(bench.services);
    }
    expect(asked).toBe(2);
  });

  it("fault 8: repairs a gap in every repository, from an hour before it", async () => {
    const all = await whole();
    const gap = { from: defaultAt + 2 * day, to: defaultAt + 5 * day };
    const bench = await benchAfterAWeek((facts) =>
      facts.filter(({ occurredAt }) => occurredAt < gap.from || occurredAt >= gap.to),
    );
    bench.github.history.surveyed.push(surveyed());
    expect(await enqueueRepair(bench.store, gap)).toBe(1);
    await bench.work();
    expect(subjectsOf(await ledgerOf(bench.store, place.repositoryId))).toEqual(subjectsOf(all));
    const read = factsOfKind(await bench.store.facts.list(place), "history-read");
    expect(read.some(({ data }) => data.from <= gap.from - hour && data.to >= gap.to)).toBe(true);
  });
});

describe("reconcileInstallations", () => {
  const listed = {
    installationId,
    accountId: defaultAccountId,
    accountLogin: "acme",
    accountType: "Organization",
    suspended: false,
    permissions: { checks: "write" },
  };
  const list = (bench: HistoryBench, ...installations: (typeof listed)[]) => ({
    installations,
    complete: true,
    readAt: bench.now(),
  });

  async function benchAnHourLater() {
    const bench = await openHistoryBench();
    await bench.install({ permissions: { checks: "write" } });
    await bench.add(2002, makePast({ ...week, pullRequests: 0 }));
    bench.setNow(bench.now() + hour);
    return bench;
  }

  it("changes nothing where GitHub tells what is known", async () => {
    const bench = await benchAnHourLater();
    const drift = await reconcileInstallations(bench.services, list(bench, listed));
    expect(Object.values(drift)).toEqual([0, 0, 0, 0, 0]);
    expect(await bench.store.jobs.list({ limit: 10 })).toEqual([]);
  });

  it("fault 32: makes good a lost removal", async () => {
    const bench = await benchAnHourLater();
    expect(await reconcileInstallations(bench.services, list(bench))).toMatchObject({ uninstalled: 1 });
    expect(await bench.store.installations.find(defaultAccountId)).toMatchObject({ deleted: true });
    expect(await bench.store.repositories.find(defaultAccountId, 2002)).toMatchObject({ active: false });
  });

  it("takes none for removed, where the list is not complete", async () => {
    const bench = await benchAnHourLater();
    await reconcileInstallations(bench.services, { ...list(bench), complete: false });
    expect(await bench.store.installations.find(defaultAccountId)).toMatchObject({ deleted: false });
  });

  it("fault 32: makes good a lost suspension, and its end", async () => {
    const bench = await benchAnHourLater();
    const suspended = { ...listed, suspended: true };
    expect(await reconcileInstallations(bench.services, list(bench, suspended))).toMatchObject({
      suspended: 1,
    });
    expect(await bench.store.installations.find(defaultAccountId)).toMatchObject({ suspended: true });
    bench.setNow(bench.now() + hour);
    expect(await reconcileInstallations(bench.services, list(bench, listed))).toMatchObject({
      unsuspended: 1,
    });
    expect(await bench.store.installations.find(defaultAccountId)).toMatchObject({
      suspended: false,
      resumedAt: bench.now(),
    });
    const keys = (await bench.store.jobs.list({ limit: 20 })).map(({ key }) => key);
    expect(keys).toContain(`backfill-repository/${defaultAccountId}/2002`);
  });

  it("fault 35: makes good new permissions", async () => {
    const bench = await benchAnHourLater();
    const granted = { ...listed, permissions: { checks: "write", actions: "read" } };
    expect(await reconcileInstallations(bench.services, list(bench, granted))).toMatchObject({
      permissions: 1,
    });
    expect(await bench.store.installations.find(defaultAccountId)).toMatchObject({
      permissions: { checks: "write", actions: "read" },
    });
  });

  it("finds an installation that nobody told of, and what is under it", async () => {
    const bench = await benchAnHourLater();
    const other = { ...listed, installationId: 88, accountId: 4004, accountLogin: "umbrella" };
    expect(await reconcileInstallations(bench.services, list(bench, listed, other))).toMatchObject({
      installed: 1,
    });
    const keys = (await bench.store.jobs.list({ limit: 20 })).map(({ key }) => key);
    expect(keys).toEqual(["read-configuration/4004/organisation", "reconcile-account/4004/organisation"]);
  });
});
