import { describe, expect, it } from "vitest";
import { factsOfKind } from "../../../src/core/facts/fact.ts";
import type { SurveyedRepository } from "../../../src/github/history.ts";
import {
  askReconciliation,
  enqueueReconciliations,
  enqueueRepair,
} from "../../../src/workflows/history/ask-reconciliation.ts";
import { reconcileInstallations } from "../../../src/workflows/history/reconcile-installations.ts";
import { defaultAccountId, defaultAt, repositoryState } from "../../support/facts.ts";
import { type HistoryBench, ledgerOf, openHistoryBench } from "../../support/history-bench.ts";
import { makePast } from "../../support/made-past.ts";
import {
  benchAfterAWeek,
  day,
  hour,
  place,
  reconciliationOf,
  subjectsOf,
  week,
  whole,
} from "../../support/reconciled-week.ts";
import { installationId } from "../../support/workflow-bench.ts";

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
