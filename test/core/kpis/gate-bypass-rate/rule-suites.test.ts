// Gate bypass rate: what was read of bypassed rules, what cannot be said without it, and what stands beside the rate.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeGateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/compute.ts";
import { gateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { secretScanningAlertFact, sha } from "../../../support/facts.ts";
import { findingsListedFact } from "../../../support/findings.ts";
import {
  bypassedSuite,
  mergeCommitOf,
  mergedChange,
  passedMerge,
  ruleSuitesFact,
} from "../../../support/gates.ts";
import { unseen } from "../../../support/observations.ts";
import { configWith, day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const allRead = ruleSuitesFact();

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeGateBypassRate(kpiInput(facts, given));
}

function beside(facts: readonly Fact[], id: string, given: Partial<ScorecardInput> = {}) {
  return compute(facts, given).beside.find((figure) => figure.id === id)?.value;
}

describe("without the rule suites", () => {
  const facts = [...passedMerge(1, day(1)), ...mergedChange(2, day(20))];
  const reasons = (these: readonly Fact[], given: Partial<ScorecardInput> = {}) => {
    const computed = measure(gateBypassRate, kpiInput(these, given));
    if (computed.outcome === "measured") throw new Error("measured");
    return [computed.outcome, ...computed.reasons.map(({ code }) => code)];
  };

  it("is not measured, and what the checks tell is shown all the same", () => {
    const computed = compute(facts);
    expect(reasons(facts)).toEqual(["not-measured", "rule-suites-not-read"]);
    expect(computed.outcome !== "measured" && computed.reasons[0]?.text).toMatch(
      /Wait for a day.*"administration: (read|write)"/,
    );
    expect(computed.evidence.map(({ id, counted }) => [id, counted])).toEqual([
      ["#1", null],
      ["#2", true],
    ]);
    expect(beside(facts, "merges-missing")).toBe(1);
    expect(beside(facts, "merges-rule-bypassed")).toBeNull();
    expect(beside(facts, "direct-pushes-bypassed")).toBeNull();
  });

  it.each([
    ["permission-missing", unseen("administration: read")],
    ["not-available", unseen(null, "not-available")],
  ])("is not measured where GitHub refuses: %s", (code, bypasses) => {
    expect(reasons([...facts, ruleSuitesFact({ bypasses })])).toEqual(["not-measured", code]);
    expect(reasons([ruleSuitesFact({ bypasses })])).toEqual(["not-measured", code, "no-merges"]);
  });

  it("names the refusal also where no merged head was seen from its beginning", () => {
    const refused = ruleSuitesFact({ bypasses: unseen("administration: write") });
    const given = { resumedAt: day(21) };
    const found = reasons([...facts, refused], given);
    expect(found).toContain("heads-not-seen");
    expect(found).toContain("permission-missing");
  });

  it("is not measured where they were read too late, or with a gap that held a merge", () => {
    expect(reasons([...facts, ruleSuitesFact({ from: day(2) })])).toEqual([
      "not-measured",
      "rule-suites-incomplete",
    ]);
    const gap = [ruleSuitesFact({ to: day(10) }), ruleSuitesFact({ from: day(21) })];
    expect(reasons([...facts, ...gap])).toEqual(["not-measured", "rule-suites-incomplete"]);
  });

  it("is measured where every merge lies in one of several readings, whatever gap there is between them", () => {
    const readings = [ruleSuitesFact({ to: day(10) }), ruleSuitesFact({ from: day(12) })];
    expect(compute([...facts, ...readings])).toMatchObject({ outcome: "measured", denominator: 2 });
    expect(beside([...facts, ...readings], "direct-pushes-bypassed")).toBeNull();
  });

  it("takes no reading that was refused for one, and forgets none because of a later refusal", () => {
    const refused = ruleSuitesFact({ to: window.to + 1, bypasses: unseen("administration: read") });
    expect(compute([...facts, allRead, refused])).toMatchObject({ outcome: "measured", denominator: 2 });
    expect(reasons([...facts, ruleSuitesFact({ to: day(10) }), refused])).toEqual([
      "not-measured",
      "permission-missing",
    ]);
  });

  it("is not measured without the permission, whatever was read before", () => {
    const permissions = { pull_requests: "read", checks: "write", statuses: "read", contents: "read" };
    expect(reasons([...facts, allRead], { permissions })).toEqual(["not-measured", "permission-missing"]);
    expect(reasons(facts, { permissions })).toEqual(["not-measured", "permission-missing"]);
  });
});

describe("with the rule suites left out by the configuration", () => {
  const config = configWith({ gates: { ruleSuites: false } });
  const permissions = { pull_requests: "read", checks: "write", statuses: "read", contents: "read" };
  const facts = [...passedMerge(1, day(1)), ...mergedChange(2, day(20))];
  const note = "Bypasses by rule suite are not counted: the configuration leaves them out.";
  const measured = (these: readonly Fact[]) =>
    measure(gateBypassRate, kpiInput(these, { config, permissions }));

  it("is measured by the checks alone, without the permission, and says so", () => {
    expect(measured(facts)).toMatchObject({
      outcome: "measured",
      value: 50,
      numerator: 1,
      denominator: 2,
      excluded: {},
      notes: [note],
    });
    expect(measure(gateBypassRate, kpiInput(facts, { permissions })).outcome).toBe("not-measured");
  });

  it("needs every other permission all the same", () => {
    const { checks: _, ...granted } = permissions;
    const computed = measure(gateBypassRate, kpiInput(facts, { config, permissions: granted }));
    expect(computed).toMatchObject({ outcome: "not-measured", reasons: [{ code: "permission-missing" }] });
    expect(JSON.stringify(computed)).not.toContain("administration");
  });

  it("counts no bypass that was read before, nor a refusal", () => {
    const suite = bypassedSuite({ id: 1, afterSha: mergeCommitOf(1), pushedAt: day(1) });
    const read = ruleSuitesFact({ bypasses: { seen: [suite] } });
    expect(compute([...facts, read])).toMatchObject({ numerator: 2 });
    expect(measured([...facts, read])).toEqual(measured(facts));
    const refused = ruleSuitesFact({ bypasses: unseen("administration: write") });
    expect(measured([...facts, refused])).toEqual(measured(facts));
  });

  it("shows what it does not know of rules beside it as not known, never as none", () => {
    expect(beside([...facts, allRead], "merges-rule-bypassed")).toBe(0);
    expect(beside([...facts, allRead], "merges-rule-bypassed", { config })).toBeNull();
    expect(beside([...facts, allRead], "direct-pushes-bypassed", { config })).toBeNull();
    expect(beside(facts, "merges-missing", { config })).toBe(1);
  });

  it("is not applicable where nothing was merged", () => {
    expect(measured([])).toMatchObject({ outcome: "not-applicable", reasons: [{ code: "no-merges" }] });
  });
});

describe("what stands beside it", () => {
  it("is pushes without a pull request that a bypassed rule let through, half-open like the window", () => {
    const suites = [window.from - 1, window.from, window.to - 1, window.to].map((pushedAt, id) =>
      bypassedSuite({ id, pushedAt, afterSha: sha(`f${id}`) }),
    );
    const ofMerge = bypassedSuite({ id: 9, afterSha: mergeCommitOf(1), pushedAt: day(1) });
    const facts = [...passedMerge(1, day(1)), ruleSuitesFact({ bypasses: { seen: [...suites, ofMerge] } })];
    const computed = compute(facts);
    expect(computed.beside.find(({ id }) => id === "direct-pushes-bypassed")).toMatchObject({
      value: 2,
      evidenceIds: ["rule suite 1", "rule suite 2"],
    });
    expect(computed).toMatchObject({ numerator: 1, denominator: 1 });
    expect(computed.evidence).toContainEqual(
      expect.objectContaining({
        kind: "rule-suite",
        url: `https://github.com/acme/shop/commit/${sha("f1")}`,
        counted: null,
      }),
    );
  });

  it("is push protection bypassed in the window, each alert once", () => {
    const bypassed = (number: number, at: number) =>
      secretScanningAlertFact({ number, at, pushProtectionBypassed: true, pushProtectionBypassedAt: at });
    const facts = [
      bypassed(1, window.from),
      secretScanningAlertFact({
        number: 1,
        at: day(3),
        action: "resolved",
        createdAt: window.from,
        pushProtectionBypassed: true,
        pushProtectionBypassedAt: window.from,
      }),
      bypassed(2, window.to),
      bypassed(3, window.from - 1),
      secretScanningAlertFact({ number: 4, at: day(2) }),
      secretScanningAlertFact({ number: 5, at: day(2), pushProtectionBypassed: true }),
    ];
    expect(compute(facts).beside.find(({ id }) => id === "push-protection-bypassed")).toMatchObject({
      value: 2,
      evidenceIds: ["secret-scanning#1", "secret-scanning#5"],
    });
  });

  it("says nothing of push protection where secret scanning cannot be seen", () => {
    const off = findingsListedFact({ source: "secret-scanning", listing: unseen(null, "feature-off") });
    expect(beside([off], "push-protection-bypassed")).toBeNull();
    expect(beside([], "push-protection-bypassed", { permissions: { checks: "write" } })).toBeNull();
    expect(beside([], "push-protection-bypassed", { coveredFrom: day(4) })).toBeNull();
    expect(beside([], "push-protection-bypassed", { coveredFrom: window.from - dayMillis })).toBe(0);
  });
});
