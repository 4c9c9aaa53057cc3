import { expect, it } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";
import { templateTagSubject } from "../../src/core/facts/subjects.ts";
import { pushFact } from "../support/facts.ts";
import { describeOnEveryStore } from "../support/stores.ts";

function tag(accountId: number, template: string, name: string, commitSha = "c".repeat(40), at = 10): Fact {
  const data = { template, tag: name, commitSha };
  const subject = templateTagSubject(data);
  return { kind: "template-tag", accountId, repositoryId: 0, subject, occurredAt: at, data };
}

const kinds = ["template-tag"] as const;

describeOnEveryStore("facts of an account", (openTestStore) => {
  it("are found by the beginning of their subject, or by the whole of it", async () => {
    const store = await openTestStore();
    const [ours, longer, other] = [tag(1, "acme/t", "v1"), tag(1, "acme/t", "v1.1"), tag(1, "acme/t2", "v1")];
    await store.facts.append([ours, longer, other, tag(2, "acme/t", "v1")], "test");
    const find = async (query: { subjects?: string[]; prefixes?: string[] }) =>
      (await store.facts.listOfAccount({ accountId: 1, kinds, ...query }))
        .map(({ subject }) => subject)
        .sort();
    expect(await find({ prefixes: ["template-tag:acme/t:"] })).toEqual([ours.subject, longer.subject]);
    expect(await find({ subjects: [ours.subject] })).toEqual([ours.subject]);
    expect(await find({ subjects: [ours.subject], prefixes: ["template-tag:acme/t2:"] })).toEqual(
      [other.subject, ours.subject].sort(),
    );
    expect(await find({})).toHaveLength(3);
    expect(await find({ subjects: [] })).toEqual([]);
    // More than one select can hold, and one fact asked for twice.
    const many = Array.from({ length: 250 }, (_, index) => `template-tag:x${index}:v1`);
    expect(
      await find({ subjects: [...many, ours.subject], prefixes: ["template-tag:acme/t:"] }),
    ).toHaveLength(2);
  });

  it("are found as they were recorded", async () => {
    let now = 100;
    const store = await openTestStore({ now: () => now });
    await store.facts.append([tag(1, "acme/t", "v1")], "test");
    now = 200;
    await store.facts.append([tag(1, "acme/t", "v2")], "test");
    const tags = async (recorded: object) =>
      (await store.facts.listOfAccount({ accountId: 1, kinds, ...recorded })).map(({ subject }) => subject);
    expect(await tags({ recordedBefore: 200 })).toEqual(["template-tag:acme/t:v1"]);
    expect(await tags({ recordedFrom: 200 })).toEqual(["template-tag:acme/t:v2"]);
  });

  it("gives the newest of a kind, all of one moment", async () => {
    const store = await openTestStore();
    const place = { accountId: 1, repositoryId: 10 };
    const pushes = [1, 5, 5].map((occurredAt, index) =>
      pushFact({ ...place, at: occurredAt, after: String(index).repeat(40) }),
    );
    await store.facts.append([...pushes, pushFact({ accountId: 1, repositoryId: 11, at: 9 })], "test");
    const newest = await store.facts.listNewest({ ...place, kind: "push" });
    expect(newest.map(({ occurredAt }) => occurredAt)).toEqual([5, 5]);
    expect(await store.facts.listNewest({ ...place, accountId: 2, kind: "push" })).toEqual([]);
  });
});
