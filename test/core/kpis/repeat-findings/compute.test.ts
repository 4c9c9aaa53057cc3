// Repeat findings: what arrived in a window, and what of it had been fixed before.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeRepeatFindings } from "../../../../src/core/kpis/repeat-findings/compute.ts";
import { repeatFindings } from "../../../../src/core/kpis/repeat-findings/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import { secretScanFact } from "../../../support/facts.ts";
import { allListed, findingsListedFact } from "../../../support/findings.ts";
import { deliveriesMissedFact, unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const old = day(-300);

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeRepeatFindings(kpiInput(facts, given));
}

/** Numerator, denominator and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.numerator, computed.denominator, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const nothing = ["not-applicable", "no-new-finding"];

describe("a finding that came back", () => {
  it.each([
    [
      "reopened by an analysis",
      codeLife(1, old, [
        ["fixed", day(-20)],
        ["reopened", day(3)],
      ]),
    ],
    [
      "of a dependency, reintroduced",
      dependabotLife(1, old, [
        ["fixed", day(-20)],
        ["reintroduced", day(3)],
      ]),
    ],
    [
      "of a secret, reopened after it was revoked",
      secretLife(1, old, [
        ["resolved", day(-20)],
        ["reopened", day(3)],
      ]),
    ],
    [
      "of a dependency, reintroduced, whose fix was not told",
      dependabotLife(1, old, [["reintroduced", day(3)]]),
    ],
    [
      "new, fixed and back in one window",
      codeLife(1, day(1), [
        ["fixed", day(2)],
        ["reopened", day(3)],
      ]),
    ],
    [
      "twice, counted once",
      codeLife(1, old, [
        ["fixed", day(1)],
        ["reopened", day(2)],
        ["fixed", day(3)],
        ["reopened", day(4)],
      ]),
    ],
  ])("%s is a repeat", (_, facts) => {
    expect(outcome(facts)).toEqual([1, 1, {}]);
  });

  it("after a dismissal is no repeat of a fix: it is left out, and counted there", () => {
    const dismissed = ["closed_by_user", day(-20), { dismissedReason: "won't fix" }] as const;
    const facts = codeLife(1, old, [dismissed, ["reopened_by_user", day(3)]]);
    expect(outcome([...facts, ...codeLife(2, day(4))])).toEqual([0, 1, { "reopened after a dismissal": 1 }]);
    const later = codeLife(1, old, [
      dismissed,
      ["reopened_by_user", day(3)],
      ["fixed", day(5)],
      ["reopened", day(6)],
    ]);
    expect(outcome(later)).toEqual([1, 1, {}]);
  });

  it("is new when it reached the default branch in the window, also when it was dismissed and reopened in it", () => {
    const facts = codeLife(1, day(1), [
      ["closed_by_user", day(2)],
      ["reopened_by_user", day(3)],
    ]);
    expect(outcome(facts)).toEqual([0, 1, {}]);
  });

  it("is left out where nobody told what had closed it", () => {
    const facts = codeLife(1, old, [["reopened_by_user", day(3)]]);
    expect(outcome([...facts, ...codeLife(2, day(4))])).toEqual([
      0,
      1,
      { "reopened, and what closed it was not told": 1 },
    ]);
  });

  it("is told of at the time when it came back, also where it was new in the window", () => {
    const facts = codeLife(1, day(1), [
      ["fixed", day(2)],
      ["reopened", day(3)],
    ]);
    expect(compute(facts).evidence.map(({ at, counted }) => [at, counted])).toEqual([[day(3), true]]);
  });

  it("outside the window is none of it", () => {
    const facts = codeLife(1, old, [
      ["fixed", day(-20)],
      ["reopened", day(-10)],
    ]);
    expect(outcome([...facts, ...allListed()])).toEqual(nothing);
  });
});

describe("a new finding", () => {
  const fixedAt = (at: number, data = {}) => codeLife(1, old, [["fixed", at]], data);
  const next = codeLife(2, day(5));

  it("of a rule that was never fixed here is none", () => {
    expect(outcome(next)).toEqual([0, 1, {}]);
    expect(outcome([...codeLife(1, old), ...next])).toEqual([0, 1, {}]);
  });

  it.each([
    ["180 days before", day(5) - 180 * dayMillis, 1],
    ["a millisecond more than 180 days before", day(5) - 180 * dayMillis - 1, 0],
    ["a millisecond before", day(5) - 1, 1],
    ["in the same millisecond, as when code is moved", day(5), 0],
    ["afterwards", day(6), 0],
  ])("of a rule that was fixed %s: %s → %s", (_, at, repeats) => {
    expect(outcome([...fixedAt(at), ...next])).toEqual([repeats, 1, {}]);
  });

  it("names the last of several fixes of its rule", () => {
    const facts = [...fixedAt(day(-9)), ...codeLife(3, old, [["fixed", day(-2)]]), ...next];
    expect(compute(facts).evidence[0]?.note).toContain("fixed before: code-scanning#3 on 2026-10-17");
  });

  it.each([
    ["another rule", fixedAt(day(-1), { ruleId: "js/sqli" })],
    ["the same name in another source", dependabotLife(1, old, [["fixed", day(-1)]], { ghsaId: "js/xss" })],
    ["a finding that was dismissed, not fixed", codeLife(1, old, [["closed_by_user", day(-1)]])],
    ["a finding on a pull request", codeLife(1, old, [["fixed", day(-1)]], { ref: "refs/pull/3/merge" })],
  ])("is no repeat of %s", (_, before) => {
    expect(outcome([...before, ...next])).toEqual([0, 1, {}]);
  });

  it("is left out where it was none, was found in history, or its rule is not told", () => {
    const falsePositive = codeLife(3, day(6), [
      ["closed_by_user", day(7), { dismissedReason: "false positive" }],
    ]);
    const tests = codeLife(4, day(6), [["closed_by_user", day(7), { dismissedReason: "used in tests" }]]);
    const scan = secretScanFact({ scanType: "backfill", startedAt: day(8), completedAt: day(9) });
    const history = secretLife(1, day(8.5));
    const unnamed = dependabotLife(1, day(6), [], { ghsaId: null });
    expect(outcome([...next, ...falsePositive, ...tests, scan, ...history, ...unnamed])).toEqual([
      0,
      1,
      { "false positive": 1, "found in history": 1, "rule not told": 1, "used in tests": 1 },
    ]);
  });

  it("that turns out to be none after the window leaves the window", () => {
    const judged = codeLife(3, day(5), [
      ["closed_by_user", window.to, { dismissedReason: "false positive" }],
    ]);
    expect(outcome([...next, ...judged])).toEqual([0, 1, { "false positive": 1 }]);
  });

  it("is no repeat of what was none", () => {
    const falsePositive = ["closed_by_user", day(-20), { dismissedReason: "false positive" }] as const;
    expect(outcome([...codeLife(1, old, [falsePositive, ["fixed", day(-1)]]), ...next])).toEqual([0, 1, {}]);
  });
});

describe("the window", () => {
  it.each([
    ["one millisecond before it", window.from - 1, false],
    ["exactly at its beginning", window.from, true],
    ["in its last millisecond", window.to - 1, true],
    ["exactly at its end", window.to, false],
  ])("holds what arrives %s: %s → %s", (_, at, inWindow) => {
    expect(outcome([...codeLife(1, at), ...allListed()])).toEqual(inWindow ? [0, 1, {}] : nothing);
    const back = codeLife(1, old, [
      ["fixed", day(-9)],
      ["reopened", at],
    ]);
    expect(outcome([...back, ...allListed()])).toEqual(inWindow ? [1, 1, {}] : nothing);
  });
});

describe("what cannot be seen", () => {
  it("is said where nothing arrived", () => {
    expect(outcome(allListed())).toEqual(nothing);
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed(), { coveredFrom: day(2) })).toEqual(["not-measured", "history-incomplete"]);
  });

  it("is a permission that is missing, by the installation or by what GitHub answered", () => {
    const permissions = { secret_scanning_alerts: "read", vulnerability_alerts: "read" };
    expect(measure(repeatFindings, kpiInput(codeLife(1, day(3)), { permissions }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("security_events") }],
    });
    const refused = findingsListedFact({ listing: unseen("security_events: read") });
    expect(outcome([refused])).toEqual(["not-measured", "permission-missing"]);
  });

  it("is a source that is off: it is left out, and a note says so", () => {
    const off = findingsListedFact({ source: "secret-scanning", listing: unseen(null, "feature-off") });
    const closed = secretLife(1, day(3), [["resolved", day(4)]]);
    const computed = compute([...codeLife(1, day(3)), ...closed, off]);
    expect(computed).toMatchObject({ outcome: "measured", denominator: 1 });
    expect(computed.notes.join()).toContain("Secret scanning is not in this number");
  });

  it("is what was fixed before anything was seen: a note says so, and the window is compared with none", () => {
    const facts = codeLife(1, day(3));
    const unread = compute(facts, { coveredFrom: day(-100) });
    expect(unread.notes.join()).toContain("not all known back to 2026-04-22");
    expect(unread).toMatchObject({ comparable: false });
    for (const known of [
      compute([...facts, ...allListed()], { coveredFrom: day(-100) }),
      compute(facts, { coveredFrom: day(-180) }),
    ]) {
      expect(known.notes.join()).not.toContain("not all known");
      expect(known).not.toHaveProperty("comparable");
    }
  });
});

describe("what arrived before deliveries tell of lives", () => {
  const arrived = [
    ...codeLife(1, old, [["fixed", day(-20)]], { ruleId: "js/other" }),
    ...codeLife(2, day(3), [], { ruleId: "js/other" }),
    ...codeLife(3, day(12)),
    ...allListed(),
  ];

  it("is left out, because a list does not tell what came back until then", () => {
    expect(outcome(arrived)).toEqual([1, 2, {}]);
    expect(outcome(arrived, { coveredFrom: day(10) })).toEqual([0, 1, { "before deliveries began": 1 }]);
    expect(outcome(arrived, { coveredFrom: day(13) })).toEqual(["not-measured", "history-incomplete"]);
    const missed = deliveriesMissedFact({ from: day(2), to: day(10), at: day(10) });
    expect(outcome([...arrived, ...allListed(day(11)), missed])).toEqual([
      0,
      1,
      { "before deliveries began": 1 },
    ]);
  });

  it("counts where it came back after that", () => {
    const back = codeLife(2, day(3), [
      ["fixed", day(5)],
      ["reopened", day(14)],
    ]);
    expect(outcome([...back, ...allListed()], { coveredFrom: day(10) })).toEqual([1, 1, {}]);
  });

  it("stays in a window that was wholly delivered before deliveries were lost", () => {
    const missed = deliveriesMissedFact({ from: window.to, to: window.to + 9, at: window.to + 9 });
    expect(outcome([...arrived, missed])).toEqual([1, 2, {}]);
  });
});

describe("what stands beside it", () => {
  const facts = [
    ...codeLife(1, old, [["fixed", day(-30)]]),
    ...codeLife(2, day(1)),
    ...codeLife(3, day(2)),
    ...codeLife(
      4,
      old,
      [
        ["fixed", day(-1)],
        ["reopened", day(4)],
      ],
      { ruleId: "js/sqli" },
    ),
    ...dependabotLife(1, day(3)),
  ];

  it("is what repeats most, and what to do about it", () => {
    const computed = compute(facts);
    expect(computed).toMatchObject({ value: 75, numerator: 3, denominator: 4 });
    expect(computed.breakdown.map(({ label, count, of }) => [label, count, of])).toEqual([
      ["js/xss (CodeQL) in web/", 2, 3],
      ["js/sqli (CodeQL) in web/", 1, 3],
    ]);
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["came-back", 1],
      ["fixed-rule", 2],
      ["new", 1],
    ]);
    const { config } = kpiInput([]);
    expect(repeatFindings.advise(computed, config)?.why).toBe(
      "2 of 3 findings that repeat are js/xss (CodeQL) in web/.",
    );
    expect(repeatFindings.advise(compute([]), config)).toBeNull();
  });

  it("is one row for each, and a repeat of a rule says which fix it repeats", () => {
    expect(compute(facts).evidence[0]).toMatchObject({
      kind: "alert",
      id: "code-scanning#2",
      at: day(1),
      note: expect.stringContaining("fixed before: code-scanning#1 on 2026-09-19"),
      counted: true,
    });
    expect(compute(facts).evidence.map(({ counted }) => counted)).toEqual([true, true, false, true]);
  });

  it("is the same in any order and however often the facts come", () => {
    const more = [
      ...facts,
      ...secretLife(1, day(1), [
        ["resolved", day(1)],
        ["reopened", day(1)],
      ]),
      ...dependabotLife(2, old, [
        ["fixed", day(2)],
        ["reintroduced", day(2)],
        ["dismissed", day(6)],
      ]),
    ];
    expectAnyOrderTheSame(more, compute);
  });
});
