// Escalation: how many weeks in a row a KPI has been off target, and when that is marked.
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../../src/core/config/schema/json-schema.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { buildScorecard, type ScorecardInput } from "../../../src/core/scorecard/build.ts";
import { mostWeeksCounted } from "../../../src/core/scorecard/off-target-weeks.ts";
import { configWith, dayMillis, scorecardInput, triedChange, window } from "../../support/scorecard-input.ts";

const weekMillis = 7 * dayMillis;

/** The last week of the window, and the weeks before it, each with ten changes of which so many failed. */
function weeksOf(...failures: number[]): Fact[] {
  return failures.flatMap((failed, week) =>
    Array.from({ length: 10 }, (_, index) =>
      triedChange(
        1 + 10 * week + index,
        index < failed ? "failure" : "success",
        window.to - week * weekMillis - (index + 1) * 3_600_000,
      ),
    ).flat(),
  );
}

/** One week is the window, so that weeks do not overlap. */
function firstPass(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  const input = scorecardInput(facts, {
    window: { from: window.to - weekMillis, to: window.to },
    config: configWith({ weekly: { ...configWith({}).weekly, escalateAfterWeeks: 3 } }),
    ...given,
  });
  const kpi = buildScorecard(input).kpis.find(({ id }) => id === "first-pass-rate");
  return { weeks: kpi?.offTargetWeeks, escalated: kpi?.escalated };
}

describe("weeks off target", () => {
  it.each([
    ["this week alone", [5, 0, 5], 1, false],
    ["two in a row", [5, 5, 0, 5], 2, false],
    ["three in a row are escalated", [5, 5, 5, 0], 3, true],
    ["a week near the target ends the row", [5, 2, 5], 1, false],
    ["a week on target is none", [0, 5, 5, 5], 0, false],
    ["a week without changes ends the row", [5, 5], 2, false],
    ["no more than twelve are counted", Array.from({ length: 14 }, () => 5), 12, true],
  ])("%s", (_, failures, weeks, escalated) => {
    expect(firstPass(weeksOf(...failures))).toEqual({ weeks, escalated });
  });

  it("counts no week whose window was not seen from its beginning", () => {
    const facts = weeksOf(5, 5, 5);
    const coveredFrom = window.to - 2 * weekMillis - dayMillis;
    expect(firstPass(facts, { coveredFrom }).weeks).toBe(2);
  });

  it("are compared with today's target", () => {
    const facts = weeksOf(5, 5, 2, 5);
    const config = configWith({ targets: { "first-pass-rate": { op: ">=", value: 95, tolerance: 0 } } });
    expect(firstPass(facts, { config }).weeks).toBe(4);
  });
});

it("can be escalated after any number of weeks that the configuration allows", () => {
  const { maximum } = configJsonSchemaOfWeekly();
  expect(maximum).toBeLessThanOrEqual(mostWeeksCounted);
});

function configJsonSchemaOfWeekly(): { maximum: number } {
  const schema = configJsonSchema() as {
    properties: { weekly: { properties: { escalate_after_weeks: { maximum: number } } } };
  };
  return schema.properties.weekly.properties.escalate_after_weeks;
}
