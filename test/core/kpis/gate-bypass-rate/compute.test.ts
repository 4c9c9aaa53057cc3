// Gate bypass rate: which merges count, how each went round, and what cannot be said without the rule suites.
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeGateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/compute.ts";
import { gateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import {
  mergeGroupFact,
  pullRequestFact,
  pushFact,
  secretScanningAlertFact,
  sha,
} from "../../../support/facts.ts";
import { findingsListedFact } from "../../../support/findings.ts";
import {
  bypassedSuite,
  checkOn,
  headOf,
  mergeCommitOf,
  mergedChange,
  ruleSuitesFact,
} from "../../../support/gates.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const minute = 60_000;
const allRead = ruleSuitesFact();

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeGateBypassRate(kpiInput(facts, given));
}

function beside(facts: readonly Fact[], id: string, given: Partial<ScorecardInput> = {}) {
  return compute(facts, given).beside.find((figure) => figure.id === id)?.value;
}

/** A merge whose check had passed an hour before. */
function passed(number: number, at: number, given: Parameters<typeof mergedChange>[2] = {}): Fact[] {
  return [...mergedChange(number, at, given), checkOn(headOf(number), { at: at - 60 * minute })];
}

const mixed = [
  ...passed(1, day(1)),
  ...mergedChange(2, day(2)),
  checkOn(headOf(2), { conclusion: "failure", at: day(2) - 9 * minute }),
  ...mergedChange(3, day(3)),
  ...mergedChange(4, day(4)),
  checkOn(headOf(4), { startedAt: day(4) - minute, at: day(4) + minute }),
  ...passed(5, day(5)),
  ruleSuitesFact({ bypasses: { seen: [bypassedSuite({ afterSha: mergeCommitOf(5), pushedAt: day(5) })] } }),
];

describe("the rate", () => {
  it("is merges that went round a gate of all merges, each as evidence", () => {
    const computed = compute(mixed);
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 80,
      numerator: 4,
      denominator: 5,
      excluded: {},
    });
    expect(computed.evidence.map(({ id, note, counted }) => [id, note, counted])).toEqual([
      ["#1", "merged with its security checks passed", false],
      ["#2", "merged although failed: CodeQL", true],
      ["#3", "merged without any security check", true],
      ["#4", "merged before finished: CodeQL", true],
      ["#5", "merged with its security checks passed; a rule of the branch was bypassed", true],
    ]);
  });

  it("breaks down into the ways round, and shows each beside it", () => {
    const computed = compute([...mixed, ...mergedChange(6, day(6))]);
    expect(computed.breakdown).toEqual([
      { label: "security checks were missing", count: 2, of: 5, evidenceIds: ["#3", "#6"] },
      { label: "security checks had failed", count: 1, of: 5, evidenceIds: ["#2"] },
      { label: "security checks were unfinished", count: 1, of: 5, evidenceIds: ["#4"] },
      { label: "a rule of the branch was bypassed", count: 1, of: 5, evidenceIds: ["#5"] },
    ]);
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["merges-failed", 1],
      ["merges-missing", 2],
      ["merges-unfinished", 1],
      ["merges-rule-bypassed", 1],
      ["direct-pushes-bypassed", 0],
      ["push-protection-bypassed", 0],
      ["bots-gate-bypass-rate", null],
    ]);
  });

  it("of one merge is all or nothing", () => {
    expect(compute([...passed(1, day(1)), allRead])).toMatchObject({
      value: 0,
      numerator: 0,
      denominator: 1,
    });
  });

  it.each([
    ["one millisecond before the window", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds a merge %s: %s → %s", (_, at, counted) => {
    expect(compute([...passed(1, at), allRead]).outcome).toBe(counted ? "measured" : "not-applicable");
  });

  it("does not hold what was closed without a merge, or merged elsewhere", () => {
    const closed = pullRequestFact({ action: "closed", at: day(2), headSha: sha("a1") });
    const elsewhere = mergedChange(2, day(2), { baseRef: "topic" });
    expect(compute([closed, ...elsewhere, allRead])).toMatchObject({ outcome: "not-applicable" });
  });

  it("holds merges into the default branch, whatever branches the configuration counts elsewhere", () => {
    const config = configWith({ changes: { ...defaultConfig.changes, baseBranches: ["release/*"] } });
    const facts = [...passed(1, day(1)), ...mergedChange(2, day(2), { baseRef: "release/1" }), allRead];
    expect(compute(facts, { config })).toMatchObject({ denominator: 1, numerator: 0 });
  });

  it("takes the state at the merge, not what a later run says", () => {
    const red = [
      ...mergedChange(1, day(1)),
      checkOn(headOf(1), { conclusion: "failure", at: day(1) - minute }),
      checkOn(headOf(1), { at: day(1) + minute }),
      allRead,
    ];
    expect(compute(red)).toMatchObject({ numerator: 1 });
    const green = [
      ...passed(1, day(1)),
      checkOn(headOf(1), { conclusion: "failure", at: day(1) + minute }),
      allRead,
    ];
    expect(compute(green)).toMatchObject({ numerator: 0 });
  });

  it("finds a bypass by the push that brought the merge, too", () => {
    const bypasses = { seen: [bypassedSuite({ afterSha: sha("f1"), pushedAt: day(1) })] };
    const push = pushFact({
      at: day(1),
      after: sha("f1"),
      commits: [mergeCommitOf(1), sha("f1")].map((one) => ({
        sha: one,
        committedAt: day(1),
        distinct: true,
      })),
    });
    expect(compute([...passed(1, day(1)), push, ruleSuitesFact({ bypasses })])).toMatchObject({
      numerator: 1,
    });
    expect(compute([...passed(1, day(1)), ruleSuitesFact({ bypasses })])).toMatchObject({ numerator: 0 });
  });

  it("is the same in any order", () => {
    expectAnyOrderTheSame([...mixed, ruleSuitesFact({ from: day(0), to: day(9) })], (facts) =>
      compute(facts),
    );
  });
});

describe("the merge queue", () => {
  const group = mergeCommitOf(1);
  const queued = [
    ...mergedChange(1, day(1)),
    mergeGroupFact({ headSha: group, at: day(1) - 30 * minute }),
    allRead,
  ];
  const branch = { headBranch: `gh-readonly-queue/main/pr-1-${sha("b0")}` };
  const failedOnHead = checkOn(headOf(1), { conclusion: "failure", at: day(1) - 60 * minute });

  it("decides by the commit that it tested", () => {
    const green = checkOn(group, { ...branch, at: day(1) - minute });
    expect(compute([...queued, failedOnHead, green])).toMatchObject({ numerator: 0, denominator: 1 });
    const red = checkOn(group, { ...branch, conclusion: "failure", at: day(1) - minute });
    expect(compute([...queued, checkOn(headOf(1), { at: day(1) - 60 * minute }), red])).toMatchObject({
      numerator: 1,
    });
  });

  it("leaves it to the pull request's own head where no security check ran on that commit", () => {
    expect(compute([...queued, failedOnHead])).toMatchObject({ numerator: 1 });
    const own = checkOn(headOf(1), { at: day(1) - 60 * minute });
    expect(compute([...queued, own])).toMatchObject({ numerator: 0 });
  });

  it("decides for all that were merged at once by the last commit of the push", () => {
    const last = mergeCommitOf(2);
    const facts = [
      ...queued,
      ...mergedChange(2, day(1)),
      mergeGroupFact({ headSha: last, pullRequestNumber: 2, at: day(1) - 20 * minute }),
      pushFact({
        at: day(1),
        after: last,
        commits: [group, last].map((one) => ({ sha: one, committedAt: day(1), distinct: true })),
      }),
      checkOn(group, { ...branch, conclusion: "failure", at: day(1) - 3 * minute }),
      checkOn(last, { ...branch, at: day(1) - minute }),
    ];
    expect(compute(facts)).toMatchObject({ numerator: 0, denominator: 2 });
  });

  it("has no say where the pull request was merged past it", () => {
    const facts = [
      ...mergedChange(1, day(1)),
      mergeGroupFact({ headSha: sha("e1"), at: day(1) - 30 * minute }),
      checkOn(sha("e1"), { ...branch, at: day(1) - minute }),
      failedOnHead,
      allRead,
    ];
    expect(compute(facts)).toMatchObject({ numerator: 1 });
  });
});

describe("what is left out", () => {
  const bot = { authorLogin: "renovate[bot]", authorType: "Bot" } as const;

  it("is changes by bots, which stand beside it unless the configuration says otherwise", () => {
    const facts = [...passed(1, day(1)), ...mergedChange(2, day(2), bot), allRead];
    const mode = (bots: "include" | "exclude") => ({
      config: configWith({ changes: { ...defaultConfig.changes, bots } }),
    });
    expect(compute(facts)).toMatchObject({
      numerator: 0,
      denominator: 1,
      excluded: { "opened by a bot": 1 },
    });
    expect(beside(facts, "bots-gate-bypass-rate")).toBe(100);
    expect(compute(facts, mode("include"))).toMatchObject({ numerator: 1, denominator: 2, excluded: {} });
    expect(compute(facts, mode("exclude"))).toMatchObject({
      denominator: 1,
      excluded: { "opened by a bot": 1 },
    });
    expect(beside(facts, "bots-gate-bypass-rate", mode("exclude"))).toBeUndefined();
  });

  it("is a merge whose head was there before anything was seen: a check may have been missed", () => {
    const [, closed] = mergedChange(2, day(2));
    const computed = compute([...passed(1, day(1)), closed!, allRead]);
    expect(computed).toMatchObject({
      denominator: 1,
      excluded: { "checks not seen from the beginning of the head": 1 },
    });
    expect(computed.evidence).toContainEqual(
      expect.objectContaining({ id: "#2", counted: null, note: expect.stringContaining("left out") }),
    );
  });

  it("is a merge whose head was pushed before deliveries were interrupted", () => {
    const facts = [...passed(1, day(1)), ...passed(2, day(2)), allRead];
    const resumed = compute(facts, { resumedAt: day(2) - minute });
    expect(resumed).toMatchObject({
      outcome: "not-measured",
      excluded: { "checks not seen from the beginning of the head": 2 },
    });
    expect(compute(facts, { resumedAt: day(1) + minute })).toMatchObject({ denominator: 1 });
  });

  it("is a merge since bypassed rules were read last, and a note says so", () => {
    const read = ruleSuitesFact({ to: day(20) });
    const facts = [...passed(1, day(1)), ...mergedChange(2, day(20)), read];
    const computed = compute(facts);
    expect(computed).toMatchObject({
      outcome: "measured",
      denominator: 1,
      excluded: { "bypassed rules not read since the merge": 1 },
    });
    expect(computed.notes).toEqual([
      "1 merge of the window will be counted when bypassed rules are read again; they were read last at 2026-11-08 00:00 UTC.",
    ]);
    expect(compute([...facts, allRead])).toMatchObject({ denominator: 2, notes: [] });
  });
});

describe("without the rule suites", () => {
  const facts = [...passed(1, day(1)), ...mergedChange(2, day(20))];
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

describe("without a merge", () => {
  const outcome = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) => {
    const computed = compute(facts, given);
    if (computed.outcome === "measured") throw new Error("measured");
    return [computed.outcome, ...computed.reasons.map(({ code }) => code)];
  };

  it("is not applicable where the whole window was seen, not measured where it was not", () => {
    expect(outcome([allRead])).toEqual(["not-applicable", "no-merges"]);
    expect(outcome([])).toEqual(["not-applicable", "no-merges"]);
    expect(outcome([allRead], { coveredFrom: day(3) })).toEqual([
      "not-measured",
      "history-incomplete",
      "no-merges",
    ]);
  });

  it("is not measured where all merges are since the last reading", () => {
    const facts = [...passed(1, day(9)), ruleSuitesFact({ to: day(5) })];
    expect(outcome(facts)).toEqual(["not-measured", "rule-suites-not-read"]);
  });

  it("is not applicable where the configuration selects no security check", () => {
    const config = configWith({ checks: { security: [], required: [], neutral: "pass" } });
    expect(outcome([...passed(1, day(1)), allRead], { config })).toEqual([
      "not-applicable",
      "no-check-selected",
    ]);
  });
});

describe("what stands beside it", () => {
  it("is pushes without a pull request that a bypassed rule let through, half-open like the window", () => {
    const suites = [window.from - 1, window.from, window.to - 1, window.to].map((pushedAt, id) =>
      bypassedSuite({ id, pushedAt, afterSha: sha(`f${id}`) }),
    );
    const ofMerge = bypassedSuite({ id: 9, afterSha: mergeCommitOf(1), pushedAt: day(1) });
    const facts = [...passed(1, day(1)), ruleSuitesFact({ bypasses: { seen: [...suites, ofMerge] } })];
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

it("advises to close the way round that is taken most often", () => {
  expect(gateBypassRate.advise(compute([...mixed, ...mergedChange(6, day(6))]), defaultConfig)).toEqual({
    text: "Run a security check on every pull request into the default branch, and make it required.",
    why: "2 of 5 merges that went round a gate: security checks were missing.",
    evidenceIds: ["#3", "#6"],
  });
  expect(gateBypassRate.advise(compute([...passed(1, day(1)), allRead]), defaultConfig)).toBeNull();
});
