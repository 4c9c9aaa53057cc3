// Why a target is missed: two sentences of measured facts, and no cause that was not measured.
import { describe, expect, it } from "vitest";
import { explainVariance } from "../../../src/core/scorecard/explain-variance.ts";
import { buildKpi, secretKpi } from "../../support/scorecards.ts";
import { twentyKpis } from "../../support/twenty-kpis.ts";

const missed = {
  value: 62.5,
  numerator: 20,
  denominator: 32,
  status: "off-target" as const,
  variance: -22.5,
};

describe("the explanation of a missed target", () => {
  it("tells how far, what was before and whether that is chance, and where most of it gathers", () => {
    const kpi = buildKpi({
      ...missed,
      trend: { previous: 90, delta: -27.5, verdict: "worsening", pValue: 0.001 },
      breakdown: [
        { label: "CodeQL", count: 10, of: 12 },
        { label: "Semgrep", count: 3, of: 12 },
      ],
    });
    expect(explainVariance(kpi)).toMatchInlineSnapshot(`
      [
        "First-pass security check rate is 62.5 % (20 of 32 changes), 22.5 pp below the target of at least 85 %.",
        "In the window before it was 90 %, a difference of −27.5 pp for the worse, more than chance alone makes; the largest part is “CodeQL” with 10 of 12.",
      ]
    `);
  });

  it("speaks of chance where the difference may be chance, and of none where all was counted", () => {
    const steady = buildKpi({
      ...missed,
      trend: { previous: 70, delta: -7.5, verdict: "steady", pValue: 0.6 },
    });
    expect(explainVariance(steady)[1]).toContain("chance alone can make");
    const census = buildKpi({
      ...missed,
      statistic: "census",
      trend: { previous: 70, delta: -7.5, verdict: "worsening", pValue: null },
    });
    expect(explainVariance(census)[1]).toContain("−7.5 pp for the worse;");
  });

  it("says that there is no comparison where there is none", () => {
    expect(explainVariance(buildKpi({ ...missed, trend: null, breakdown: [] }))[1]).toBe(
      "There is no comparison with the window before.",
    );
  });

  it.each([
    [[3, 3], "the largest parts are “A” and “B” with 3 of 9 each"],
    [[3, 3, 3], null],
    [[], null],
    [[0], null],
  ])("of parts %j says %j", (counts, expected) => {
    const breakdown = counts.map((count, index) => ({ label: "ABC"[index] ?? "", count, of: 9 }));
    const [, second] = explainVariance(buildKpi({ ...missed, breakdown }));
    if (expected === null) expect(second).not.toContain("largest");
    else expect(second).toContain(expected);
  });

  it.each(["on-target", "low-sample", "no-target", "not-measured", "not-applicable"] as const)(
    "is silent where the status is %s",
    (status) => {
      expect(explainVariance(buildKpi({ ...missed, status }))).toEqual([]);
    },
  );

  it("speaks of a rate, a median and a census in their own words", () => {
    const first = (id: string) => twentyKpis().find((kpi) => kpi.id === id)?.explanation[0];
    expect(explainVariance(secretKpi())[0]).toBe(
      "Secrets exposed per 1,000 commits: 3.15 (2 over 635 commits), 1.15 above the target of at most 2 per 1,000 commits.",
    );
    expect(first("open-critical-age")).toBe(
      "Age of open critical and high findings is 34 days (median of 12 open findings), 24 days above the target of at most 10 days.",
    );
    expect(first("exceptions-overdue")).toBe(
      "Exceptions overdue is 25 % (1 of 4 exceptions), 25 pp above the target of at most 0 %.",
    );
  });
});
