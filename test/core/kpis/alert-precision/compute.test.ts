// Alert precision: which findings were closed in a window, and which of them had been real.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeAlertPrecision } from "../../../../src/core/kpis/alert-precision/compute.ts";
import { alertPrecision } from "../../../../src/core/kpis/alert-precision/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import { allListed, findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, kpiInput, window } from "../../../support/scorecard-input.ts";

const old = day(-40);

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeAlertPrecision(kpiInput(facts, given));
}

/** Numerator, denominator and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.numerator, computed.denominator, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

function dismissedAs(dismissedReason: string | null, number = 1): Fact[] {
  return codeLife(number, old, [["closed_by_user", day(3), { dismissedReason }]]);
}

describe("a closed finding", () => {
  it.each([
    ["fixed", codeLife(1, old, [["fixed", day(3)]]), true],
    ["dismissed as won't fix", dismissedAs("won't fix"), true],
    ["dismissed as a false positive", dismissedAs("false positive"), false],
    ["dismissed as used in tests", dismissedAs("used in tests"), false],
    ["a dependency fixed", dependabotLife(1, old, [["fixed", day(3)]]), true],
    [
      "a dependency that is inaccurate",
      dependabotLife(1, old, [["dismissed", day(3), { dismissedReason: "inaccurate" }]]),
      false,
    ],
    ["a secret that was revoked", secretLife(1, old, [["resolved", day(3)]]), true],
    [
      "a secret that was none",
      secretLife(1, old, [["resolved", day(3), { resolution: "false_positive" }]]),
      false,
    ],
  ] as const)("that is %s was real: %s", (_, facts, real) => {
    expect(outcome(facts)).toEqual([real ? 1 : 0, 1, {}]);
  });

  it.each([
    [dismissedAs("because"), "closed without a known reason"],
    [dismissedAs(null), "closed without a known reason"],
    [dependabotLife(1, old, [["auto_dismissed", day(3)]]), "closed by a rule, not by a judgement"],
    [
      secretLife(1, old, [["resolved", day(3), { resolution: "pattern_deleted" }]]),
      "closed by a rule, not by a judgement",
    ],
  ])("is left out where nobody judged it, and counted there", (facts, reason) => {
    const others = codeLife(9, old, [["fixed", day(4)]]);
    expect(outcome([...facts, ...others])).toEqual([1, 1, { [reason]: 1 }]);
  });

  it("is none when it has no security severity, or never reached the default branch", () => {
    const style = codeLife(1, old, [["fixed", day(3)]], { securitySeverity: null });
    const ref = "refs/pull/7/merge";
    const onPullRequest = codeLife(2, old, [["fixed", day(3)]], { ref });
    expect(outcome([...style, ...onPullRequest, ...allListed()])).toEqual([
      "not-applicable",
      "no-finding-closed",
    ]);
  });
});

describe("what happens again", () => {
  const reopened = ["reopened_by_user", day(5)] as const;
  const dismissed = ["closed_by_user", day(3), { dismissedReason: "false positive" }] as const;

  it("makes a reopened finding none that is closed", () => {
    const facts = codeLife(1, old, [
      ["fixed", day(3)],
      ["reopened", day(5)],
    ]);
    expect(outcome([...facts, ...allListed()])).toEqual(["not-applicable", "no-finding-closed"]);
  });

  it("takes the last closure of one that was dismissed, reopened and fixed", () => {
    expect(outcome(codeLife(1, old, [dismissed, reopened, ["fixed", day(7)]]))).toEqual([1, 1, {}]);
  });

  it("takes the last closure of one that was fixed, came back and was dismissed", () => {
    const facts = dependabotLife(1, old, [
      ["fixed", day(2)],
      ["reintroduced", day(4)],
      ["dismissed", day(6), { dismissedReason: "inaccurate" }],
    ]);
    expect(outcome(facts)).toEqual([0, 1, {}]);
  });

  it("keeps the judgement on one that was no finding, when its code goes away", () => {
    expect(outcome(codeLife(1, old, [dismissed, ["fixed", day(7)]]))).toEqual([0, 1, {}]);
    const tests = ["closed_by_user", day(3), { dismissedReason: "used in tests" }] as const;
    expect(outcome(codeLife(1, old, [tests, ["fixed", day(7)]]))).toEqual([0, 1, {}]);
    const accepted = ["closed_by_user", day(3), { dismissedReason: "won't fix" }] as const;
    expect(outcome(codeLife(1, old, [accepted, ["fixed", day(7)]]))).toEqual([1, 1, {}]);
  });

  it("counts a finding that comes back after the window as closed in it", () => {
    const facts = codeLife(1, old, [dismissed, ["reopened_by_user", window.to]]);
    expect(outcome(facts)).toEqual([0, 1, {}]);
  });
});

describe("the window", () => {
  it.each([
    ["one millisecond before it", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("a finding fixed %s is in it: %s", (_, at, inWindow) => {
    const facts = [...codeLife(1, old, [["fixed", at]]), ...allListed()];
    expect(outcome(facts)).toEqual(inWindow ? [1, 1, {}] : ["not-applicable", "no-finding-closed"]);
  });
});

describe("what cannot be seen", () => {
  const fixed = codeLife(1, old, [["fixed", day(3)]]);

  it("is said where nothing was closed and the lists were not read", () => {
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome([], { coveredFrom: day(2) })).toEqual([
      "not-measured",
      "alerts-not-listed",
      "history-incomplete",
    ]);
    expect(outcome(allListed())).toEqual(["not-applicable", "no-finding-closed"]);
    // The lists tell when each alert was closed, also before anything was delivered.
    expect(outcome(allListed(), { coveredFrom: day(2) })).toEqual(["not-applicable", "no-finding-closed"]);
  });

  it("is a permission that is missing, by the installation or by what GitHub answered", () => {
    const granted = { security_events: "read", secret_scanning_alerts: "read" };
    expect(measure(alertPrecision, kpiInput(fixed, { permissions: granted }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("vulnerability_alerts") }],
    });
    const refused = findingsListedFact({
      source: "dependabot",
      listing: unseen("vulnerability_alerts: read"),
    });
    expect(outcome([...fixed, refused])).toEqual(["not-measured", "permission-missing"]);
    expect(compute([...fixed, refused]).evidence).toHaveLength(1);
  });

  it("is a source that is off: it is left out, and a note says so; all off is not measured", () => {
    const off = (source: "code-scanning" | "dependabot" | "secret-scanning") =>
      findingsListedFact({ source, listing: unseen(null, "feature-off") });
    const computed = compute([...fixed, ...dependabotLife(2, old, [["fixed", day(3)]]), off("dependabot")]);
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

  it("is why everything was dismissed", () => {
    expect(outcome([...dismissedAs(null), ...allListed()])).toEqual(["not-measured", "closure-unknown"]);
  });

  it("is told of a number that is known in part", () => {
    expect(compute(fixed, { coveredFrom: day(2) }).notes.join()).toContain("known since");
  });
});

describe("what stands beside it", () => {
  const wrong = (number: number) => dismissedAs("false positive", number);
  const facts = [
    ...wrong(1),
    ...wrong(2),
    ...codeLife(3, old, [["closed_by_user", day(3), { dismissedReason: "used in tests" }]], {
      ruleId: "js/sqli",
    }),
    ...codeLife(4, old, [["fixed", day(4)]]),
    ...codeLife(5, old, [["closed_by_user", day(2), { dismissedReason: "won't fix" }]]),
  ];

  it("is which rules were wrong, most often first, and what to do about the first", () => {
    const computed = compute(facts);
    expect(computed).toMatchObject({ value: 40, numerator: 2, denominator: 5 });
    expect(computed.breakdown).toEqual([
      {
        label: "js/xss (CodeQL) in web/",
        count: 2,
        of: 3,
        evidenceIds: ["code-scanning#1", "code-scanning#2"],
      },
      { label: "js/sqli (CodeQL) in web/", count: 1, of: 3, evidenceIds: ["code-scanning#3"] },
    ]);
    const config = kpiInput([]).config;
    expect(alertPrecision.advise(computed, config)).toEqual({
      text: "Tune js/xss (CodeQL) in web/, or keep it away from tests and examples.",
      why: "2 of 3 findings closed as not real are js/xss (CodeQL) in web/.",
      evidenceIds: ["code-scanning#1", "code-scanning#2"],
    });
    expect(alertPrecision.advise(compute([]), config)).toBeNull();
  });

  it("is how each was closed", () => {
    expect(compute(facts).beside.map(({ id, value }) => [id, value])).toEqual([
      ["fixed", 1],
      ["accepted", 1],
      ["false-positive", 2],
      ["test", 1],
    ]);
  });

  it("is one row for each, with its link, counted where it was real", () => {
    expect(compute(facts).evidence[0]).toEqual({
      kind: "alert",
      id: "code-scanning#5",
      url: "https://github.com/acme/shop/security/code-scanning/5",
      at: day(2),
      note: expect.stringContaining("real: accepted as a risk (won't fix)"),
      counted: true,
    });
    expect(compute(facts).evidence.filter(({ counted }) => counted === false)).toHaveLength(3);
  });

  it("is the same in any order and however often the facts come", () => {
    const more = [
      ...facts,
      ...dependabotLife(1, old, [
        ["fixed", day(2)],
        ["reintroduced", day(2)],
        ["dismissed", day(6)],
      ]),
      ...secretLife(1, day(1), [
        ["resolved", day(1)],
        ["reopened", day(1)],
        ["resolved", day(8)],
      ]),
    ];
    expectAnyOrderTheSame(more, compute);
  });
});
