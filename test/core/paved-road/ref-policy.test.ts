import { describe, expect, it } from "vitest";
import type { RefPolicy } from "../../../src/core/config/config.ts";
import type { UsesReference } from "../../../src/core/facts/paved-road.ts";
import { describePolicy, judgeRef } from "../../../src/core/paved-road/ref-policy.ts";
import type { Template } from "../../../src/core/paved-road/road.ts";
import { compareToMinimum } from "../../../src/core/paved-road/versions.ts";
import { template as released } from "../../support/paved-road.ts";

const commit = (digit: string) => digit.repeat(40);

const template: Template = released({
  complete: false,
  tags: {
    v2: commit("2"),
    "v2.9.0": commit("2"),
    v3: commit("3"),
    "v3.1.0": commit("a"),
    "v3.4.0": commit("3"),
    stable: commit("3"),
    nightly: commit("f"),
  },
});

function judge(ref: string | null, comment: string | null, policy: RefPolicy, known: Template | null) {
  const uses: UsesReference = { kind: "action", target: "acme/scan", ref, versionComment: comment, line: 1 };
  return judgeRef(uses, policy, known).status;
}

describe("the ref policy `any`", () => {
  it.each([
    ["v1", "adopted"],
    ["main", "adopted"],
    [commit("9"), "adopted"],
    [null, "not-measured"],
  ])("judges %s: %s", (ref, status) => {
    expect(judge(ref, null, { kind: "any", branches: [] }, null)).toBe(status);
  });
});

describe("the ref policy `pinned`", () => {
  it.each([
    [commit("9"), "adopted"],
    [commit("9").slice(1), "outdated"],
    ["v3.4.0", "outdated"],
    ["main", "outdated"],
    [null, "not-measured"],
  ])("judges %s: %s", (ref, status) => {
    expect(judge(ref, null, { kind: "pinned" }, template)).toBe(status);
  });
});

describe("the ref policy `minimum: v3.2` with the branch main", () => {
  const policy: RefPolicy = { kind: "minimum", version: "v3.2", branches: ["main"] };

  it.each([
    // ref, version comment, judged with the template's tags, judged without them
    ["v3.2.0", null, "adopted", "adopted"],
    ["v3.2", null, "adopted", "adopted"],
    ["3.10.1", null, "adopted", "adopted"],
    ["v4", null, "adopted", "adopted"],
    ["v3.1.9", null, "outdated", "outdated"],
    ["v3.1", null, "outdated", "outdated"],
    ["v2", null, "outdated", "outdated"],
    ["v3.2.0-rc.1", null, "outdated", "outdated"],
    ["v3", null, "adopted", "not-measured"],
    ["main", null, "adopted", "adopted"],
    ["Main", null, "outdated", "outdated"],
    ["develop", null, "outdated", "outdated"],
    ["stable", null, "adopted", "outdated"],
    ["nightly", null, "outdated", "outdated"],
    [commit("3"), null, "adopted", "not-measured"],
    [commit("a"), null, "outdated", "not-measured"],
    [commit("a").toUpperCase(), null, "outdated", "not-measured"],
    [commit("a"), "v9.9.9", "outdated", "adopted"],
    [commit("9"), "v3.4.0", "drifted", "adopted"],
    [commit("9"), "v3.3.0", "adopted", "adopted"],
    [commit("9"), "v3.1.5", "outdated", "outdated"],
    // Of a moving tag's earlier commits nobody knows which release they were.
    [commit("9"), "v3", "not-measured", "not-measured"],
    ["refs/tags/v3.4.0", null, "adopted", "adopted"],
    ["refs/tags/main", null, "outdated", "outdated"],
    ["refs/heads/main", null, "adopted", "adopted"],
    ["refs/heads/v3.4.0", null, "outdated", "outdated"],
    ["abc1234", null, "outdated", "outdated"],
    [commit("9"), null, "not-measured", "not-measured"],
    [null, null, "not-measured", "not-measured"],
  ])(
    "judges %s with the comment %s: %s, and %s without the template's tags",
    (ref, comment, known, unknown) => {
      expect(judge(ref, comment, policy, template)).toBe(known);
      expect(judge(ref, comment, policy, null)).toBe(unknown);
    },
  );

  describe("where all tags of the template are known", () => {
    const all = { ...template, complete: true };

    it.each([
      ["a commit that is no release", commit("9"), null, "drifted"],
      ["one whose comment names a release that there is not", commit("9"), "v3.3.0", "drifted"],
      ["one whose comment names a moving tag, though releases keep full names", commit("9"), "v3", "drifted"],
      [
        "one whose comment names a release that came after the reading",
        commit("9"),
        "v3.5.0",
        "not-measured",
      ],
      ["a release, whatever the comment says", commit("3"), "v1.0.0", "adopted"],
      ["a version that there is not", "v3.3.0", null, "drifted"],
      ["a version that came after the reading", "v3.5.0", null, "not-measured"],
      ["a moving tag", "v3", null, "adopted"],
    ])("judges %s", (_, ref, comment, status) => {
      expect(judge(ref, comment, policy, all)).toBe(status);
    });

    it("believes the comment where the template has moving tags alone", () => {
      const moving = released({ tags: { v3: commit("3"), v4: commit("4") } });
      const atLeast3: RefPolicy = { kind: "minimum", version: "v3", branches: [] };
      expect(judge(commit("9"), "v3", atLeast3, moving)).toBe("adopted");
      expect(judge(commit("9"), "v3", policy, moving)).toBe("not-measured");
      expect(judge(commit("9"), "v2", atLeast3, moving)).toBe("drifted");
    });

    it("takes no version for newer than the tags of a template that has none", () => {
      expect(judge("v4", null, policy, released())).toBe("drifted");
    });

    it("takes no other name of the newest version for a newer one", () => {
      const moving = released({ tags: { v3: commit("3") } });
      expect(judge("v3.0.0", null, policy, moving)).toBe("drifted");
      expect(judge(commit("9"), "v3.0.0", policy, moving)).toBe("drifted");
    });

    it("finds a pinned commit drifted whose comment names another release", () => {
      expect(judge(commit("9"), "v3.4.0", { kind: "pinned" }, all)).toBe("drifted");
      expect(judge(commit("9"), "v3", { kind: "pinned" }, all)).toBe("adopted");
      expect(judge(commit("3"), "v3.1.0", { kind: "pinned" }, all)).toBe("adopted");
    });

    it("names the version that a ref stands for", () => {
      const uses = { kind: "action", target: "acme/scan", versionComment: null, line: 1 } as const;
      const versionOf = (ref: string, kind: "any" | "minimum") =>
        judgeRef({ ...uses, ref }, kind === "any" ? { kind, branches: [] } : policy, all).version;
      expect(versionOf(commit("a"), "minimum")).toBe("v3.1.0");
      expect(versionOf("v3", "any")).toBe("v3.4.0");
      expect(versionOf("stable", "minimum")).toBe("v3.4.0");
      expect(versionOf("main", "any")).toBeNull();
    });
  });

  it("says in words what it allows", () => {
    expect(describePolicy(policy)).toBe("v3.2 or later, or main");
    expect(describePolicy({ kind: "pinned" })).toBe("a full commit SHA");
  });
});

describe("comparing a version to a minimum", () => {
  it.each([
    ["v3", "v3", "enough"],
    ["v3.0.0", "v3", "enough"],
    ["v3", "v3.0.0", "enough"],
    ["v10", "v9", "enough"],
    ["v2.99.99", "v3", "less"],
    ["v3", "v3.0.1", "unclear"],
    ["v3.0.0-beta", "v3", "less"],
    ["latest", "v3", "unclear"],
  ])("%s to %s: %s", (version, minimum, expected) => {
    expect(compareToMinimum(version, minimum)).toBe(expected);
  });
});
