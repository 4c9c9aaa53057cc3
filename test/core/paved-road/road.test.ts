import { describe, expect, it } from "vitest";
import { accountWide } from "../../../src/core/facts/account.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import {
  templateFileSubject,
  templateListedSubject,
  templateTagSubject,
} from "../../../src/core/facts/subjects.ts";
import { findRoad } from "../../../src/core/paved-road/road.ts";
import { defaultAccountId, pavedRoadFact } from "../../support/facts.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";

const template = "acme/templates";
const end = 1_000;
const envelope = { accountId: defaultAccountId, repositoryId: accountWide };

function listed(at: number, complete = true): Fact {
  const data = { template, listing: { seen: { tags: 1, complete } } };
  return { kind: "template-listed", ...envelope, subject: templateListedSubject(data), occurredAt: at, data };
}

function tag(name: string, commitSha: string | null, at: number): Fact {
  const data = { template, tag: name, commitSha };
  return { kind: "template-tag", ...envelope, subject: templateTagSubject(data), occurredAt: at, data };
}

function file(
  path: string,
  at: number,
  of: { tag: string; commitSha: string; blobSha: string | null },
): Fact {
  const data = { template, path, ...of };
  return { kind: "template-file", ...envelope, subject: templateFileSubject(data), occurredAt: at, data };
}

function templateBy(facts: readonly Fact[], to = end) {
  return findRoad([pavedRoadFact({ at: 1 }), ...facts], to)?.road.templates[template];
}

describe("the paved road at a time", () => {
  it("is not known before anything was observed", () => {
    expect(findRoad([listed(1)], end)).toBeNull();
    expect(findRoad([pavedRoadFact({ at: end })], end)).toBeNull();
  });

  it("knows a template only once its tags were read, and the tags as they were last", () => {
    expect(templateBy([tag("v1", "a", 1)])).toBeUndefined();
    const facts = [listed(1), tag("v1", "a", 1), tag("v2", "b", 2), tag("v2", "c", 3), tag("v1", null, 4)];
    expect(templateBy(facts)).toEqual({ tags: { v2: "c" }, files: {}, complete: true, unseen: null });
    expect(templateBy(facts, 4)?.tags).toEqual({ v1: "a", v2: "c" });
    expect(templateBy(facts, 3)?.tags).toEqual({ v1: "a", v2: "b" });
  });

  it("forgets what a tag held once the tag has moved", () => {
    const facts = [
      listed(1),
      tag("v1", "a", 1),
      file("ci.yml", 2, { tag: "v1", commitSha: "a", blobSha: "1" }),
      file("gone.yml", 2, { tag: "v1", commitSha: "a", blobSha: null }),
    ];
    expect(templateBy(facts)?.files).toEqual({ "ci.yml": { v1: "1" }, "gone.yml": {} });
    expect(templateBy([...facts, tag("v1", "b", 3)])?.files).toEqual({ "ci.yml": {}, "gone.yml": {} });
  });

  it("takes names as they are, whatever they mean to the language", () => {
    const facts = [
      listed(1),
      tag("__proto__", "a", 1),
      file("__proto__", 2, { tag: "__proto__", commitSha: "a", blobSha: "1" }),
      file("constructor", 2, { tag: "toString", commitSha: "a", blobSha: "1" }),
    ];
    const known = templateBy(facts);
    expect(Object.entries(known?.tags ?? {})).toEqual([["__proto__", "a"]]);
    expect(Object.keys(known?.files ?? {})).toEqual(["__proto__", "constructor"]);
    expect(Object.entries(Object.values(known?.files ?? {})[0] ?? {})).toEqual([["__proto__", "1"]]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("does not depend on order and repetition", () => {
    const facts = [
      pavedRoadFact({ at: 1 }),
      listed(1),
      listed(1, false),
      tag("v1", "a", 2),
      tag("v1", "b", 2),
      file("ci.yml", 2, { tag: "v1", commitSha: "a", blobSha: "1" }),
      file("ci.yml", 2, { tag: "v1", commitSha: "b", blobSha: "2" }),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => findRoad(shuffled, end));
  });
});
