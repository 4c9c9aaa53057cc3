// What findings have in common, as advice names it.
import { describe, expect, it } from "vitest";
import { breakDownByRule } from "../../../src/core/kpis/concentration.ts";
import { finding } from "../../support/exceptions.ts";

const labels = (...paths: (string | null)[]) =>
  breakDownByRule(
    paths.map((path, index) => ({ finding: finding({ number: index + 1, path }), weight: 1 })),
  ).map(({ label }) => label);

describe("the folder of a rule", () => {
  it.each([
    ["the innermost one that all share", ["web/admin/a.ts", "web/b.ts"], "js/xss (CodeQL) in web/"],
    ["the same whichever comes first", ["web/b.ts", "web/admin/a.ts"], "js/xss (CodeQL) in web/"],
    ["all of it for one file", ["web/admin/a.ts"], "js/xss (CodeQL) in web/admin/"],
    ["none where they share none", ["web/a.ts", "api/b.ts"], "js/xss (CodeQL)"],
    ["none at the top", ["a.ts", "web/b.ts"], "js/xss (CodeQL)"],
    ["none where a path is not told", ["web/a.ts", null], "js/xss (CodeQL)"],
  ])("is %s", (_, paths, expected) => {
    expect(labels(...paths)).toEqual([expected]);
  });
});

it("puts the heaviest first, and of equal ones the first by name", () => {
  const weighed = [
    { finding: finding({ number: 1, rule: "js/z", path: null }), weight: 1 },
    { finding: finding({ number: 2, rule: "js/a", path: null }), weight: 1 },
    { finding: finding({ number: 3, rule: "js/m", path: null }), weight: 2.6 },
  ];
  expect(breakDownByRule(weighed).map(({ label, count, of }) => [label, count, of])).toEqual([
    ["js/m (CodeQL)", 3, 5],
    ["js/a (CodeQL)", 1, 5],
    ["js/z (CodeQL)", 1, 5],
  ]);
});

it("names the package of a dependency, and the advisory where no package is told", () => {
  const of = (tool: string | null) =>
    breakDownByRule([
      {
        finding: finding({ source: "dependabot", rule: "GHSA-1", tool, path: "package-lock.json" }),
        weight: 1,
      },
    ])[0]?.label;
  expect([of("npm:lodash"), of(null)]).toEqual(["npm:lodash", "GHSA-1"]);
});
