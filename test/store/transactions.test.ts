import { expect, it } from "vitest";
import { defaultAccountId as accountId, pullRequestFact, pushFact } from "../support/facts.ts";
import { describeOnEachStore, describeOnEveryStore } from "../support/stores.ts";

const delivery = { id: "a", event: "push", body: new Uint8Array([1]) };

class Interrupted extends Error {}

describeOnEachStore("a delivery in a transaction", (openTestStore) => {
  it("is kept with all of it", async () => {
    const store = await openTestStore();
    await store.transaction(async (transaction) => {
      await transaction.deliveries.add([delivery]);
      return await transaction.facts.append([pushFact()], "webhook");
    });
    expect(await store.facts.count(accountId)).toBe(1);
    expect(await store.deliveries.find("a")).not.toBeNull();
  });

  it("is not kept when the work fails", async () => {
    const store = await openTestStore();
    const work = store.transaction(async (transaction) => {
      await transaction.deliveries.add([delivery]);
      throw new Interrupted();
    });
    await expect(work).rejects.toBeInstanceOf(Interrupted);
    expect(await store.deliveries.find("a")).toBeNull();
    await store.ping();
  });
});

describeOnEveryStore("transaction", (openTestStore) => {
  it("keeps all of it, and gives back what the work returned", async () => {
    const store = await openTestStore();
    const added = await store.transaction((transaction) => transaction.facts.append([pushFact()], "webhook"));
    expect(added).toBe(1);
    expect(await store.facts.count(accountId)).toBe(1);
  });

  it("keeps none of it when the work fails", async () => {
    const store = await openTestStore();
    const work = store.transaction(async (transaction) => {
      await transaction.facts.append([pushFact()], "webhook");
      await transaction.jobs.enqueue([{ key: "k", kind: "x", accountId, payload: null }]);
      throw new Interrupted();
    });
    await expect(work).rejects.toBeInstanceOf(Interrupted);
    expect(await store.facts.count(accountId)).toBe(0);
    expect((await store.jobs.statistics()).waiting).toBe(0);
  });

  it("undoes only the inner one when an inner transaction fails", async () => {
    const store = await openTestStore();
    await store.transaction(async (outer) => {
      await outer.facts.append([pushFact()], "webhook");
      const inner = outer.transaction(async (transaction) => {
        await transaction.facts.append([pullRequestFact()], "webhook");
        throw new Interrupted();
      });
      await expect(inner).rejects.toBeInstanceOf(Interrupted);
      await outer.transaction(async (transaction) => {
        await transaction.facts.append([pullRequestFact({ number: 2 })], "webhook");
      });
    });
    expect(await store.facts.count(accountId)).toBe(2);
  });

  it("serves many at once, each on its own", async () => {
    const store = await openTestStore();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, number) =>
        store.transaction(async (transaction) => {
          await transaction.facts.append([pullRequestFact({ number })], "webhook");
          await transaction.now();
          if (number % 3 === 0) throw new Interrupted();
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(await store.facts.count(accountId)).toBe(20);
  });

  it("refuses the outer store inside, rather than wait for itself or keep half", async () => {
    const store = await openTestStore();
    const work = store.transaction(async (transaction) => {
      await transaction.facts.append([pushFact()], "webhook");
      await store.facts.count(accountId);
    });
    await expect(work).rejects.toThrow(/use the store that the transaction gives/);
    expect(await store.facts.count(accountId)).toBe(0);
  });

  it("refuses to close the store from inside", async () => {
    const store = await openTestStore();
    await expect(store.transaction((transaction) => transaction.close())).rejects.toThrow(/cannot be closed/);
    expect(await store.facts.count(accountId)).toBe(0);
  });

  it("fault 48: tells the time of the database, or the one it was opened with", async () => {
    const fixed = await openTestStore({ now: () => 1_234 });
    expect(await fixed.now()).toBe(1_234);
    const real = await openTestStore();
    const before = Date.now();
    const now = await real.now();
    expect(Number.isSafeInteger(now)).toBe(true);
    expect(Math.abs(now - before)).toBeLessThan(60_000);
  });
});
