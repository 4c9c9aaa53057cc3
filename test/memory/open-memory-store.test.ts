// What the store in memory has besides the contract that it shares with the databases; and that both queues do the same, whatever comes.
import fc from "fast-check";
import { expect, it } from "vitest";
import { openMemoryStore } from "../../src/memory/open-memory-store.ts";
import type { Store } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import {
  defaultAccountId,
  defaultRepositoryId,
  pullRequestFact,
  pushFact,
  repositoryState,
} from "../support/facts.ts";

const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

it("forgets a repository's facts and no other's, and begins anew with it", async () => {
  const store = openMemoryStore({ now: () => 5 });
  await store.facts.append(
    [pushFact(), pushFact({ repositoryId: 7 }), pushFact({ repositoryId: 0 })],
    "history",
  );
  await store.repositories.observe(repositoryState(place), { observedAt: 1, installationId: 1 });
  await store.repositories.setCoveredFrom(place.accountId, place.repositoryId, 3);
  await store.dropRepository(place.accountId, place.repositoryId);
  await store.dropRepository(place.accountId, 0);
  expect(await store.facts.list(place)).toEqual([]);
  expect(await store.facts.count(place.accountId)).toBe(2);
  expect(await store.repositories.find(place.accountId, place.repositoryId)).toMatchObject({
    coveredFrom: null,
    active: true,
  });
});

it("lists 50,000 facts by kind, time and head without going through all of them", async () => {
  const { facts } = openMemoryStore({ now: () => 0 });
  const many = Array.from({ length: 50_000 }, (_, at) =>
    pullRequestFact({ at, number: at, headSha: String(at).padStart(40, "0") }),
  );
  for (let from = 0; from < many.length; from += 1000)
    await facts.append(many.slice(from, from + 1000), "history");
  const began = performance.now();
  for (let at = 0; at < 2000; at += 1) {
    await facts.listByHead({ ...place, headSha: String(at).padStart(40, "0") });
    await facts.list({ ...place, from: at, to: at + 1 });
    await facts.append([pullRequestFact({ at, number: at, headSha: "x" })], "history");
  }
  // Some hundred milliseconds; going through all of them takes minutes.
  expect(performance.now() - began).toBeLessThan(15_000);
}, 120_000);

type Step =
  | { readonly do: "enqueue"; readonly key: string; readonly after: number | null; readonly force: boolean }
  | { readonly do: "lease"; readonly limit: number }
  | { readonly do: "end"; readonly how: "complete" | "retry" | "wait" | "die" }
  | { readonly do: "take"; readonly key: string }
  | { readonly do: "pass"; readonly millis: number }
  | { readonly do: "postpone" };

const key = fc.constantFrom("a", "b", "c");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("enqueue" as const),
    key,
    after: fc.option(fc.integer({ min: -5, max: 20 })),
    force: fc.boolean(),
  }),
  fc.record({ do: fc.constant("lease" as const), limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    do: fc.constant("end" as const),
    how: fc.constantFrom("complete" as const, "retry" as const, "wait" as const, "die" as const),
  }),
  fc.record({ do: fc.constant("take" as const), key }),
  fc.record({ do: fc.constant("pass" as const), millis: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ do: fc.constant("postpone" as const) }),
);

/** What can be seen of a queue after each step. Fences are random, so they are left out. */
async function play(store: Store, clock: { now: number }, steps: readonly Step[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  const leases: { key: string; fence: number }[] = [];
  const { jobs } = store;
  for (const [index, one] of steps.entries()) {
    if (one.do === "pass") clock.now += one.millis;
    if (one.do === "enqueue")
      await jobs.enqueue([
        {
          key: one.key,
          kind: one.key === "a" ? "evaluate-head" : "publish-weekly",
          accountId: 1,
          payload: { index, force: one.force },
          ...(one.after === null ? {} : { notBefore: clock.now + one.after }),
        },
      ]);
    if (one.do === "lease")
      for (const leased of await jobs.lease({ limit: one.limit, leaseMillis: 10 })) {
        leases.push(leased);
        seen.push({ ...leased, fence: 0 });
      }
    if (one.do === "take") {
      const taken = await jobs.take(
        { key: one.key, kind: "publish-weekly", accountId: 1, payload: null },
        10,
      );
      if (taken !== null) leases.push(taken);
      seen.push(taken && { ...taken, fence: 0 });
    }
    if (one.do === "postpone") seen.push(await jobs.postpone(1, { until: clock.now + 5, from: "weekly" }));
    if (one.do === "end") {
      const lease = leases.shift();
      if (lease === undefined) continue;
      const { key: own, fence } = lease;
      const failure = { reason: `${index}`, countsAsTry: one.how === "retry" };
      seen.push(
        one.how === "complete"
          ? await jobs.complete(own, fence)
          : await jobs.fail(own, fence, { ...failure, retryAt: one.how === "die" ? null : clock.now + 3 }),
      );
    }
    seen.push(await jobs.list({ limit: 10 }), await jobs.statistics(), await jobs.countByKind());
  }
  return seen;
}

it("has a queue that does what the database's does, whatever comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const clocks = [{ now: 100 }, { now: 100 }] as const;
      const database = await openStore("sqlite::memory:", { now: () => clocks[1].now });
      const ours = await play(openMemoryStore({ now: () => clocks[0].now }), clocks[0], steps);
      expect(ours).toEqual(await play(database, clocks[1], steps));
      await database.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);
