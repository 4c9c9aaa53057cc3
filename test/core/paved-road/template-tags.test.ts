// Of thousands of tags, those that matter; of those, what is new.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chooseTags,
  findChangedTags,
  findUnreadVersions,
} from "../../../src/core/paved-road/template-tags.ts";

const tag = (name: string, commitSha = name) => ({ name, commitSha });
const many = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => tag(`${prefix}${index}`));

describe("chooseTags", () => {
  it("takes the newest 300 versions and 50 others", () => {
    const { tags, complete } = chooseTags([...many(400, "v1.0."), ...many(60, "build-")], true);
    expect(tags.size).toBe(350);
    expect(tags.has("v1.0.399") && tags.has("v1.0.100")).toBe(true);
    expect(tags.has("v1.0.99")).toBe(false);
    expect(complete).toBe(false);
  });

  it.each([
    ["all are taken", 300, true, true],
    ["one is left", 301, true, false],
    ["GitHub's list was cut", 3, false, false],
  ])("is complete or not where %s", (_, count, listed, expected) => {
    expect(chooseTags(many(count, "v1.0."), listed).complete).toBe(expected);
  });
});

describe("findChangedTags", () => {
  const before = new Map([
    ["v1.0.0", "a"],
    ["v1", "a"],
    ["latest", "a"],
  ]);
  it("names new, moved and removed ones, and no other", () => {
    const listed = [tag("v1.0.0", "a"), tag("v1", "b"), tag("v1.1.0", "b")];
    expect([...findChangedTags(before, listed, true)].sort()).toEqual([
      ["latest", null],
      ["v1", "b"],
      ["v1.1.0", "b"],
    ]);
    expect([...findChangedTags(before, listed, false).keys()].sort()).toEqual(["v1", "v1.1.0"]);
  });

  it("follows a tag on that is no longer among the newest", () => {
    const listed = [...many(400, "v2.0."), tag("v1.0.0", "moved")];
    expect(findChangedTags(new Map([["v1.0.0", "a"]]), listed, true).get("v1.0.0")).toBe("moved");
  });

  it("changes nothing the second time, in whatever order GitHub lists", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^v?[0-9]{1,2}(\.[0-9]){0,2}$|^[a-z]{1,3}$/));
    fc.assert(
      fc.property(names, fc.boolean(), (listed, complete) => {
        const tags = listed.map((name) => tag(name));
        const known = new Map<string, string>();
        for (const [name, sha] of findChangedTags(new Map(), tags, complete))
          if (sha !== null) known.set(name, sha);
        expect(findChangedTags(known, tags.toReversed(), complete).size).toBe(0);
      }),
    );
  });
});

describe("findUnreadVersions", () => {
  it("gives each commit once with all of its versions, newest first, twenty at a time", () => {
    const tags = new Map([
      ...many(25, "v1.0.").map(({ name, commitSha }) => [name, commitSha] as const),
      ["v1", "v1.0.24"] as const,
      ["latest", "v1.0.24"] as const,
    ]);
    const first = findUnreadVersions(tags, new Map());
    expect(first.now).toHaveLength(20);
    expect(first.now[0]).toMatchObject({ commitSha: "v1.0.24", tags: ["v1.0.24", "v1"] });
    expect(first.more).toBe(true);
    const read = new Map(
      first.now.flatMap(({ commitSha, tags: names }) => names.map((name) => [name, commitSha])),
    );
    const second = findUnreadVersions(tags, read);
    expect([second.now.length, second.more]).toEqual([5, false]);
    expect(findUnreadVersions(new Map([["v1", "moved"]]), new Map([["v1", "before"]])).now).toHaveLength(1);
  });
});
