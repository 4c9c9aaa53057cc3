// Gate bypass rate: which merges count, how each went round, and what cannot be said without the rule suites.
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeGateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/compute.ts";
import { gateBypassRate } from "../../../../src/core/kpis/gate-bypass-rate/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { pullRequestFact, pushFact, sha } from "../../../support/facts.ts";
import {
  bypassedSuite,
  checkOn,
  headOf,
  mergeCommitOf,
  mergedChange,
  passedMerge,
  ruleSuitesFact,
} from "../../../support/gates.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const minute = 60_000;
const allRead = ruleSuitesFact();

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeGateBypassRate(kpiInput(facts, given));
}

function beside(facts: readonly Fact[], id: string, given: Partial<ScorecardInput> = {}) {
  return compute(facts, given).beside.find((figure) => figure.id === id)?.value;
}

const mixed = [
  ...passedMerge(1, day(1)),
  ...mergedChange(2, day(2)),
  checkOn(headOf(2), { conclusion: "failure", at: day(2) - 9 * minute }),
  ...mergedChange(3, day(3)),
  ...mergedChange(4, day(4)),
  checkOn(headOf(4), { startedAt: day(4) - minute, at: day(4) + minute }),
  ...passedMerge(5, day(5)),
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
    expect(compute([...passedMerge(1, day(1)), allRead])).toMatchObject({
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
    expect(compute([...passedMerge(1, at), allRead]).outcome).toBe(counted ? "measured" : "not-applicable");
  });

  it("does not hold what was closed without a merge, or merged elsewhere", () => {
    const closed = pullRequestFact({ action: "closed", at: day(2), headSha: sha("a1") });
    const elsewhere = mergedChange(2, day(2), { baseRef: "topic" });
    expect(compute([closed, ...elsewhere, allRead])).toMatchObject({ outcome: "not-applicable" });
  });

  it("holds merges into the default branch, whatever branches the configuration counts elsewhere", () => {
    const config = configWith({ changes: { ...defaultConfig.changes, baseBranches: ["release/*"] } });
    const facts = [...passedMerge(1, day(1)), ...mergedChange(2, day(2), { baseRef: "release/1" }), allRead];
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
      ...passedMerge(1, day(1)),
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
    expect(compute([...passedMerge(1, day(1)), push, ruleSuitesFact({ bypasses })])).toMatchObject({
      numerator: 1,
    });
    expect(compute([...passedMerge(1, day(1)), ruleSuitesFact({ bypasses })])).toMatchObject({
      numerator: 0,
    });
  });

  it("is the same in any order", () => {
    expectAnyOrderTheSame([...mixed, ruleSuitesFact({ from: day(0), to: day(9) })], (facts) =>
      compute(facts),
    );
  });
});

describe("what is left out", () => {
  const bot = { authorLogin: "renovate[bot]", authorType: "Bot" } as const;

  it("is changes by bots, which stand beside it unless the configuration says otherwise", () => {
    const facts = [...passedMerge(1, day(1)), ...mergedChange(2, day(2), bot), allRead];
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
    const computed = compute([...passedMerge(1, day(1)), closed!, allRead]);
    expect(computed).toMatchObject({
      denominator: 1,
      excluded: { "checks not seen from the beginning of the head": 1 },
    });
    expect(computed.evidence).toContainEqual(
      expect.objectContaining({ id: "#2", counted: null, note: expect.stringContaining("left out") }),
    );
  });

  it("is a merge whose head was pushed before deliveries were interrupted", () => {
    const facts = [...passedMerge(1, day(1)), ...passedMerge(2, day(2)), allRead];
    const resumed = compute(facts, { resumedAt: day(2) - minute });
    expect(resumed).toMatchObject({
      outcome: "not-measured",
      excluded: { "checks not seen from the beginning of the head": 2 },
    });
    expect(compute(facts, { resumedAt: day(1) + minute })).toMatchObject({ denominator: 1 });
  });

  it("is a merge since bypassed rules were read last, and a note says so", () => {
    const read = ruleSuitesFact({ to: day(20) });
    const facts = [...passedMerge(1, day(1)), ...mergedChange(2, day(20)), read];
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
    const facts = [...passedMerge(1, day(9)), ruleSuitesFact({ to: day(5) })];
    expect(outcome(facts)).toEqual(["not-measured", "rule-suites-not-read"]);
  });

  it("is not applicable where the configuration selects no security check", () => {
    const config = configWith({ checks: { security: [], required: [], neutral: "pass" } });
    expect(outcome([...passedMerge(1, day(1)), allRead], { config })).toEqual([
      "not-applicable",
      "no-check-selected",
    ]);
  });
});

it("advises to close the way round that is taken most often", () => {
  expect(gateBypassRate.advise(compute([...mixed, ...mergedChange(6, day(6))]), defaultConfig)).toEqual({
    text: "Run a security check on every pull request into the default branch, and make it required.",
    why: "2 of 5 merges that went round a gate: security checks were missing.",
    evidenceIds: ["#3", "#6"],
  });
  expect(gateBypassRate.advise(compute([...passedMerge(1, day(1)), allRead]), defaultConfig)).toBeNull();
});
