// Rules on packages: what is used, at which version, and what cannot be told.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Road } from "../../../src/core/paved-road/road.ts";
import type { RuleResult } from "../../../src/core/paved-road/rule-result.ts";
import { asking, empty, evaluate, keys, libraryRule, locking, manifests } from "../../support/libraries.ts";
import { evaluateOne } from "../../support/paved-road.ts";

describe("a required package", () => {
  it.each([
    ["asked for at the minimum or later", { "package.json": asking("^2.17.0") }, "adopted"],
    ["asked for below the minimum alone", { "package.json": asking("^1.0.0") }, "outdated"],
    ["asked for at what may be either", { "package.json": asking("^2.0.0") }, "not-measured"],
    ["asked for as whatever is latest", { "package.json": asking("latest") }, "not-measured"],
    [
      "settled by a lockfile beside",
      { "package.json": asking("^2.0.0"), "package-lock.json": locking("2.18.0") },
      "adopted",
    ],
    [
      "settled by a lockfile as older",
      { "package.json": asking("^2.0.0"), "package-lock.json": locking("2.1.0") },
      "outdated",
    ],
    [
      "settled by a lockfile above",
      { "apps/a/package.json": asking("^2.0.0"), "package-lock.json": locking("2.18.0") },
      "adopted",
    ],
    [
      "not settled by a lockfile elsewhere",
      { "a/package.json": asking("^2.0.0"), "b/package-lock.json": locking("2.18.0") },
      "not-measured",
    ],
    [
      "not settled by a folder of a like name",
      { "ab/package.json": asking("^2.0.0"), "a/package-lock.json": locking("2.18.0") },
      "not-measured",
    ],
    ["in the lockfile alone", { "package.json": empty, "package-lock.json": locking("2.18.0") }, "adopted"],
    [
      "new in one place and old in another",
      { "a/package.json": asking("^3.0.0"), "b/package.json": asking("^1.0.0") },
      "outdated",
    ],
    [
      "held by an override",
      { "package.json": '{"dependencies":{"left-pad":"^2.0.0"},"overrides":{"left-pad":"2.17.1"}}' },
      "adopted",
    ],
    [
      "held back by an override",
      { "package.json": '{"dependencies":{"left-pad":"^3.0.0"},"overrides":{"left-pad":"1.0.0"}}' },
      "outdated",
    ],
    [
      "settled by the nearer of two lockfiles",
      {
        "apps/a/package.json": asking("^2.0.0"),
        "apps/package-lock.json": locking("2.18.0"),
        "package-lock.json": locking("2.19.0"),
      },
      "adopted",
    ],
    ["named by an override alone", { "package.json": '{"overrides":{"left-pad":"2.17.1"}}' }, "missing"],
    ["named nowhere", { "package.json": empty }, "missing"],
    ["of another ecosystem", { "requirements.txt": "left-pad==3.0" }, "not-applicable"],
    ["in no manifest at all", {}, "not-applicable"],
    ["in no manifest that can be read", { "package.json": "{" }, "not-measured"],
    [
      "used, whatever else cannot be read",
      { "package.json": asking("^3.0.0"), "b/package.json": "{" },
      "adopted",
    ],
    [
      "locked beside what cannot be read",
      { "package.json": "{", "package-lock.json": locking("2.18.0") },
      "adopted",
    ],
    [
      "locked without it, beside what cannot be read",
      { "package.json": "{", "package-lock.json": '{"packages":{}}' },
      "missing",
    ],
  ] as const)("%s", (_, files, status) => {
    expect(evaluate(files).status).toBe(status);
  });

  it("needs no version where the rule has no minimum", () => {
    expect(evaluate({ "package.json": asking("latest") }, { minimum: null }).status).toBe("adopted");
  });

  it("shows each place with its line, and says what is asked for", () => {
    const result = evaluate({ "b/package.json": asking("^1.0.0"), "a/package.json": asking("^3.0.0") });
    expect(result.allowed).toBe("left-pad 2.17.0 or later");
    expect(result.note).toBe("In b/package.json:1: left-pad ^1.0.0; asked for: left-pad 2.17.0 or later.");
    expect(result.evidence).toEqual([
      { path: "a/package.json", line: 1, found: "^3.0.0", version: null, satisfied: true },
      { path: "b/package.json", line: 1, found: "^1.0.0", version: null, satisfied: false },
    ]);
  });

  it("is judged by the lockfile that is nearest, and by its own range where that has several versions", () => {
    const nearest = evaluate({
      "apps/a/package.json": asking("^2.0.0"),
      "apps/package-lock.json": locking("2.18.0"),
      "package-lock.json": locking("2.1.0"),
    });
    const verdicts = ({ evidence }: RuleResult) =>
      evidence.map(({ path, satisfied }) => `${path} ${satisfied}`);
    expect(verdicts(nearest)).toEqual([
      "apps/a/package.json true",
      "apps/package-lock.json true",
      "package-lock.json false",
    ]);
    const several = JSON.stringify({
      packages: {
        "node_modules/left-pad": { version: "3.0.0" },
        "node_modules/a/node_modules/left-pad": { version: "1.0.0" },
      },
    });
    const both = evaluate({ "package.json": asking("^3.0.0"), "package-lock.json": several });
    expect(verdicts(both)).toContain("package.json true");
    const open = evaluate({ "package.json": asking("^2.0.0"), "package-lock.json": several });
    expect(verdicts(open)).toContain("package.json null");
    expect(open.status).toBe("outdated");
  });
});

describe("a forbidden package", () => {
  const forbidden = { use: "forbidden" } as const;

  it.each([
    ["below the minimum", { "package.json": asking("2.16.0") }, "drifted"],
    ["at the minimum", { "package.json": asking("2.17.0") }, "adopted"],
    ["at what may be either", { "package.json": asking("^2.0.0") }, "not-measured"],
    [
      "along with another package",
      { "package.json": empty, "package-lock.json": locking("2.16.0") },
      "drifted",
    ],
    ["nowhere", { "package.json": empty }, "adopted"],
    ["nowhere that can be read", { "package.json": empty, "b/package.json": "{" }, "not-measured"],
    [
      "below the minimum, whatever cannot be read",
      { "package.json": asking("1.0.0"), "b/package.json": "{" },
      "drifted",
    ],
  ] as const)("is used %s", (_, files, status) => {
    expect(evaluate(files, forbidden).status).toBe(status);
  });

  it("is in use at any version where the rule has no minimum", () => {
    const result = evaluate({ "package.json": asking("latest") }, { ...forbidden, minimum: null });
    expect([result.status, result.allowed]).toEqual(["drifted", "no left-pad"]);
    expect(result.evidence[0]?.satisfied).toBe(false);
    expect(evaluate({ "package.json": asking("1") }, forbidden).allowed).toBe("left-pad not below 2.17.0");
  });
});

describe("what was not seen", () => {
  it.each([
    ["the package was not looked for", { librariesLookedFor: ["npm:other"] }, "has not been looked for yet"],
    ["nothing was looked for", { librariesLookedFor: [] }, "has not been looked for yet"],
    [
      "the list of files is cut",
      { unreadable: [{ what: "the list of files", reason: "GitHub cut it" }] },
      "GitHub cut it",
    ],
    [
      "a manifest could not be read",
      { unreadable: [{ what: "apps/package.json", reason: "too large" }] },
      "too large",
    ],
  ] as const)("%s: not measured, never missing", (_, road, why) => {
    for (const files of [{}, { "package.json": empty }]) {
      const result = evaluate(files, {}, road);
      expect([result.status, result.note]).toEqual(["not-measured", expect.stringContaining(why)]);
    }
  });

  it("a manifest of another ecosystem that could not be read takes nothing away", () => {
    const unreadable = [{ what: "go.mod", reason: "too large" }];
    expect(evaluate({ "package.json": empty }, {}, { unreadable }).status).toBe("missing");
  });

  it("manifests that were not read yet are not absent", () => {
    const result = evaluateOne(libraryRule(), { librariesLookedFor: keys });
    expect(result.status).toBe("not-measured");
  });
});

describe("the dependency graph", () => {
  const graph = (...versions: readonly (string | null)[]): Road["sbom"] => ({
    seen: {
      ecosystems: ["npm"],
      packages: versions.map((version) => ({ ecosystem: "npm", name: "left-pad", version })),
    },
  });

  it.each([
    ["required", graph("2.18.0"), "adopted"],
    ["required", graph("2.18.0", "1.0.0"), "outdated"],
    ["required", graph(null), "not-measured"],
    ["required", graph(), "missing"],
    ["forbidden", graph(), "adopted"],
    ["forbidden", graph("1.0.0"), "drifted"],
    ["forbidden", graph("2.18.0"), "adopted"],
    ["required", { seen: { ecosystems: ["pypi"], packages: [] } }, "not-applicable"],
    ["required", undefined, "not-measured"],
    ["required", { unseen: { why: "feature-off", permission: null, text: "It is off." } }, "not-measured"],
  ] as const)("%s, %j: %s", (use, sbom, status) => {
    const result = evaluate({}, { use, source: "sbom" }, sbom === undefined ? {} : { sbom });
    expect(result.status).toBe(status);
  });

  it("says why it cannot be seen", () => {
    const unseen = { why: "feature-off", permission: null, text: "It is off." } as const;
    expect(evaluate({}, { source: "sbom" }, { sbom: { unseen } }).note).toBe("It is off.");
  });
});

it("sees no order of the manifests", () => {
  const all = manifests({
    "package.json": asking("^2.0.0"),
    "a/package.json": asking("^1.0.0"),
    "a/yarn.lock": '# yarn lockfile v1\n\nleft-pad@^1.0.0:\n  version "1.5.0"\n',
    "b/package.json": asking(">=2"),
    "package-lock.json": locking("2.18.0"),
  });
  const expected = evaluate({}, {}, { manifests: all });
  expect(expected.status).toBe("outdated");
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(evaluate({}, {}, { manifests: shuffled })).toEqual(expected);
    }),
  );
});
