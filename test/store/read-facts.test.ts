// A fact that was read says so when it is loaded; one that was delivered first stays delivered.
import { expect, it } from "vitest";
import { defaultAccountId, defaultRepositoryId, pushFact } from "../support/facts.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

describeOnEveryStore("where a fact came from", (openTestStore) => {
  it.each([
    ["read", ["history"], true],
    ["read and then delivered", ["history", "webhook"], true],
    ["delivered", ["webhook"], undefined],
    ["delivered and then read", ["webhook", "history"], undefined],
  ])("a fact that was %s is one fact, and counts as what it was first", async (_, sources, read) => {
    const store = await openTestStore({ now: () => 0 });
    for (const source of sources) await store.facts.append([{ ...pushFact(), read: true }], source);
    const facts = await store.facts.list(place);
    expect(facts.map((fact) => fact.read)).toEqual([read]);
    expect(facts[0]?.data).toEqual(pushFact().data);
  });
});
