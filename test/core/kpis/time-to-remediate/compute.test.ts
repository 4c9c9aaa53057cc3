// Time to remediate: which fixes are in a window, from which date each is measured, what is left out, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeTimeToRemediate } from "../../../../src/core/kpis/time-to-remediate/compute.ts";
import { timeToRemediate } from "../../../../src/core/kpis/time-to-remediate/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import { allListed, codeScanningAlertFact, findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeTimeToRemediate(kpiInput(facts, given));
}

/** The days that the median is of, and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.samples, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const none = ["not-applicable", "no-finding-fixed"];

/** A high alert of day 0. */
function life(...steps: Parameters<typeof codeLife>[2] & object): Fact[] {
  return [...codeLife(1, day(0), steps), ...allListed()];
}

describe("a high finding of day 0", () => {
  it.each([
    ["still open", life(), none],
    ["fixed on day 2.5", life(["fixed", day(2.5)]), [[2.5], {}]],
    ["fixed and reopened", life(["fixed", day(2)], ["reopened", day(4)]), none],
    [
      "fixed, reopened and fixed: from its first date",
      life(["fixed", day(2)], ["reopened", day(4)], ["fixed", day(6)]),
      [[6], {}],
    ],
    [
      "dismissed as accepted, reopened and fixed",
      life(["closed_by_user", day(2)], ["reopened_by_user", day(4)], ["fixed", day(6)]),
      [[6], {}],
    ],
    [
      "dismissed as false after its fix was undone",
      life(["fixed", day(2)], ["closed_by_user", day(6), { dismissedReason: "false positive" }]),
      none,
    ],
    [
      "fixed, but found to be false before",
      life(["closed_by_user", day(2), { dismissedReason: "false positive" }], ["fixed", day(6)]),
      none,
    ],
    ["reopened after the window", life(["fixed", day(2)], ["reopened", window.to]), [[2], {}]],
  ])("%s", (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected);
    expectAnyOrderTheSame(facts, compute);
  });

  it("fixed, then reintroduced and fixed, is measured from its first date", () => {
    const steps = [
      ["fixed", day(2)],
      ["reintroduced", day(8)],
      ["fixed", day(9)],
    ] as const;
    expect(outcome(dependabotLife(1, day(0), steps))).toEqual([[9], {}]);
  });

  it("is measured from when it reached the default branch", () => {
    const facts = [
      codeScanningAlertFact({ at: day(0), ref: "refs/pull/7/merge" }),
      codeScanningAlertFact({ action: "appeared_in_branch", at: day(3), createdAt: day(0) }),
      codeScanningAlertFact({ action: "fixed", at: day(5), createdAt: day(0) }),
    ];
    expect(outcome(facts)).toEqual([[2], {}]);
  });
});

it.each([
  ["one millisecond before the window", window.from - 1, false],
  ["exactly at its beginning", window.from, true],
  ["in its last millisecond", window.to - 1, true],
  ["exactly at its end", window.to, false],
])("a finding fixed %s is in it: %s → %s", (_, at, inWindow) => {
  const computed = compute([...codeLife(1, day(-3), [["fixed", at]]), ...allListed()]);
  expect(computed.outcome).toBe(inWindow ? "measured" : "not-applicable");
});

describe("the number", () => {
  const facts = [
    ...codeLife(1, day(0), [["fixed", day(1)]]),
    ...codeLife(2, day(0), [["fixed", day(3)]], { securitySeverity: "critical" }),
    ...dependabotLife(3, day(0), [["fixed", day(8)]], { severity: "critical" }),
    ...secretLife(4, day(0), [["resolved", day(10)]]),
    ...codeLife(5, day(0), [["fixed", day(20)]], { securitySeverity: "medium" }),
    ...codeLife(6, day(0), [["fixed", day(20)]], { securitySeverity: null }),
    ...codeLife(7, day(0), [["closed_by_user", day(4)]]),
  ];

  it("is the median of critical and high together; what was accepted stands apart", () => {
    expect(compute(facts)).toMatchObject({
      value: 5.5,
      numerator: null,
      denominator: 4,
      samples: [1, 3, 8, 10],
      excluded: { "accepted as a risk, not fixed": 1 },
    });
    expectAnyOrderTheSame(facts, compute);
  });

  it("has median, mean and 90th percentile of each severity beside it, with its SLA", () => {
    expect(compute(facts).beside.map(({ id, value }) => [id, value])).toEqual([
      ["critical-median", 5.5],
      ["critical-mean", 5.5],
      ["critical-p90", 7.5],
      ["critical-sla", 7],
      ["high-median", 5.5],
      ["high-mean", 5.5],
      ["high-p90", 9.1],
      ["high-sla", 30],
      ["medium-median", 20],
      ["medium-mean", 20],
      ["medium-p90", 20],
      ["medium-sla", 90],
      ["accepted", 1],
      ["accepted-median", 4],
    ]);
  });

  it("has the SLA of high findings for its target, and none where there is no SLA", () => {
    expect(timeToRemediate.targetFrom?.(configWith({}))).toEqual({ op: "<=", value: 30, tolerance: 0 });
    const without = configWith({ sla: { critical: 7, high: null, medium: null, low: null } });
    expect(timeToRemediate.targetFrom?.(without)).toBeNull();
  });

  it("says what most of the fixes past their SLA are of", () => {
    expect(timeToRemediate.advise(compute(facts), configWith({}))).toEqual({
      text: "Look at how npm:lodash gets fixed: who was told, and what the fix waited for.",
      why: "1 of 1 finding that took longer than their SLA is npm:lodash.",
      evidenceIds: ["dependabot#3"],
    });
    expect(
      timeToRemediate.advise(compute(codeLife(1, day(0), [["fixed", day(1)]])), configWith({})),
    ).toBeNull();
  });
});

describe("left out, and counted, is", () => {
  it.each([
    [
      "a false positive",
      codeLife(2, day(0), [["closed_by_user", day(2), { dismissedReason: "false positive" }]]),
      "false positive",
    ],
    [
      "what is in tests",
      secretLife(2, day(0), [["resolved", day(2), { resolution: "used_in_tests" }]]),
      "used in tests",
    ],
    [
      "what a rule closed",
      dependabotLife(2, day(0), [["auto_dismissed", day(2)]]),
      "closed by a rule, not by a judgement",
    ],
    [
      "what has no known reason",
      codeLife(2, day(0), [["closed_by_user", day(2), { dismissedReason: null }]]),
      "closed without a known reason",
    ],
    [
      "what has no known severity",
      dependabotLife(2, day(0), [["fixed", day(2)]], { severity: null }),
      "severity not known",
    ],
  ])("%s", (_, facts, reason) => {
    expect(outcome([...facts, ...codeLife(1, day(0), [["fixed", day(1)]])])).toEqual([[1], { [reason]: 1 }]);
  });
});

describe("what cannot be seen", () => {
  const fixed = codeLife(1, day(0), [["fixed", day(3)]]);

  it("is said where nothing was fixed and the lists were not read", () => {
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed())).toEqual(none);
    const untold = dependabotLife(1, day(0), [["fixed", day(3)]], { severity: null });
    expect(outcome([...untold, ...allListed()])).toEqual(["not-measured", "severity-unknown"]);
  });

  it.each(["security_events", "secret_scanning_alerts", "vulnerability_alerts"])(
    "is not measured without the permission %s, and says so",
    (missing) => {
      const all = ["security_events", "secret_scanning_alerts", "vulnerability_alerts"];
      const permissions = Object.fromEntries(
        all.filter((one) => one !== missing).map((one) => [one, "read"]),
      );
      expect(measure(timeToRemediate, kpiInput(fixed, { permissions }))).toMatchObject({
        outcome: "not-measured",
        reasons: [{ code: "permission-missing", text: expect.stringContaining(missing) }],
      });
    },
  );

  it("is a source that is off, and that is said", () => {
    const off = findingsListedFact({ source: "code-scanning", listing: unseen(null, "feature-off") });
    expect(outcome([...fixed, off])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(compute([...fixed, off]).notes.join()).toContain("Code scanning is not in this number");
  });
});
