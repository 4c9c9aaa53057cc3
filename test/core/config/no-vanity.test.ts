// Targets that reward the wrong thing, that nothing can miss, or that nobody answers for.
import { describe, expect, it } from "vitest";
import type { FileScope } from "../../../src/core/config/check/file-scope.ts";
import { kpiIds } from "../../../src/core/config/check/known-kpis.ts";
import { explainVanity } from "../../../src/core/config/check/vanity.ts";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";

function problemsOf(lines: string, around: Partial<FileScope> = {}): string[] {
  const text = `version: 1\n${lines}\n`;
  return readConfigFile({ path: "f.yml", text }, around).problems.map(formatConfigProblem);
}

describe("a measure that rewards suppression or throughput", () => {
  it.each([
    ["closed-findings", "closed findings"],
    ["findings_closed", "closed findings"],
    ["FindingsClosed", "closed findings"],
    ["alerts-dismissed", "closed findings"],
    ["number-of-fixed-vulnerabilities", "closed findings"],
    ["vulns-remediated", "closed findings"],
    ["resolved issues", "closed findings"],
    ["suppressed-alerts", "closed findings"],
    ["cves-patched", "closed findings"],
    ["open-findings", "open findings"],
    ["openAlerts", "open findings"],
    ["zero-findings", "open findings"],
    ["no-vulnerabilities", "open findings"],
    ["findings", "open findings"],
    ["vulnerability-count", "open findings"],
    ["total_alerts", "open findings"],
    ["#findings", "open findings"],
    ["scans", "scans"],
    ["scan-count", "scans"],
    ["numberOfScans", "scans"],
    ["codeql-runs", "scans"],
    ["security-scans-per-week", "scans"],
    ["closure-rate", "throughput"],
    ["throughput", "throughput"],
    ["triage-velocity", "throughput"],
  ])("is refused with the reason: %s", (id, what) => {
    expect(problemsOf(`targets: { "${id}": ">= 10" }`)).toEqual([
      expect.stringMatching(new RegExp(`f\\.yml:2:12: ".*" is refused: .*${what}`)),
    ]);
  });

  it.each([
    "first-pass-rat",
    "time-to-remedate",
    "repeat-finding",
    "bus-factor",
    "coverage",
    "x".repeat(5000),
  ])("is not seen in what is only unknown: %s", (id) => {
    expect(problemsOf(`targets: { "${id}": ">= 10" }`)).toEqual([expect.stringContaining("unknown KPI")]);
  });

  it("is no KPI of ours", () => {
    const odd = kpiIds.filter((id) => explainVanity(id) !== null);
    // Their definitions are rates and times; only their names are like those of counts.
    expect(odd.map((id) => problemsOf(`targets: { ${id}: x }`)).join()).not.toContain("is refused");
  });
});

describe("a target that nothing can miss", () => {
  it.each([
    "first-pass-rate: { at_least: 85, tolerance: 85 }",
    "first-pass-rate: { at_least: 85, tolerance: 100 }",
    "gate-bypass-rate: { at_most: 40, tolerance: 60 }",
  ])("is refused: %s", (target) => {
    expect(problemsOf(`targets: { ${target} }`)).toEqual([expect.stringContaining("nothing ever misses it")]);
  });

  it.each([
    "first-pass-rate: { at_least: 85, tolerance: 84 }",
    "gate-bypass-rate: { at_most: 40, tolerance: 59 }",
    "risk-debt: { at_most: 40, tolerance: 400 }",
    "exceptions-overdue: { at_most: 0, tolerance: 0 }",
  ])("is not this one: %s", (target) => {
    expect(problemsOf(`targets: { ${target} }`)).toEqual([]);
  });

  it("is warned about where the built-in tolerance alone does it", () => {
    expect(problemsOf("targets: { first-pass-rate: '>= 4 %' }")).toEqual([
      expect.stringContaining("warning: targets.first-pass-rate: with the built-in tolerance of 5"),
    ]);
    expect(problemsOf("targets: { first-pass-rate: { at_least: 4, tolerance: 1 } }")).toEqual([]);
  });

  it.each([
    ["{ at_least: 5, at_most: 6 }", 'it has both "at_least" and "at_most"'],
    ["{ owner: me }", 'without "at_least" or "at_most"'],
  ])("is refused where it contradicts itself or says nothing: %s", (target, why) => {
    expect(problemsOf(`targets: { first-pass-rate: ${target} }`)).toEqual([expect.stringContaining(why)]);
  });
});

describe("a target that nobody answers for", () => {
  const target = "targets: { first-pass-rate: '>= 80 %' }";
  const nobody = /f\.yml:\d+:\d+: warning: .*nobody answers for this target/;
  const group = (rest: string) =>
    `groups: [{ id: a, match: { topics: [x] }, ${rest}settings: { ${target} } }]`;

  it.each<[string, Partial<FileScope>]>([
    [target, { scope: "organisation" }],
    [`owner: null\n${target}`, { scope: "organisation" }],
    [target, { scope: "repository", ownerKnown: false }],
    [`extends: acme/policies\n${target}`, { scope: "organisation", ownerKnown: false }],
    [group(""), { scope: "organisation" }],
  ])("is warned about, and stays in force: %j %j", (lines, around) => {
    expect(problemsOf(lines, around)).toEqual([expect.stringMatching(nobody)]);
    expect(readConfigFile({ path: "f.yml", text: `version: 1\n${lines}` }, around).written).not.toBeNull();
  });

  it.each<[string, Partial<FileScope>]>([
    [`owner: "@acme/x"\n${target}`, { scope: "organisation" }],
    ["targets: { first-pass-rate: { at_least: 80, owner: '@acme/x' } }", { scope: "organisation" }],
    [group("owner: '@acme/x', "), { scope: "organisation" }],
    [`owner: "@acme/x"\n${group("")}`, { scope: "organisation" }],
    [`extends: acme/policies\n${target}`, { scope: "organisation" }],
    [target, { scope: "organisation", ownerKnown: true }],
    [target, { scope: "repository" }],
    [target, {}],
  ])("is not this one: %j %j", (lines, around) => {
    expect(problemsOf(lines, around)).toEqual([]);
  });
});
