// A list of repositories that is torn, foreign or without an end takes nothing away and lets nothing in.
import { expect, it } from "vitest";
import { Transient } from "../../../src/github/errors.ts";
import type { GitHubGateway } from "../../../src/github/gateway.ts";
import type { SurveyedRepository } from "../../../src/github/history.ts";
import { eraseAccount } from "../../../src/workflows/housekeeping/erase-account.ts";
import { runJob } from "../../../src/workflows/run-job.ts";
import { defaultAccountId } from "../../support/facts.ts";
import { noPast } from "../../support/fake-history.ts";
import { type HistoryBench, openHistoryBench } from "../../support/history-bench.ts";

const job = { kind: "reconcile-account", accountId: defaultAccountId, repositoryId: null } as const;
const hour = 60 * 60 * 1000;

function surveyed(repositoryId: number, given: Partial<SurveyedRepository> = {}): SurveyedRepository {
  return {
    repositoryId,
    accountId: defaultAccountId,
    owner: "acme",
    name: `r${repositoryId}`,
    url: `https://github.com/acme/r${repositoryId}`,
    visibility: "private",
    archived: false,
    defaultBranch: "main",
    pushedAt: null,
    pullRequestsUpdatedAt: 0,
    ...given,
  };
}

async function benchWith(...repositoryIds: number[]): Promise<HistoryBench> {
  const bench = await openHistoryBench();
  for (const repositoryId of repositoryIds) await bench.add(repositoryId, noPast());
  bench.setNow(bench.now() + hour);
  return bench;
}

async function active({ store }: HistoryBench): Promise<number[]> {
  const known = await store.repositories.list(defaultAccountId);
  return known.filter((one) => one.active).map(({ state }) => state.repositoryId);
}

it("keeps a repository that slipped between two pages while the list was read", async () => {
  const bench = await benchWith(2002, 2003);
  const { surveyed: list } = bench.github.history;
  list.push(surveyed(2002));
  // Before the list is read for the second time it is whole.
  bench.github.before("surveyRepositories", async () => {
    bench.github.before("surveyRepositories", async () => void list.push(surveyed(2003)));
  });
  expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
  expect(await active(bench)).toEqual([2002, 2003]);
  expect(bench.github.count("surveyRepositories")).toBe(2);
});

it("reads the list once where nothing is missing", async () => {
  const bench = await benchWith(2002);
  bench.github.history.surveyed.push(surveyed(2002));
  await bench.run(job);
  expect(bench.github.count("surveyRepositories")).toBe(1);
});

it("takes nothing of another account, and does not believe such a list that something is gone", async () => {
  const bench = await benchWith(2002);
  bench.github.history.surveyed.push(surveyed(3001, { accountId: 4242, owner: "other" }));
  await expect(bench.run(job)).rejects.toBeInstanceOf(Transient);
  expect(await active(bench)).toEqual([2002]);
  expect(await bench.store.repositories.list(4242)).toEqual([]);
  bench.github.history.surveyed.push(surveyed(2002));
  await bench.run(job);
  expect(await active(bench)).toEqual([2002]);
  expect(await bench.store.repositories.list(4242)).toEqual([]);
});

it("ends with a list that leads in circles, and concludes nothing", async () => {
  const bench = await benchWith(2002, 2003);
  let asked = 0;
  const circle: GitHubGateway = {
    ...bench.github.gateway,
    surveyRepositories: async () => {
      asked += 1;
      return { items: [surveyed(2002)], next: "again" };
    },
  };
  await expect(runJob({ ...bench.services, github: circle }, job)).rejects.toBeInstanceOf(Transient);
  expect(asked).toBeLessThan(4);
  expect(await active(bench)).toEqual([2002, 2003]);
});

it("brings nothing of an account back that was erased while its list was read", async () => {
  const bench = await benchWith(2002);
  bench.github.history.surveyed.push(surveyed(2002), surveyed(2003));
  await bench.store.jobs.enqueue([
    { key: "survey", kind: job.kind, accountId: defaultAccountId, payload: job },
  ]);
  const [leased] = await bench.store.jobs.lease({ limit: 1, leaseMillis: hour });
  if (leased === undefined) throw new Error("The job is there.");
  bench.github.before(
    "surveyRepositories",
    async () => void (await eraseAccount(bench.store, defaultAccountId)),
  );
  const holdsLease = (within: Pick<typeof bench.store, "jobs"> = bench.store) =>
    within.jobs.extend(leased.key, leased.fence, hour);
  await expect(runJob(bench.services, job, holdsLease)).rejects.toThrow("Another worker");
  expect(await bench.store.repositories.list(defaultAccountId)).toEqual([]);
  expect(await bench.store.jobs.list({ limit: 10 })).toEqual([]);
});

it("goes on with what was given up while GitHub was away", async () => {
  const bench = await benchWith(2002);
  bench.github.history.surveyed.push(surveyed(2002));
  const place = { accountId: defaultAccountId, repositoryId: 2002, days: null };
  bench.github.failNext("listActivity", new Transient("502"));
  await expect(bench.run({ kind: "backfill-repository", ...place })).rejects.toThrow("502");
  await bench.run(job);
  await bench.work();
  const history = await bench.store.histories.find(defaultAccountId, 2002);
  expect(history?.backfill).toMatchObject({ state: "done", error: null });
});
