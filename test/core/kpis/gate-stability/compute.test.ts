// Gate stability: which first evaluations a re-run changed, who is in the denominator, and what cannot be known.
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeGateStability } from "../../../../src/core/kpis/gate-stability/compute.ts";
import { gateStability } from "../../../../src/core/kpis/gate-stability/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { checkRunFact, pullRequestFact, sha, workflowRunFact } from "../../../support/facts.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, triedChange, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeGateStability(kpiInput(facts, given));
}

/** Another run of CodeQL on the head of `triedChange(number)`. */
function rerun(number: number, conclusion: "success" | "failure" | "cancelled", at: number): Fact {
  const headSha = number.toString(16).padStart(40, "0");
  return checkRunFact({ headSha, checkRunId: 900 + number, checkSuiteId: 900 + number, conclusion, at });
}

describe("the share", () => {
  const facts = [
    ...triedChange(1, "failure", day(1)),
    rerun(1, "success", day(2)),
    ...triedChange(2, "success", day(2)),
    rerun(2, "failure", day(3)),
    ...triedChange(3, "failure", day(3)),
    rerun(3, "failure", day(4)),
    ...triedChange(4, "success", day(4)),
  ];

  it("is of first evaluations that no re-run changed, with every change as evidence", () => {
    const computed = compute(facts);
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 50,
      numerator: 2,
      denominator: 4,
      notes: [],
    });
    expect(computed.evidence.map(({ id, note, counted }) => [id, note, counted])).toEqual([
      ["#1", "a re-run on the same commit changed: CodeQL", false],
      ["#2", "a re-run on the same commit changed: CodeQL", false],
      ["#3", "no re-run changed the first evaluation", true],
      ["#4", "no re-run changed the first evaluation", true],
    ]);
  });

  it("tells which way, and of which check", () => {
    const { beside, breakdown } = compute(facts);
    expect(beside.map(({ id, value, evidenceIds }) => [id, value, evidenceIds])).toEqual([
      ["failed-then-passed", 1, ["#1"]],
      ["passed-then-failed", 1, ["#2"]],
    ]);
    expect(breakdown).toEqual([{ label: "CodeQL", count: 2, of: 2, evidenceIds: ["#1", "#2"] }]);
  });

  it("is not lowered by a re-run that was cancelled", () => {
    expect(compute([...triedChange(1, "failure", day(1)), rerun(1, "cancelled", day(2))])).toMatchObject({
      value: 100,
    });
  });

  it("is lowered by a re-run that comes after the window", () => {
    const late = [...triedChange(1, "failure", day(1)), rerun(1, "success", window.to + 9)];
    expect(compute(late)).toMatchObject({ value: 0, denominator: 1 });
  });

  it("looks at the first evaluated head alone", () => {
    const next = sha("d4");
    const fixed = [
      ...triedChange(1, "failure", day(1)),
      pullRequestFact({
        action: "synchronize",
        at: day(2),
        headSha: next,
        previousHeadSha: "1".padStart(40, "0"),
      }),
      checkRunFact({ headSha: next, checkRunId: 50, checkSuiteId: 50, conclusion: "failure", at: day(3) }),
      checkRunFact({ headSha: next, checkRunId: 51, checkSuiteId: 51, at: day(4) }),
    ];
    expect(compute(fixed)).toMatchObject({ value: 100, denominator: 1 });
  });

  it.each([
    ["one millisecond before the window", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds a change decided %s: %s → %s", (_, at, counted) => {
    expect(compute(triedChange(1, "success", at)).outcome).toBe(counted ? "measured" : "not-applicable");
  });

  it("is the same in any order", () => {
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});

describe("what is left out", () => {
  it("is a change of which only a re-run was seen, with its number and as evidence", () => {
    const headSha = sha("a1");
    const unseen = [
      pullRequestFact({ number: 9, at: day(2), headSha }),
      workflowRunFact({ headSha, runAttempt: 2, attemptStartedAt: day(3) - 9, at: day(4) }),
      checkRunFact({ headSha, name: "Semgrep", checkSuiteId: 402, startedAt: day(3), at: day(3) + 9 }),
    ];
    const computed = compute([...unseen, ...triedChange(1, "success", day(5))]);
    expect(computed).toMatchObject({ denominator: 1, excluded: { "first attempt not seen": 1 } });
    expect(computed.evidence).toContainEqual(expect.objectContaining({ id: "#9", counted: null }));
  });

  it("is bots, unless the configuration includes them", () => {
    const facts = [
      ...triedChange(1, "success", day(1)),
      ...triedChange(2, "failure", day(2), { authorLogin: "renovate[bot]", authorType: "Bot" }),
      rerun(2, "success", day(3)),
    ];
    expect(compute(facts)).toMatchObject({ denominator: 1, excluded: { "opened by a bot": 1 } });
    const config = configWith({ changes: { ...defaultConfig.changes, bots: "include" } });
    expect(compute(facts, { config })).toMatchObject({ value: 50, denominator: 2, excluded: {} });
  });
});

describe("without a first evaluation", () => {
  const codes = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) => {
    const computed = measure(gateStability, kpiInput(facts, given));
    if (computed.outcome === "measured") throw new Error("measured");
    return [computed.outcome, ...computed.reasons.map(({ code }) => code)];
  };

  it("is not applicable where the whole window was seen, not measured where it was not", () => {
    expect(codes([])).toEqual(["not-applicable", "no-changes"]);
    expect(codes([], { coveredFrom: day(3) })).toEqual(["not-measured", "history-incomplete", "no-changes"]);
  });

  it("is not applicable where no check runs, or none is selected", () => {
    expect(codes([pullRequestFact({ at: day(2) })])).toEqual(["not-applicable", "no-security-check"]);
    const config = configWith({ checks: { security: [], required: [], neutral: "pass" } });
    expect(codes(triedChange(1, "failure", day(1)), { config })).toEqual([
      "not-applicable",
      "no-check-selected",
    ]);
  });

  it("is not measured without the permission, whatever facts there are", () => {
    const permissions = { pull_requests: "read", statuses: "read" };
    expect(codes(triedChange(1, "success", day(1)), { permissions })).toEqual([
      "not-measured",
      "permission-missing",
    ]);
  });
});

it("advises to mend the check that re-runs change most often", () => {
  const facts = [
    ...triedChange(1, "failure", day(1)),
    rerun(1, "success", day(2)),
    ...triedChange(2, "success", day(2)),
  ];
  expect(gateStability.advise(compute(facts), defaultConfig)).toEqual({
    text: "Make CodeQL give the same answer twice on one commit, before people learn to press “re-run”.",
    why: "1 of 1 changed first evaluation is CodeQL.",
    evidenceIds: ["#1"],
  });
  expect(gateStability.advise(compute(triedChange(2, "success", day(2))), defaultConfig)).toBeNull();
});
