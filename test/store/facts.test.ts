import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";
import {
  defaultAccountId as accountId,
  checkRunFact,
  checkSuiteFact,
  commitStatusFact,
  defaultAt,
  mergeGroupFact,
  pullRequestFact,
  pullRequestReviewFact,
  pushFact,
  defaultRepositoryId as repositoryId,
  sha,
  workflowRunFact,
} from "../support/facts.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const here = { accountId, repositoryId };

describeOnEveryStore("ledger", (openTestStore) => {
  it("gives facts back as they were told, ordered by time, kind and subject", async () => {
    const { facts } = await openTestStore();
    const pullRequests = Array.from({ length: 9 }, (_, index) =>
      pullRequestFact({ at: 200, number: index + 1 }),
    );
    const [first, last] = [pushFact({ at: 100 }), checkRunFact({ at: 300 })];
    const check = checkRunFact({ at: 200 });
    const told: Fact[] = [last, ...pullRequests.toReversed(), check, first];
    expect(await facts.append(told, "webhook")).toBe(12);
    expect(await facts.list(here)).toEqual([first, check, ...pullRequests, last]);
  });

  it("fault 6: holds the same facts in the same order whatever the order and repetition of telling", async () => {
    const pool: Fact[] = [
      pullRequestFact({ at: 100 }),
      pullRequestFact({ at: 100, draft: true }),
      pullRequestFact({ at: 100, draft: false, labels: ["b", "a"] }),
      pullRequestReviewFact({ at: 100 }),
      checkRunFact({ at: 100, conclusion: "failure" }),
      checkRunFact({ at: 100, conclusion: "success" }),
      pushFact({ at: 50, commits: 3 }),
      commitStatusFact({ at: 150 }),
    ];
    const inOrder = await openTestStore();
    expect(await inOrder.facts.append(pool, "webhook")).toBe(pool.length);
    const expected = await inOrder.facts.list(here);
    expect(expected).toHaveLength(pool.length);

    const { facts } = await openTestStore();
    let repository = repositoryId;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.subarray(pool, { minLength: 1 }), { maxLength: 6 }),
        fc.shuffledSubarray(pool, { minLength: pool.length }),
        async (some, all) => {
          repository += 1;
          const elsewhere = (fact: Fact): Fact => ({ ...fact, repositoryId: repository });
          let added = 0;
          for (const told of [...some, all]) added += await facts.append(told.map(elsewhere), "webhook");
          expect(added).toBe(pool.length);
          expect(await facts.list({ accountId, repositoryId: repository })).toEqual(expected.map(elsewhere));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("takes data with its keys in another order for the same fact", async () => {
    const { facts } = await openTestStore();
    const fact = pushFact();
    const reversed = Object.fromEntries(Object.entries(fact.data).reverse()) as typeof fact.data;
    expect(await facts.append([fact], "webhook")).toBe(1);
    expect(await facts.append([{ ...fact, data: reversed }], "backfill")).toBe(0);
  });

  it("takes facts that two transactions tell at once for one", async () => {
    const store = await openTestStore();
    const told = Array.from({ length: 40 }, (_, number) => pullRequestFact({ number: number + 1 }));
    const added = await Promise.all(
      [told, told.toReversed(), told].map((order) =>
        store.transaction(async (transaction) => await transaction.facts.append(order, "webhook")),
      ),
    );
    expect(added.reduce((sum, count) => sum + count)).toBe(40);
    expect(await store.facts.count(accountId)).toBe(40);
  });

  it("appends more facts than one statement can hold", async () => {
    const { facts } = await openTestStore();
    const many = Array.from({ length: 1_203 }, (_, number) => pullRequestFact({ number }));
    expect(await facts.append(many, "backfill")).toBe(1_203);
    expect(await facts.append([], "backfill")).toBe(0);
    expect(await facts.count(accountId)).toBe(1_203);
  });

  it("bounds the time half-open, and picks kinds", async () => {
    const { facts } = await openTestStore();
    await facts.append([pushFact({ at: 100 }), pushFact({ at: 200 }), checkRunFact({ at: 200 })], "webhook");
    const times = async (query: Omit<Parameters<typeof facts.list>[0], keyof typeof here>) =>
      (await facts.list({ ...here, ...query })).map((fact) => `${fact.kind}@${fact.occurredAt}`);
    expect(await times({ from: 100, to: 200 })).toEqual(["push@100"]);
    expect(await times({ from: 101 })).toEqual(["check-run@200", "push@200"]);
    expect(await times({ kinds: ["check-run"] })).toEqual(["check-run@200"]);
    expect(await times({ kinds: [] })).toEqual([]);
  });

  it("tells what was known before a time", async () => {
    let now = 1_000;
    const { facts } = await openTestStore({ now: () => now });
    await facts.append([pushFact({ at: 100 })], "webhook");
    now = 2_000;
    await facts.append([pushFact({ at: 100 }), pushFact({ at: 90 })], "backfill");
    const known = async (recordedBefore: number) =>
      (await facts.list({ ...here, recordedBefore })).map(({ occurredAt }) => occurredAt);
    expect(await known(1_000)).toEqual([]);
    expect(await known(1_001)).toEqual([100]);
    expect(await known(2_001)).toEqual([90, 100]);
  });

  it("tells when the first fact of a repository was recorded", async () => {
    let now = 5_000;
    const { facts } = await openTestStore({ now: () => now });
    expect(await facts.firstRecordedAt(accountId, repositoryId)).toBeNull();
    await facts.append([pushFact({ at: 9_000 })], "webhook");
    now = 4_000;
    await facts.append([pushFact({ at: 1, repositoryId: 77 })], "webhook");
    now = 6_000;
    await facts.append([pushFact({ at: 2 })], "webhook");
    expect(await facts.firstRecordedAt(accountId, repositoryId)).toBe(5_000);
  });

  it("finds what belongs to a head, and what belongs to a pull request", async () => {
    const { facts } = await openTestStore();
    const headSha = sha("f0");
    const ofHead: Fact[] = [
      pullRequestFact({ number: 7, headSha }),
      checkRunFact({ headSha }),
      checkSuiteFact({ headSha }),
      commitStatusFact({ sha: headSha }),
      workflowRunFact({ headSha }),
      mergeGroupFact({ headSha }),
    ];
    const others: Fact[] = [
      pullRequestFact({ number: 8 }),
      pullRequestReviewFact({ pullRequestNumber: 7 }),
      pushFact(),
    ];
    await facts.append([...ofHead, ...others], "webhook");
    const found = await facts.listByHead({ ...here, headSha });
    expect(new Set(found)).toEqual(new Set(ofHead));
    const kinds = (await facts.listByPullRequest({ ...here, number: 7 })).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["pull-request", "pull-request-review"]);
    expect(await facts.listByHead({ ...here, headSha: sha("00") })).toEqual([]);
    const ofOther = commitStatusFact({ sha: sha("f1") });
    await facts.append([ofOther], "webhook");
    const ofBoth = await facts.listByHeads({ ...here, headShas: [headSha, sha("f1"), sha("00")] });
    expect(new Set(ofBoth)).toEqual(new Set([...ofHead, ofOther]));
    expect(await facts.listByHeads({ ...here, headShas: [] })).toEqual([]);
  });

  it("fault 13: keeps U+0000, lone surrogates and a key named __proto__", async () => {
    const { facts } = await openTestStore();
    const hostile = checkRunFact({ name: "Code\0QL \ud83d", headBranch: "\udc00\\u0000" });
    const properties = JSON.parse('{"__proto__":"x","a\\u0000":"\\ud800"}');
    const custom: Fact = {
      kind: "custom-properties",
      ...here,
      subject: "custom-properties\0\ud800",
      occurredAt: defaultAt,
      data: { properties },
    };
    await facts.append([hostile, custom], "webhook");
    const [first, second] = await facts.list(here);
    expect(first).toEqual(hostile);
    expect(JSON.stringify(second)).toBe(JSON.stringify(custom));
    expect(await facts.append([custom, { ...custom, subject: "custom-properties\0\ud801" }], "webhook")).toBe(
      1,
    );
  });

  it("keeps a subject longer than an index entry may be", async () => {
    const { facts } = await openTestStore();
    const noise = Array.from({ length: 9_000 }, (_, index) =>
      String.fromCharCode(33 + ((index * 7919) % 90)),
    );
    const fact = { ...pushFact(), subject: `push:${noise.join("")}` };
    expect(await facts.append([fact], "webhook")).toBe(1);
    expect(await facts.append([fact], "webhook")).toBe(0);
    expect(await facts.list(here)).toEqual([fact]);
  });
});
