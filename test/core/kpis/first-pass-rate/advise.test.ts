// What a missed first-pass rate asks for: the check that fails first, and what code scanning had found on those changes.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { adviseFirstPassRate } from "../../../../src/core/kpis/first-pass-rate/advise.ts";
import { computeFirstPassRate } from "../../../../src/core/kpis/first-pass-rate/compute.ts";
import { chooseActions } from "../../../../src/core/scorecard/actions.ts";
import { buildScorecard } from "../../../../src/core/scorecard/build.ts";
import { repositoryState } from "../../../support/facts.ts";
import { codeScanningAlertFact } from "../../../support/findings.ts";
import { day, kpiInput, scorecardInput, triedChange } from "../../../support/scorecard-input.ts";

const hour = 3_600_000;
const failed = [1, 2, 3, 4].flatMap((number) => triedChange(number, "failure", day(number)));

/** An alert on a pull request, created so long before its first try was decided. */
function alertOn(
  pullRequest: number,
  before: number,
  given: Parameters<typeof codeScanningAlertFact>[0] = {},
) {
  return codeScanningAlertFact({
    number: 10 * pullRequest + (given.number ?? 0),
    ref: `refs/pull/${pullRequest}/merge`,
    at: day(pullRequest) - before,
    ...given,
    ...(given.number === undefined ? {} : { number: 10 * pullRequest + given.number }),
  });
}

function advise(facts: readonly Fact[]) {
  return adviseFirstPassRate(computeFirstPassRate(kpiInput(facts)));
}

function places(facts: readonly Fact[]) {
  return computeFirstPassRate(kpiInput(facts))
    .beside.filter(({ id }) => id.startsWith("alert:"))
    .map(({ id, value, evidenceIds }) => [id.slice("alert:".length), value, evidenceIds]);
}

describe("the advice", () => {
  it("names the check, and the rule and folder that were on most of the changes, newest change first", () => {
    const facts = [...failed, alertOn(1, hour), alertOn(3, hour), alertOn(4, hour)];
    expect(advise(facts)).toEqual({
      text: "Have CodeQL run before review (editor, pre-commit hook), or fix its rules where they are wrong.",
      why: "4 of 4 first tries that failed are CodeQL. Code scanning had found CodeQL js/xss in web/ on 3 of the 4.",
      evidenceIds: ["#4", "#3", "#1"],
    });
  });

  it("is silent of alerts where none was on two of the changes", () => {
    expect(advise([...failed, alertOn(1, hour)])?.why).toBe("4 of 4 first tries that failed are CodeQL.");
  });

  it("is none where nothing failed", () => {
    expect(advise(triedChange(1, "success", day(1)))).toBeNull();
  });
});

describe("alerts on changes that failed", () => {
  it.each([
    ["created an hour before the decision", alertOn(1, hour), true],
    ["created within the minute after it", alertOn(1, -60_000), true],
    ["created later", alertOn(1, -60_001), false],
    ["of no security severity", alertOn(1, hour, { securitySeverity: null }), false],
    ["on a pull request that did not fail", alertOn(9, hour), false],
    ["on the default branch alone", codeScanningAlertFact({ at: day(1) - hour }), false],
  ])("count one %s: %o", (_, alert, counts) => {
    expect(places([...failed, alert])).toEqual(counts ? [["CodeQL js/xss in web/", 1, ["#1"]]] : []);
  });

  it("count none that was fixed before the decision", () => {
    const fixed = alertOn(1, hour / 2, { action: "fixed" });
    expect(places([...failed, alertOn(1, hour), fixed])).toEqual([]);
  });

  it("count a change once for each place, the place on most changes first", () => {
    const facts = [
      ...failed,
      alertOn(1, hour, { number: 1 }),
      alertOn(1, hour, { number: 2, path: "web/other.ts" }),
      alertOn(2, hour, { number: 1, ruleId: "js/sql", path: "api/db.ts" }),
      alertOn(3, hour, { number: 1, ruleId: "js/sql", path: "api/db/x.ts" }),
    ];
    expect(places(facts)).toEqual([
      ["CodeQL js/sql in api/", 2, ["#2", "#3"]],
      ["CodeQL js/xss in web/", 1, ["#1"]],
    ]);
  });
});

it("fault 34: names no rule in what a public repository is told to do", () => {
  const more = Array.from({ length: 8 }, (_, index) => triedChange(20 + index, "failure", day(6))).flat();
  const facts = [...failed, ...more, alertOn(1, hour), alertOn(2, hour)];
  const told = (visibility: "public" | "private") => {
    const input = scorecardInput(facts, { repository: repositoryState({ visibility }) });
    return JSON.stringify(chooseActions(buildScorecard(input), input.config));
  };
  expect(told("private")).toContain("js/xss");
  expect(told("public")).toContain("CodeQL");
  expect(told("public")).not.toContain("js/xss");
});
