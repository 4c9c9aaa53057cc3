// Age of open findings: what is open at the end of a window, how old it is, what is left out, what cannot be known.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeOpenCriticalAge } from "../../../../src/core/kpis/open-critical-age/compute.ts";
import { openCriticalAge } from "../../../../src/core/kpis/open-critical-age/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { codeLife, dependabotLife, secretLife } from "../../../support/alert-lives.ts";
import { allListed, findingsListedFact } from "../../../support/findings.ts";
import { unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeOpenCriticalAge(kpiInput(facts, given));
}

/** The ages that the median is of, and what was left out; or the outcome and why. */
function outcome(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const computed = compute(facts, given);
  return computed.outcome === "measured"
    ? [computed.samples, computed.excluded]
    : [computed.outcome, ...computed.reasons.map(({ code }) => code)];
}

const none = ["not-applicable", "no-open-finding"];

/** A high alert of day 18, ten days before the window's end. */
function life(...steps: Parameters<typeof codeLife>[2] & object): Fact[] {
  return [...codeLife(1, day(18), steps), ...allListed()];
}

describe("a high finding of ten days before the end", () => {
  it.each([
    ["still open", life(), [[10], {}]],
    ["fixed", life(["fixed", day(20)]), none],
    ["fixed in the last millisecond", life(["fixed", window.to - 1]), none],
    ["fixed exactly at the end: still open then", life(["fixed", window.to]), [[10], {}]],
    ["fixed and reopened: as old as before", life(["fixed", day(20)], ["reopened", day(25)]), [[10], {}]],
    ["dismissed as accepted", life(["closed_by_user", day(20)]), none],
    ["dismissed and reopened", life(["closed_by_user", day(20)], ["reopened_by_user", day(25)]), [[10], {}]],
    [
      "found later to be false",
      life(["closed_by_user", window.to + 9, { dismissedReason: "false positive" }]),
      none,
    ],
    ["accepted later", life(["closed_by_user", window.to + 9]), [[10], {}]],
  ])("%s", (_, facts, expected) => {
    expect(outcome(facts)).toEqual(expected);
    expectAnyOrderTheSame(facts, compute);
  });

  it("fixed, then reintroduced, is as old as before", () => {
    const facts = dependabotLife(1, day(18), [
      ["fixed", day(20)],
      ["reintroduced", day(25)],
    ]);
    expect(outcome(facts)).toEqual([[10], {}]);
  });
});

it.each([
  ["at the beginning of the window", window.from, [[28], {}]],
  ["in its last millisecond", window.to - 1, [[1 / 86_400_000], {}]],
  ["exactly at its end: not yet", window.to, none],
])("a finding created %s", (_, at, expected) => {
  expect(outcome([...codeLife(1, at), ...allListed()])).toEqual(expected);
});

describe("the number", () => {
  const facts = [
    ...codeLife(1, day(27), [], { securitySeverity: "critical" }),
    ...codeLife(2, day(22)),
    ...secretLife(3, day(8), [], { publiclyLeaked: true }),
    ...codeLife(4, day(1), [], { securitySeverity: "medium" }),
    ...codeLife(5, day(1), [], { securitySeverity: null }),
    ...codeLife(6, day(1), [], { ref: "refs/pull/7/merge" }),
    ...dependabotLife(7, day(1), [], { severity: null }),
    ...dependabotLife(8, day(1), [["dismissed", day(3)]]),
  ];

  it("is the median age of critical and high findings together", () => {
    expect(compute(facts)).toMatchObject({
      value: 6,
      numerator: null,
      denominator: 3,
      excluded: { "severity not known": 1 },
    });
    expectAnyOrderTheSame(facts, compute);
  });

  it("has each severity beside it, and what is accepted", () => {
    expect(compute(facts).beside.map(({ id, value }) => [id, value])).toEqual([
      ["critical-open", 2],
      ["critical-median", 10.5],
      ["critical-oldest", 20],
      ["high-open", 1],
      ["high-median", 6],
      ["high-oldest", 6],
      ["accepted", 1],
    ]);
  });

  it("names the oldest to decide on, and what most are of", () => {
    expect(openCriticalAge.advise(compute(facts), configWith({}))).toEqual({
      text: "Decide on the oldest first (secret-scanning#3, code-scanning#2, code-scanning#1): fix, or accept the risk with an expiry.",
      why: "2 of 3 findings that are open are js/xss (CodeQL) in web/.",
      evidenceIds: ["secret-scanning#3", "code-scanning#2", "code-scanning#1"],
    });
    expect(openCriticalAge.advise(compute(allListed()), configWith({}))).toBeNull();
  });
});

describe("what cannot be seen", () => {
  it("is said where nothing is open and the lists were not read", () => {
    expect(outcome([])).toEqual(["not-measured", "alerts-not-listed"]);
    expect(outcome(allListed())).toEqual(none);
    expect(outcome(allListed(), { coveredFrom: day(2) })).toEqual(none);
    const untold = dependabotLife(1, day(0), [], { severity: null });
    expect(outcome([...untold, ...allListed()])).toEqual(["not-measured", "severity-unknown"]);
  });

  it.each(["security_events", "secret_scanning_alerts", "vulnerability_alerts"])(
    "is not measured without the permission %s, and says so",
    (missing) => {
      const all = ["security_events", "secret_scanning_alerts", "vulnerability_alerts"];
      const permissions = Object.fromEntries(
        all.filter((one) => one !== missing).map((one) => [one, "read"]),
      );
      expect(measure(openCriticalAge, kpiInput(life(), { permissions }))).toMatchObject({
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
    const facts = [...codeLife(1, day(18)), off];
    expect(outcome([...facts, ...dependabotLife(2, day(-90))])).toEqual(["not-measured", "feature-off"]);
    expect(outcome(facts)).toEqual([[10], {}]);
    expect(compute(facts).notes.join()).toContain("Dependabot is not in this number");
  });
});
