// Remediation within SLA: who is counted in which window, in time or late, what is left out, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeRemediationWithinSla } from "../../../../src/core/kpis/remediation-within-sla/compute.ts";
import { remediationWithinSla } from "../../../../src/core/kpis/remediation-within-sla/definition.ts";
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
  return computeRemediationWithinSla(kpiInput(facts, given));
}

/** In time, of how many, and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.numerator, computed.denominator, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const none = ["not-applicable", "no-finding-due"];

/** A critical alert of day 0, due on day 7. */
function life(...steps: Parameters<typeof codeLife>[2] & object): Fact[] {
  return [...codeLife(1, day(0), steps, critical), ...allListed()];
}

const dismiss = (at: number, dismissedReason: string) => ["closed_by_user", at, { dismissedReason }] as const;

describe("a critical finding of day 0, due on day 7,", () => {
  it.each([
    ["still open", life(), [0, 1, {}]],
    ["fixed on day 2", life(["fixed", day(2)]), [1, 1, {}]],
    ["fixed exactly when it was due", life(["fixed", day(7)]), [1, 1, {}]],
    ["fixed a moment later", life(["fixed", day(7) + 1]), [0, 1, {}]],
    ["fixed after the window", life(["fixed", window.to]), [0, 1, {}]],
    ["fixed in time and reopened", life(["fixed", day(2)], ["reopened", day(9)]), [0, 1, {}]],
    [
      "fixed in time, reopened, fixed late",
      life(["fixed", day(2)], ["reopened", day(3)], ["fixed", day(9)]),
      [0, 1, {}],
    ],
    [
      "fixed in time, reopened, fixed in time",
      life(["fixed", day(2)], ["reopened", day(3)], ["fixed", day(5)]),
      [1, 1, {}],
    ],
    ["reopened after the window", life(["fixed", day(2)], ["reopened", window.to]), [1, 1, {}]],
    ["dismissed as a false positive", life(dismiss(day(2), "false positive")), none],
    ["dismissed as a false positive when it was late", life(dismiss(day(9), "false positive")), none],
    ["found to be a false positive after the window", life(dismiss(window.to + 5, "false positive")), none],
    ["dismissed as used in tests", life(dismiss(day(2), "used in tests")), none],
    ["dismissed without a reason that is known", life(dismiss(day(2), "because")), none],
    ["accepted before it was due", life(dismiss(day(2), "won't fix")), none],
    ["accepted when it was late", life(dismiss(day(8), "won't fix")), [0, 1, {}]],
    [
      "accepted, reopened, still open: the clock stood still",
      life(dismiss(day(2), "won't fix"), ["reopened_by_user", day(12)]),
      [0, 1, {}],
    ],
    [
      "accepted, reopened, fixed within the time that was left",
      life(dismiss(day(2), "won't fix"), ["reopened_by_user", day(12)], ["fixed", day(16)]),
      [1, 1, {}],
    ],
    [
      "dismissed as false, reopened: the clock ran on",
      life(dismiss(day(2), "false positive"), ["reopened_by_user", day(12)], ["fixed", day(13)]),
      [0, 1, {}],
    ],
  ])("%s", (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected);
    expectAnyOrderTheSame(facts, compute);
  });

  it.each([
    ["false positive", life(dismiss(day(2), "false positive")), "false positive"],
    ["used in tests", life(dismiss(day(2), "used in tests")), "used in tests"],
    ["because", life(dismiss(day(2), "because")), "closed without a known reason"],
    ["won't fix", life(dismiss(day(2), "won't fix")), "clock stopped by an accepted exception"],
  ])("is left out when dismissed as %s, and counted there", (_, facts, reason) => {
    expect(compute(facts).excluded).toEqual({ [reason]: 1 });
  });

  it("fixed, then reintroduced, keeps its first date", () => {
    const of = (...steps: Parameters<typeof dependabotLife>[2] & object) =>
      dependabotLife(1, day(0), steps, { severity: "critical" });
    expect(outcome(of(["fixed", day(2)], ["reintroduced", day(20)]))).toEqual([0, 1, {}]);
    expect(outcome(of(["fixed", day(2)], ["reintroduced", day(20)], ["fixed", day(21)]))).toEqual([0, 1, {}]);
  });
});

describe("the window", () => {
  it.each([
    ["due one millisecond before it", -1, none],
    ["due exactly at its beginning", 0, [0, 1, {}]],
  ])("an open finding %s", (_, millis, expected) => {
    expect(outcome([...codeLife(1, day(-7) + millis, [], critical), ...allListed()])).toEqual(expected);
  });

  it.each([
    ["due in its last millisecond", -1, [0, 1, {}]],
    ["due exactly at its end", 0, none],
  ])("an open finding %s", (_, millis, expected) => {
    expect(outcome([...codeLife(1, day(21) + millis, [], critical), ...allListed()])).toEqual(expected);
  });

  it.each([
    ["one millisecond before it", window.from - 1, none],
    ["exactly at its beginning", window.from, [0, 1, {}]],
    ["in its last millisecond", window.to - 1, [0, 1, {}]],
    ["exactly at its end", window.to, none],
  ])("a finding long overdue and fixed %s", (_, at, expected) => {
    expect(outcome([...codeLife(1, day(-60), [["fixed", at]], critical), ...allListed()])).toEqual(expected);
  });

  it("counts a finding that was fixed in time in an earlier one no more when it would have been due", () => {
    const facts = [...codeLife(1, day(-2), [["fixed", day(-1)]], critical), ...allListed()];
    expect(outcome(facts)).toEqual(none);
  });
});

describe("the population", () => {
  it("is critical and high findings of all three sources, each with its own SLA", () => {
    const facts = [
      ...codeLife(1, day(-29), [["fixed", day(0)]]),
      ...codeLife(2, day(-31), [["fixed", day(0)]]),
      ...dependabotLife(3, day(-5), [["fixed", day(1)]], { severity: "critical" }),
      ...secretLife(4, day(-20), [["resolved", day(1)]]),
      ...secretLife(5, day(-20), [["resolved", day(1)]], { validity: "active" }),
      ...codeLife(6, day(-200), [["fixed", day(1)]], { securitySeverity: "medium" }),
      ...codeLife(7, day(-200), [["fixed", day(1)]], { securitySeverity: "low" }),
      ...codeLife(8, day(-200), [["fixed", day(1)]], { securitySeverity: null }),
      ...codeLife(9, day(-200), [["fixed", day(1)]], { ref: "refs/pull/7/merge" }),
    ];
    expect(outcome(facts)).toEqual([3, 5, {}]);
    expectAnyOrderTheSame(facts, compute);
    expect(compute(facts).beside.map(({ id, value }) => [id, value])).toEqual([
      ["critical-in-time", 50],
      ["high-in-time", (100 * 2) / 3],
      ["medium-in-time", 0],
      ["late-not-fixed", 0],
    ]);
  });

  it("leaves out what has no SLA or no known severity, and counts it", () => {
    const facts = [
      ...codeLife(1, day(-5), [["fixed", day(1)]], critical),
      ...codeLife(2, day(-5), [["fixed", day(1)]]),
      ...dependabotLife(3, day(-5), [], { severity: null }),
    ];
    const config = configWith({ sla: { critical: 7, high: null, medium: 90, low: null } });
    expect(outcome(facts, { config })).toEqual([
      1,
      1,
      { "no SLA for its severity": 1, "severity not known": 1 },
    ]);
  });

  it("leaves out what a rule closed", () => {
    const facts = [
      ...codeLife(1, day(0), [["fixed", day(1)]]),
      ...dependabotLife(2, day(0), [["auto_dismissed", day(1)]], { severity: "critical" }),
      ...secretLife(3, day(0), [["resolved", day(1), { resolution: "pattern_edited" }]]),
    ];
    expect(outcome(facts)).toEqual([1, 1, { "closed by a rule, not by a judgement": 2 }]);
  });
});

describe("no business of the window", () => {
  it.each([
    [
      "what was late in an earlier one and is accepted now",
      codeLife(1, day(-60), [["closed_by_user", day(2)]], critical),
    ],
    [
      "what a rule closed in an earlier one",
      dependabotLife(1, day(-60), [["auto_dismissed", day(-20)]], { severity: "critical" }),
    ],
    [
      "what was found false in an earlier one",
      codeLife(1, day(-60), [dismiss(day(-20), "false positive")], critical),
    ],
    [
      "what was fixed in an earlier one, with no known severity",
      dependabotLife(1, day(-60), [["fixed", day(-20)]], { severity: null }),
    ],
  ])("is %s", (_, facts) => {
    const computed = compute([...facts, ...allListed()]);
    expect(computed).toMatchObject({ outcome: "not-applicable", excluded: {}, evidence: [] });
  });
});

describe("an exceptions file", () => {
  const facts = [...codeLife(1, day(0), [], critical), ...allListed()];
  const file = (expires: string, readAt: number, owner: string | undefined = "@acme/web") => ({
    exceptionFiles: [fileVersion([entry({ expires, owner })], { readAt })],
  });

  it("stops the clock until the entry expires", () => {
    expect(outcome(facts, file("2027-01-31", day(3)))).toEqual(none);
    expect(compute(facts, file("2027-01-31", day(3))).excluded).toEqual({
      "clock stopped by an accepted exception": 1,
    });
    // In force from day 3 to the end of day 5, so that the finding is due on day 10.
    const fixed = (at: number) => [...codeLife(1, day(0), [["fixed", at]], critical), ...allListed()];
    expect(outcome(fixed(day(10)), file("2026-10-24", day(3)))).toEqual([1, 1, {}]);
    expect(outcome(fixed(day(10) + 1), file("2026-10-24", day(3)))).toEqual([0, 1, {}]);
  });

  it("does not when it was read too late, or names no owner", () => {
    expect(outcome(facts, file("2027-01-31", day(7)))).toEqual([0, 1, {}]);
    const without = { exceptionFiles: [fileVersion([entry({ owner: undefined })], { readAt: day(3) })] };
    expect(outcome(facts, without)).toEqual([0, 1, {}]);
  });
});

describe("what cannot be seen", () => {
  const fixed = codeLife(1, day(0), [["fixed", day(3)]]);

  it("is said where nothing was due and the lists were not read", () => {
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome([], { coveredFrom: day(2) })).toEqual([
      "not-measured",
      "alerts-not-listed",
      "history-incomplete",
    ]);
    expect(outcome(allListed())).toEqual(none);
  });

  it.each(["security_events", "secret_scanning_alerts", "vulnerability_alerts", "contents"])(
    "is not measured without the permission %s, and says so",
    (missing) => {
      const all = ["security_events", "secret_scanning_alerts", "vulnerability_alerts", "contents"];
      const permissions = Object.fromEntries(
        all.filter((one) => one !== missing).map((one) => [one, "read"]),
      );
      const computed = measure(remediationWithinSla, kpiInput(fixed, { permissions }));
      expect(computed).toMatchObject({
        outcome: "not-measured",
        reasons: [{ code: "permission-missing", text: expect.stringContaining(missing) }],
      });
      expect(computed.evidence).toHaveLength(1);
    },
  );

  it("is a source that is off: left out with a note; all of them off is not measured", () => {
    const off = (source: "code-scanning" | "dependabot" | "secret-scanning") =>
      findingsListedFact({ source, listing: unseen(null, "feature-off") });
    const computed = compute([
      ...fixed,
      ...dependabotLife(2, day(0), [["fixed", day(1)]]),
      off("dependabot"),
    ]);
    expect(computed).toMatchObject({ outcome: "measured", denominator: 1 });
    expect(computed.notes.join()).toContain("Dependabot is not in this number");
    const allOff = [off("code-scanning"), off("dependabot"), off("secret-scanning")];
    expect(outcome([...fixed, ...allOff])).toEqual([
      "not-measured",
      "feature-off",
      "feature-off",
      "feature-off",
    ]);
  });

  it("is a severity that nobody told, when nothing else is there", () => {
    const untold = dependabotLife(1, day(0), [["fixed", day(3)]], { severity: null });
    expect(outcome([...untold, ...allListed()])).toEqual(["not-measured", "severity-unknown"]);
  });

  it("is not applicable where the configuration sets no SLA", () => {
    const config = configWith({ sla: { critical: null, high: null, medium: null, low: null } });
    expect(outcome([...fixed, ...allListed()], { config })).toEqual(["not-applicable", "no-sla"]);
  });
});

it("says what most of the late ones are of, and what to do", () => {
  const late = (number: number, data: object) => codeLife(number, day(0), [], { ...critical, ...data });
  const facts = [
    ...late(1, { path: "web/a.ts" }),
    ...late(2, { path: "web/admin/b.ts" }),
    ...codeLife(3, day(0), [["fixed", day(8)]], { ...critical, path: "web/c.ts" }),
    ...late(4, { ruleId: "js/sqli", path: "api/d.ts" }),
    ...codeLife(5, day(0), [["fixed", day(2)]], critical),
  ];
  const computed = compute(facts);
  expect(computed).toMatchObject({ value: 20, numerator: 1, denominator: 5 });
  expect(computed.breakdown.map(({ label, count, of }) => [label, count, of])).toEqual([
    ["js/xss (CodeQL) in web/", 3, 4],
    ["js/sqli (CodeQL) in api/", 1, 4],
  ]);
  expect(remediationWithinSla.advise(computed, configWith({}))).toEqual({
    text: "Fix js/xss (CodeQL) in web/ first, or have the risk accepted with an expiry.",
    why: "3 of 4 findings that missed their SLA are js/xss (CodeQL) in web/.",
    evidenceIds: ["code-scanning#1", "code-scanning#2"],
  });
  expect(computed.evidence.map(({ id, note, counted }) => [id, note, counted])).toMatchInlineSnapshot(`
    [
      [
        "code-scanning#5",
        "critical js/xss in web/page.ts; fixed in time, 5.0 days before it was due",
        true,
      ],
      [
        "code-scanning#1",
        "critical js/xss in web/a.ts; its SLA ran out, still open",
        false,
      ],
      [
        "code-scanning#2",
        "critical js/xss in web/admin/b.ts; its SLA ran out, still open",
        false,
      ],
      [
        "code-scanning#4",
        "critical js/sqli in api/d.ts; its SLA ran out, still open",
        false,
      ],
      [
        "code-scanning#3",
        "critical js/xss in web/c.ts; fixed 1.0 days late",
        false,
      ],
    ]
  `);
  expect(
    remediationWithinSla.advise(compute(codeLife(1, day(0), [["fixed", day(1)]])), configWith({})),
  ).toBeNull();
});
