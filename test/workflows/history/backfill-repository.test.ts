// The past of a repository is read slice by slice, in turns, and whatever stops it, it ends in the same ledger.
import { describe, expect, it } from "vitest";
import { factsOfKind } from "../../../src/core/facts/fact.ts";
import { Transient } from "../../../src/github/errors.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import { backfillRequest } from "../../../src/workflows/history/requested.ts";
import { defaultAccountId, defaultAt } from "../../support/facts.ts";
import { type HistoryBench, ledgerOf, openHistoryBench } from "../../support/history-bench.ts";
import { makePast } from "../../support/made-past.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** A pull request every second day: 45 in ninety days, and some before. */
const past = (repositoryId: number) =>
  makePast({ until: defaultAt, everyMillis: 2 * day, pullRequests: 60, repositoryId });

const place = (repositoryId: number) => ({ accountId: defaultAccountId, repositoryId });

async function benchWith(...repositoryIds: number[]): Promise<HistoryBench> {
  const bench = await openHistoryBench();
  for (const repositoryId of repositoryIds) {
    await bench.add(repositoryId, past(repositoryId));
    await bench.store.jobs.enqueue([backfillRequest(place(repositoryId))]);
  }
  return bench;
}

async function backfillOf({ store }: HistoryBench, repositoryId: number) {
  return (await store.histories.find(defaultAccountId, repositoryId))?.backfill ?? null;
}

describe("backfillRepository", () => {
  it("reads ninety days, in slices that leave no moment out", async () => {
    const bench = await benchWith(2002);
    await bench.work();
    const backfill = await backfillOf(bench, 2002);
    expect(backfill).toMatchObject({
      state: "done",
      from: defaultAt - 90 * day,
      to: defaultAt,
      reachedAt: defaultAt - 90 * day,
      slices: 9,
      error: null,
      reading: null,
    });
    const facts = await bench.store.facts.list(place(2002));
    const slices = factsOfKind(facts, "history-read").map(({ data }) => data);
    expect(slices).toHaveLength(9);
    slices.sort((a, b) => b.from - a.from);
    expect(slices[0]?.to).toBe(defaultAt);
    for (const [index, slice] of slices.entries())
      expect(slice.from).toBe(slices[index + 1]?.to ?? backfill?.from);
    const opened = factsOfKind(facts, "pull-request").filter(({ data }) => data.action === "opened");
    expect(opened.filter(({ occurredAt }) => occurredAt >= defaultAt - 90 * day)).toHaveLength(45);
    const merges = factsOfKind(facts, "push").filter(({ data }) => data.toDefaultBranch);
    expect(merges.every(({ data }) => !data.truncated && data.commits.length > 0)).toBe(true);
    expect(factsOfKind(facts, "check-run").length).toBeGreaterThan(80);
    expect(bench.others).not.toContain("complete-push");
  });

  it("reads the newest slice first", async () => {
    const bench = await benchWith(2002);
    await expect(bench.work({ mostRuns: 1 })).rejects.toThrow();
    expect(await backfillOf(bench, 2002)).toMatchObject({ reachedAt: defaultAt - 10 * day, slices: 1 });
  });

  it("counts its requests, and asks few", async () => {
    const bench = await benchWith(2002);
    await bench.work();
    const { requests } = (await backfillOf(bench, 2002)) ?? {};
    expect(requests).toBe(bench.github.requests.length);
    // Two or three pages of each list, checks of some ninety heads, runs and commits of nine slices.
    expect(requests).toBeLessThan(60);
  });

  it("asks three things of a repository in which nothing happened", async () => {
    const bench = await openHistoryBench();
    await bench.add(2002, makePast({ until: defaultAt, everyMillis: day, pullRequests: 0 }));
    await bench.store.jobs.enqueue([backfillRequest(place(2002))]);
    await bench.work();
    expect(await backfillOf(bench, 2002)).toMatchObject({ state: "done", slices: 9 });
    const asked = Object.groupBy(bench.github.requests, (method) => method);
    expect(asked.listActivity).toHaveLength(1);
    expect(asked.listPullRequests).toHaveLength(1);
    expect(Object.keys(asked).sort()).toEqual(["listActivity", "listPullRequests", "listWorkflowRuns"]);
  });

  it("does nothing again once it is done, and begins anew when deliveries did", async () => {
    const bench = await benchWith(2002);
    await bench.work();
    const asked = bench.github.requests.length;
    const job = { kind: "backfill-repository", ...place(2002), days: null } as const;
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toHaveLength(asked);
    const facts = await ledgerOf(bench.store, 2002);

    bench.setNow(defaultAt + 5 * day);
    await bench.store.installations.resume(defaultAccountId, defaultAt + 5 * day);
    await bench.store.jobs.enqueue([backfillRequest(place(2002))]);
    await bench.work();
    expect(await backfillOf(bench, 2002)).toMatchObject({ state: "done", to: defaultAt + 5 * day });
    // The same past, told again, adds nothing.
    expect(await ledgerOf(bench.store, 2002)).toEqual(facts);
  });

  it("lets repositories take turns: the second slice of none before the first of all", async () => {
    const bench = await benchWith(2002, 2003, 2004);
    await bench.work();
    const firsts = bench.turns.slice(0, 3);
    expect([...firsts].sort()).toEqual([2002, 2003, 2004]);
    for (const repositoryId of [2002, 2003, 2004])
      expect(await backfillOf(bench, repositoryId)).toMatchObject({ state: "done" });
  });

  it("waits the longer, the more repositories are behind", async () => {
    const bench = await benchWith(2002);
    const reading = { state: "reading", error: null, slices: 0 } as const;
    await expect(bench.work({ mostRuns: 1 })).rejects.toThrow();
    const ahead = await backfillOf(bench, 2002);
    if (ahead === null) throw new Error("It has begun.");
    for (let number = 0; number < 300; number++)
      await bench.store.histories.saveBackfill(defaultAccountId, 10_000 + number, { ...ahead, ...reading });
    const asked = bench.github.requests.length;
    const at = bench.now() + 1;
    bench.setNow(at);
    await expect(bench.work({ mostRuns: 1 })).rejects.toThrow();
    const jobs = await bench.store.jobs.list({ state: "waiting", limit: 10 });
    expect(jobs.find(({ kind }) => kind === "backfill-repository")?.dueAt).toBe(at + 300_000);
    expect(bench.github.requests).toHaveLength(asked);
  });

  it("lets a repository whose reading fails hold up no other", async () => {
    const bench = await benchWith(2002, 2003);
    for (let time = 0; time < 5; time++) bench.github.failNext("listActivity", new Transient("502"));
    await bench.work();
    for (const repositoryId of [2002, 2003])
      expect(await backfillOf(bench, repositoryId)).toMatchObject({ state: "done", error: null });
  });

  it("says what GitHub refused, and reads the rest", async () => {
    const bench = await benchWith(2002);
    const unseen = { why: "permission-missing", permission: "checks: read", text: "Grant it." } as const;
    bench.github.history.refused.set("listChecks", unseen);
    await bench.work();
    const facts = await bench.store.facts.list(place(2002));
    expect(factsOfKind(facts, "check-run")).toEqual([]);
    expect(factsOfKind(facts, "pull-request").length).toBeGreaterThan(90);
    for (const { data } of factsOfKind(facts, "history-read"))
      expect(data.unseen).toEqual([
        { part: "checks", unseen },
        { part: "statuses", unseen },
      ]);
    expect(bench.github.count("listChecks")).toBe(1);
  });

  it("fault 32: stops when the repository leaves, and begins anew when it is back", async () => {
    const bench = await benchWith(2002);
    await expect(bench.work({ mostRuns: 2 })).rejects.toThrow();
    const left = bench.now() + 1;
    await bench.store.repositories.setActive(defaultAccountId, 2002, false, left);
    await bench.store.repositories.setCoveredUntil(defaultAccountId, 2002, left);
    await bench.work();
    expect(await backfillOf(bench, 2002)).toMatchObject({ state: "stopped" });
    const back = defaultAt + 3 * day;
    bench.setNow(back);
    await bench.store.repositories.setActive(defaultAccountId, 2002, true, back);
    await bench.store.repositories.setCoveredFrom(defaultAccountId, 2002, back);
    await bench.store.jobs.enqueue([backfillRequest(place(2002))]);
    await bench.work();
    expect(await backfillOf(bench, 2002)).toMatchObject({ state: "done", from: back - 90 * day, to: back });
  });

  it("reads a pull request that changes while older ones are read", async () => {
    const bench = await benchWith(2002);
    const made = bench.github.history.pasts.get(2002);
    const moving = made?.pullRequests.find(({ number }) => number === 20);
    if (made === undefined || moving === undefined) throw new Error("The past is not as expected.");
    await expect(bench.work({ mostRuns: 1 })).rejects.toThrow();
    // It goes to the front, where the list has been read already; the delivery that tells so knows nothing of its past.
    const at = bench.now() + 1;
    made.pullRequests = made.pullRequests.map((one) => (one === moving ? { ...one, updatedAt: at } : one));
    await bench.work();
    const facts = await bench.store.facts.listByPullRequest({ ...place(2002), number: 20 });
    expect(factsOfKind(facts, "pull-request").map(({ data }) => data.action)).toContain("opened");
  });
});

/** The store of a process that dies at its `dies`-th transaction: before it is kept, or just after. */
function dyingStore(store: ServerStore, dies: { readonly at: number; readonly after: boolean }): ServerStore {
  let transactions = 0;
  return {
    ...store,
    async transaction(work) {
      transactions++;
      if (transactions === dies.at && !dies.after) throw new Error("killed before it was kept");
      const result = await store.transaction(work);
      if (transactions === dies.at) throw new Error("killed after it was kept");
      return result;
    },
  };
}

describe("a backfill that is killed", () => {
  it("fault 47: ends in the same ledger, whatever step it is killed at", async () => {
    const whole = await benchWith(2002);
    await whole.work();
    const expected = await ledgerOf(whole.store, 2002);
    const steps = 30;
    for (let at = 1; at <= steps; at += 3) {
      for (const after of [false, true]) {
        const bench = await benchWith(2002);
        await bench.work({ services: { ...bench.services, store: dyingStore(bench.store, { at, after }) } });
        expect(await ledgerOf(bench.store, 2002)).toEqual(expected);
        expect(await backfillOf(bench, 2002)).toMatchObject({ state: "done" });
      }
    }
  });

  it("ends in the same ledger, whatever request fails", async () => {
    const whole = await benchWith(2002);
    await whole.work();
    const expected = await ledgerOf(whole.store, 2002);
    for (const method of [
      "listActivity",
      "listPullRequests",
      "listChecks",
      "listCommits",
      "listWorkflowRuns",
    ] as const) {
      const bench = await benchWith(2002);
      bench.github.failNext(method, new Transient("cut off"));
      await bench.work();
      expect(await ledgerOf(bench.store, 2002)).toEqual(expected);
    }
  });
});

describe("webhooks that come while the past is read", () => {
  it("lose nothing and count nothing twice, whichever comes first", async () => {
    const whole = await benchWith(2002);
    await whole.work();
    const read = await ledgerOf(whole.store, 2002);
    const delivered = read
      .filter(({ occurredAt }) => occurredAt >= defaultAt - 4 * day)
      .map(({ read: _, ...fact }) => fact);
    for (const runsBefore of [0, 1, 3]) {
      const bench = await benchWith(2002);
      if (runsBefore > 0) await expect(bench.work({ mostRuns: runsBefore })).rejects.toThrow();
      await bench.store.facts.append(delivered, "webhook");
      await bench.work();
      const subjects = (facts: typeof read) => facts.map(({ kind, subject }) => `${kind} ${subject}`).sort();
      expect(subjects(await ledgerOf(bench.store, 2002))).toEqual(subjects(read));
    }
  });
});
