// A worker that stood still for longer than its lease keeps nothing: neither what it read, nor how far it got, nor that it failed.
import { expect, it } from "vitest";
import { parseJob } from "../../../src/core/work/job-schema.ts";
import { Transient } from "../../../src/github/errors.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import { askReconciliation } from "../../../src/workflows/history/ask-reconciliation.ts";
import { backfillRequest } from "../../../src/workflows/history/requested.ts";
import { eraseAccount } from "../../../src/workflows/housekeeping/erase-account.ts";
import { runJob } from "../../../src/workflows/run-job.ts";
import { defaultAccountId, defaultAt } from "../../support/facts.ts";
import { type HistoryBench, ledgerOf, openHistoryBench } from "../../support/history-bench.ts";
import { makePast } from "../../support/made-past.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const place = { accountId: defaultAccountId, repositoryId: 2002 };
const leaseMillis = 1000;

async function openReading(): Promise<HistoryBench> {
  const bench = await openHistoryBench();
  const made = { until: defaultAt, everyMillis: 2 * day, pullRequests: 30, repositoryId: 2002 };
  await bench.add(2002, makePast(made));
  await bench.store.jobs.enqueue([backfillRequest(place)]);
  return bench;
}

/** Leases the only job and works on it, as a replica does. */
async function takeAndRun({ store, services }: HistoryBench): Promise<unknown> {
  const [leased] = await store.jobs.lease({ limit: 1, leaseMillis });
  const job = leased === undefined ? null : parseJob(leased.payload);
  if (leased === undefined || job === null) throw new Error("Nothing is due.");
  const holdsLease = (within: Pick<ServerStore, "jobs"> = store) =>
    within.jobs.extend(leased.key, leased.fence, leaseMillis);
  await runJob(services, job, holdsLease);
  return store.jobs.complete(leased.key, leased.fence);
}

it("fault 47: a backfill that stood still does not set back the replica that has ended it", async () => {
  const bench = await openReading();
  bench.github.before("listPullRequests", async () => {
    bench.setNow(bench.now() + leaseMillis + 1);
    await bench.work();
  });
  await expect(takeAndRun(bench)).rejects.toThrow("Another worker");
  const history = await bench.store.histories.find(place.accountId, place.repositoryId);
  expect(history?.backfill).toMatchObject({ state: "done", reading: null });

  const undisturbed = await openReading();
  await undisturbed.work();
  const subjects = async (one: HistoryBench) =>
    (await ledgerOf(one.store, 2002)).map(({ kind, subject }) => `${kind} ${subject}`);
  expect(await subjects(bench)).toEqual(await subjects(undisturbed));
});

it("fault 47: nor does one whose request fails after it stood still", async () => {
  const bench = await openReading();
  bench.github.before("listPullRequests", async () => {
    bench.setNow(bench.now() + leaseMillis + 1);
    await bench.work();
    bench.github.failNext("listPullRequests", new Transient("cut off"));
  });
  await expect(takeAndRun(bench)).rejects.toThrow("cut off");
  const history = await bench.store.histories.find(place.accountId, place.repositoryId);
  expect(history?.backfill).toMatchObject({ state: "done", error: null });
});

it("fault 47: a comparison that stood still counts nothing as missed for the second time", async () => {
  const bench = await openReading();
  await bench.work();
  bench.setNow(defaultAt + day);
  await askReconciliation(bench.store, place, defaultAt - day);
  bench.github.before("listPullRequests", async () => {
    bench.setNow(bench.now() + leaseMillis + 1);
    await bench.work();
  });
  await expect(takeAndRun(bench)).rejects.toThrow("Another worker");
  const history = await bench.store.histories.find(place.accountId, place.repositoryId);
  expect(history?.reconciliation).toMatchObject({ drift: {}, inHand: null });
});

it.each(["an answer", "a failure"])(
  "leaves nothing of an account that is erased while %s of GitHub is waited for",
  async (what) => {
    const bench = await openReading();
    bench.github.before("listPullRequests", async () => {
      await eraseAccount(bench.store, defaultAccountId);
      if (what === "a failure") bench.github.failNext("listPullRequests", new Transient("revoked"));
    });
    await expect(takeAndRun(bench)).rejects.toThrow();
    expect(await bench.store.histories.find(place.accountId, place.repositoryId)).toBeNull();
    expect(await ledgerOf(bench.store, 2002)).toEqual([]);
    expect(await bench.store.jobs.list({ limit: 5 })).toEqual([]);
  },
);
