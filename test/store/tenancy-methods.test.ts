// Every method of the store, named: which of them take an account's id and are asked as another tenant, and why the others need none.
// A new method without a line here fails, and so does one that answers a stranger.
import { expect, it } from "vitest";
import type { ServerStore } from "../../src/records/store.ts";
import { checkRunFact, pullRequestFact, repositoryState, sha } from "../support/facts.ts";
import { describeOnEachStore } from "../support/stores.ts";

const ours = { accountId: 1, repositoryId: 10 };
const theirs = { accountId: 2, repositoryId: 10 };
const headSha = sha("a1");

type Ask = (store: ServerStore, tenant: typeof ours) => Promise<unknown>;

/** Reads of one tenant: each must give ours something, and the stranger nothing. */
const reads: Readonly<Record<string, Ask>> = {
  "facts.list": (store, tenant) => store.facts.list(tenant),
  "facts.listByHead": (store, tenant) => store.facts.listByHead({ ...tenant, headSha }),
  "facts.listByHeads": (store, tenant) => store.facts.listByHeads({ ...tenant, headShas: [headSha] }),
  "facts.listByPullRequest": (store, tenant) => store.facts.listByPullRequest({ ...tenant, number: 3 }),
  "facts.listNewest": (store, tenant) => store.facts.listNewest({ ...tenant, kind: "pull-request" }),
  "facts.count": (store, { accountId }) => store.facts.count(accountId),
  "facts.firstRecordedAt": (store, { accountId, repositoryId }) =>
    store.facts.firstRecordedAt(accountId, repositoryId),
  "installations.find": (store, { accountId }) => store.installations.find(accountId),
  "repositories.find": (store, { accountId, repositoryId }) =>
    store.repositories.find(accountId, repositoryId),
  "repositories.list": (store, { accountId }) => store.repositories.list(accountId),
  "configurations.find": (store, { accountId, repositoryId }) =>
    store.configurations.find(accountId, repositoryId, "configuration"),
  "configurations.list": (store, { accountId, repositoryId }) =>
    store.configurations.list(accountId, repositoryId, "configuration"),
  "configurations.listInForce": (store, { accountId }) =>
    store.configurations.listInForce(accountId, "configuration"),
  "configurations.listReadings": (store, { accountId }) => store.configurations.listReadings(accountId),
  "checkRuns.find": (store, { accountId, repositoryId }) =>
    store.checkRuns.find(accountId, repositoryId, headSha),
  "weeklyIssues.find": (store, { accountId, repositoryId }) =>
    store.weeklyIssues.find(accountId, repositoryId, "2026-W46"),
  "weeklyIssues.list": (store, { accountId, repositoryId }) =>
    store.weeklyIssues.list(accountId, repositoryId, 9),
  "weeklyIssues.lastScorecard": (store, { accountId, repositoryId }) =>
    store.weeklyIssues.lastScorecard(accountId, repositoryId),
  "histories.find": (store, { accountId, repositoryId }) => store.histories.find(accountId, repositoryId),
  "histories.list": (store, { accountId }) => store.histories.list(accountId),
  "simulations.find": (store, { accountId, repositoryId }) =>
    store.simulations.find(accountId, repositoryId, headSha),
  "overviews.list": (store, { accountId }) => store.overviews.list(accountId, 9),
};

/** Methods that take an account's id and are asked as another tenant elsewhere, or write only under the id that they are given. */
const elsewhere: Readonly<Record<string, string>> = {
  "facts.append": "writes under the account of each fact; tenancy.test.ts",
  "facts.listOfAccount": "account-facts.test.ts",
  "installations.save": "writes under the account that it names",
  "installations.resume": "writes under the account that it names",
  "repositories.observe": "tenancy.test.ts",
  "repositories.setActive": "tenancy.test.ts",
  "repositories.setCoveredFrom": "writes under the account that it names",
  "repositories.setCoveredUntil": "writes under the account that it names",
  "configurations.save": "writes under the account that it names",
  "checkRuns.save": "writes under the account that it names",
  "weeklyIssues.save": "writes under the account that it names",
  "histories.saveBackfill": "writes under the account that it names",
  "histories.forgetBackfill": "writes under the account that it names",
  "histories.saveReconciliation": "writes under the account that it names",
  "histories.want": "writes under the account that it names",
  "histories.takeWanted": "writes under the account that it names",
  "histories.countBehind": "a count of the account that it names",
  "overviews.save": "writes under the account that it names",
  "simulations.save": "writes under the account that it names",
  "simulations.finish": "writes under the account that it names",
};

/** Tables of the server itself, which no tenant is shown: the inbox, the queue, the sweeps, limits and answers by installation. */
const serversOwn = ["deliveries", "jobs", "rateLimits", "httpResponses", "sweeps", "housekeeping"];
/** What the operator and the server's own schedule ask across all tenants. */
const acrossTenants = [
  "histories.listAll",
  "histories.summarise",
  "installations.list",
  "repositories.listAll",
  "repositories.findByName",
];
/** What erases a tenant has a test of its own that looks at the others. */
const testedApart = ["erasure"];

describeOnEachStore("fault 41: every method of the store", (openTestStore) => {
  it("is known to this test", async () => {
    const store = await openTestStore();
    const tables = Object.entries(store).filter(([, table]) => typeof table === "object" && table !== null);
    const methods = tables.flatMap(([name, table]) =>
      serversOwn.includes(name) || testedApart.includes(name)
        ? []
        : Object.keys(table).map((method) => `${name}.${method}`),
    );
    const known = new Set([...Object.keys(reads), ...Object.keys(elsewhere), ...acrossTenants]);
    expect(methods.length).toBeGreaterThan(25);
    expect(methods.filter((method) => !known.has(method))).toEqual([]);
    expect([...known].filter((method) => !methods.includes(method))).toEqual([]);
  });

  it("tells another tenant nothing of ours, who asks by our repository's id", async () => {
    const store = await openTestStore();
    await store.facts.append(
      [pullRequestFact({ ...ours, number: 3, headSha }), checkRunFact({ ...ours, headSha })],
      "webhook",
    );
    await store.installations.save({
      installationId: 5,
      accountId: ours.accountId,
      accountLogin: "acme",
      accountType: "Organization",
      suspended: false,
      deleted: false,
      permissions: null,
      updatedAt: 1,
    });
    await store.repositories.observe(repositoryState(ours), { observedAt: 1, installationId: 5 });
    await store.configurations.save({
      ...ours,
      kind: "configuration",
      path: "p",
      text: "t",
      commitSha: null,
      readAt: 1,
      problem: null,
    });
    await store.checkRuns.save({
      ...ours,
      headSha,
      checkRunId: 1,
      contentHash: "h",
      title: "t",
      completed: true,
      postedAt: 1,
    });
    await store.simulations.save({ ...ours, headSha, digest: "d", files: [], result: null });
    await store.overviews.save({
      ...ours,
      isoWeek: "2026-W46",
      issueNumber: 1,
      contentHash: "h",
      postedAt: 1,
      closed: false,
    });
    await store.weeklyIssues.save({
      ...ours,
      isoWeek: "2026-W46",
      issueNumber: 1,
      contentHash: "h",
      scorecard: { kpis: [] } as never,
      basis: {} as never,
      postedAt: 1,
      closed: false,
    });
    await store.histories.want(ours.accountId, ours.repositoryId, 1);
    const isNothing = (answer: unknown) =>
      answer === null || answer === 0 || (Array.isArray(answer) && answer.length === 0);
    for (const [method, ask] of Object.entries(reads)) {
      expect(isNothing(await ask(store, ours)), `${method} for ours`).toBe(false);
      expect(isNothing(await ask(store, theirs)), `${method} for a stranger`).toBe(true);
    }
  });
});
