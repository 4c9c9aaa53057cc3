// Risk debt: which open findings carry how much, what stops it from growing, what is left out, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeRiskDebt } from "../../../../src/core/kpis/risk-debt/compute.ts";
import { riskDebt } from "../../../../src/core/kpis/risk-debt/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import { entry, fileVersion } from "../../../support/exceptions.ts";
import { allListed, findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const critical = { securitySeverity: "critical" };

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeRiskDebt(kpiInput(facts, given));
}

/** The debt, of how many open findings, and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.value, computed.denominator, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const none = ["not-applicable", "no-open-finding"];

/** A critical alert of day 18: due on day 25, three days before the window's end, times 10. */
function life(...steps: Parameters<typeof codeLife>[2] & object): Fact[] {
  return [...codeLife(1, day(18), steps, critical), ...allListed()];
}

const dismiss = (at: number, dismissedReason = "won't fix") =>
  ["closed_by_user", at, { dismissedReason }] as const;

describe("a critical finding three days past its SLA of 7 days", () => {
  it.each([
    ["still open", life(), [30, 1, {}]],
    ["fixed", life(["fixed", day(27)]), none],
    ["fixed exactly at the end: still open then", life(["fixed", window.to]), [30, 1, {}]],
    ["fixed and reopened: its clock ran on", life(["fixed", day(20)], ["reopened", day(27)]), [30, 1, {}]],
    [
      "accepted and reopened: its clock stood still",
      life(dismiss(day(20)), ["reopened_by_user", day(22)]),
      [10, 1, {}],
    ],
    [
      "accepted for longer than it was late",
      life(dismiss(day(20)), ["reopened_by_user", day(27)]),
      [0, 1, {}],
    ],
    [
      "accepted after it was due, and reopened",
      life(dismiss(day(26)), ["reopened_by_user", day(27)]),
      [20, 1, {}],
    ],
    [
      "dismissed as false and reopened: its clock ran on",
      life(dismiss(day(20), "false positive"), ["reopened_by_user", day(27)]),
      [30, 1, {}],
    ],
    ["accepted", life(dismiss(day(27))), none],
    ["found later to be false", life(dismiss(window.to + 9, "false positive")), none],
  ])("%s", (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected);
    expectAnyOrderTheSame(facts, compute);
  });

  it("fixed, then reintroduced, keeps its first date", () => {
    const steps = [
      ["fixed", day(20)],
      ["reintroduced", day(27)],
    ] as const;
    expect(outcome(dependabotLife(1, day(18), steps, { severity: "critical" }))).toEqual([30, 1, {}]);
  });

  it("stands still while an entry of an exceptions file is in force", () => {
    const exceptionFiles = [fileVersion([entry({ expires: "2026-11-13" })], { readAt: day(24) })];
    // In force from day 24 to the end of day 25: two days.
    expect(outcome(life(), { exceptionFiles })).toEqual([10, 1, {}]);
  });
});

it.each([
  ["due exactly at the end of the window", day(21), 0],
  ["due a day before", day(20), 10],
  ["created at the beginning of the window", window.from, 210],
])("a critical finding %s owes %s → %s", (_, at, debt) => {
  expect(outcome(codeLife(1, at, [], critical))).toEqual([debt, 1, {}]);
});

it("does not know a finding that was created exactly at the end", () => {
  expect(outcome([...codeLife(1, window.to, [], critical), ...allListed()])).toEqual(none);
});

describe("the number", () => {
  const facts = [
    ...codeLife(1, day(18), [], { ...critical, path: "web/a.ts" }),
    ...codeLife(2, day(-4), [], { path: "web/b.ts" }),
    ...dependabotLife(3, day(-72), [], { severity: "medium" }),
    ...secretLife(4, day(20)),
    ...codeLife(5, day(-90), [], { securitySeverity: "low" }),
    ...dependabotLife(6, day(-90), [], { severity: null }),
    ...codeLife(7, day(-90), [], { securitySeverity: null }),
    ...codeLife(8, day(-90), [], { ...critical, ref: "refs/pull/7/merge" }),
  ];

  it("adds up days past the SLA, times the weight of the severity", () => {
    expect(compute(facts)).toMatchObject({
      value: 30 + 2 * 5 + 10 * 2,
      numerator: 60,
      denominator: 4,
      excluded: { "no SLA for its severity": 1, "severity not known": 1 },
    });
    expectAnyOrderTheSame(facts, compute);
  });

  it("takes weights and SLA from the configuration", () => {
    const config = configWith({
      sla: { critical: 1, high: null, medium: null, low: 108 },
      riskWeights: { critical: 1, high: 9, medium: 9, low: 3 },
    });
    expect(outcome(facts, { config })).toEqual([
      9 + 10 * 3,
      2,
      { "no SLA for its severity": 3, "severity not known": 1 },
    ]);
  });

  it("breaks down by severity and by rule or package, and says what to fix first", () => {
    const computed = compute(facts);
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["overdue", 3],
      ["critical-debt", 30],
      ["high-debt", 10],
      ["medium-debt", 20],
    ]);
    expect(computed.breakdown).toEqual([
      {
        label: "js/xss (CodeQL) in web/",
        count: 40,
        of: 60,
        evidenceIds: ["code-scanning#1", "code-scanning#2"],
      },
      { label: "npm:lodash", count: 20, of: 60, evidenceIds: ["dependabot#3"] },
    ]);
    expect(riskDebt.advise(computed, configWith({}))).toEqual({
      text: "Fix js/xss (CodeQL) in web/ first: it weighs most.",
      why: "40 of 60 weighted days past the SLA are of js/xss (CodeQL) in web/.",
      evidenceIds: ["code-scanning#1", "code-scanning#2"],
    });
    expect(riskDebt.advise(compute(codeLife(1, day(27))), configWith({}))).toBeNull();
  });

  it("is zero, and measured, when nothing that is open is late", () => {
    expect(outcome(codeLife(1, day(27)))).toEqual([0, 1, {}]);
  });
});

describe("what cannot be seen", () => {
  it("is said where nothing is open and the lists were not read", () => {
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed())).toEqual(none);
    const untold = dependabotLife(1, day(0), [], { severity: null });
    expect(outcome([...untold, ...allListed()])).toEqual(["not-measured", "severity-unknown"]);
    const low = codeLife(1, day(0), [], { securitySeverity: "low" });
    expect(outcome([...low, ...allListed()])).toEqual(none);
  });

  it.each(["security_events", "secret_scanning_alerts", "vulnerability_alerts", "contents"])(
    "is not measured without the permission %s, and says so",
    (missing) => {
      const all = ["security_events", "secret_scanning_alerts", "vulnerability_alerts", "contents"];
      const permissions = Object.fromEntries(
        all.filter((one) => one !== missing).map((one) => [one, "read"]),
      );
      expect(measure(riskDebt, kpiInput(life(), { permissions }))).toMatchObject({
        outcome: "not-measured",
        reasons: [{ code: "permission-missing", text: expect.stringContaining(missing) }],
      });
    },
  );

  it("is a source that is off: left out with a note, but not while alerts of it are open", () => {
    const off = findingsListedFact({
      source: "dependabot",
      listing: unseen(null, "feature-off"),
      at: day(20),
    });
    const facts = [...codeLife(1, day(18), [], critical), off];
    expect(outcome([...facts, ...dependabotLife(2, day(-90))])).toEqual(["not-measured", "feature-off"]);
    expect(outcome(facts)).toEqual([30, 1, {}]);
    expect(compute(facts).notes.join()).toContain("Dependabot is not in this number");
  });
});
