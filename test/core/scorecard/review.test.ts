// The three lines of the review: which numbers lead to which verdict, and what is said where they are missing.
import { describe, expect, it } from "vitest";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { reviewKpis } from "../../../src/core/scorecard/review.ts";
import type { KpiResult, Status } from "../../../src/core/scorecard/scorecard.ts";
import { buildKpi, unmeasured } from "../../support/scorecards.ts";

type Verdict = "improving" | "worsening" | "steady";

function gate(id: KpiId, status: Status, verdict: Verdict = "steady", value = 90): KpiResult {
  const trend = { previous: value, delta: 0, verdict, pValue: 0.5 };
  const kpi = buildKpi({ id, status, value, trend });
  return status === "not-measured" ? unmeasured(kpi, "permission-missing", "Grant it.") : kpi;
}

const firstPass = gate("first-pass-rate", "on-target");

describe("release gate health", () => {
  it.each<[string, KpiResult[]]>([
    ["good", [firstPass]],
    ["good", [firstPass, gate("gate-stability", "low-sample"), gate("open-critical-age", "not-applicable")]],
    ["good", [firstPass, gate("gate-bypass-rate", "no-target", "steady", 2)]],
    ["mixed", [firstPass, gate("gate-bypass-rate", "no-target", "steady", 2.1)]],
    ["mixed", [firstPass, gate("gate-bypass-rate", "no-target", "steady", 10)]],
    ["at-risk", [firstPass, gate("gate-bypass-rate", "no-target", "steady", 10.1)]],
    ["improving", [firstPass, gate("gate-bypass-rate", "no-target", "improving", 30)]],
    ["good", [firstPass, gate("gate-stability", "no-target", "steady", 95)]],
    ["mixed", [firstPass, gate("gate-stability", "no-target", "steady", 94.9)]],
    ["at-risk", [firstPass, gate("gate-stability", "no-target", "steady", 89.9)]],
    ["mixed", [gate("first-pass-rate", "near")]],
    ["mixed", [gate("first-pass-rate", "on-target", "worsening")]],
    ["at-risk", [gate("first-pass-rate", "off-target", "worsening")]],
    ["at-risk", [gate("first-pass-rate", "off-target")]],
    ["improving", [gate("first-pass-rate", "off-target", "improving")]],
    ["at-risk", [firstPass, gate("remediation-within-sla", "off-target")]],
    [
      "at-risk",
      [gate("first-pass-rate", "off-target", "improving"), gate("open-critical-age", "off-target")],
    ],
    // What cannot be seen may be bad, so that nothing is called good; what is seen to be bad is bad all the same.
    ["not-measured", [firstPass, gate("gate-bypass-rate", "not-measured")]],
    ["at-risk", [gate("first-pass-rate", "off-target"), gate("gate-bypass-rate", "not-measured")]],
    ["mixed", [gate("first-pass-rate", "near"), gate("gate-bypass-rate", "not-measured")]],
    // Findings alone tell nothing of the gate.
    ["not-measured", [gate("remediation-within-sla", "on-target")]],
    ["not-measured", [gate("first-pass-rate", "low-sample")]],
    ["not-measured", []],
  ])("case %# is %s", (verdict, kpis) => {
    expect(reviewKpis(kpis).gateHealth.verdict).toBe(verdict);
  });

  it("says which numbers made it, each with how it stands", () => {
    const { text, kpis } = reviewKpis([
      gate("first-pass-rate", "off-target", "improving", 62.5),
      gate("gate-bypass-rate", "not-measured"),
      gate("gate-stability", "no-target", "steady", 97.5),
    ]).gateHealth;
    expect(text).toBe(
      "first-pass rate 62.5 % (off target, improving); bypassed: not measured; stable 97.5 % (good).",
    );
    expect(kpis).toEqual(["first-pass-rate", "gate-bypass-rate", "gate-stability"]);
  });
});

describe("review latency", () => {
  const latency = (value: number, part: Partial<KpiResult> = {}) =>
    buildKpi({
      id: "review-latency",
      unit: "hours",
      statistic: "median",
      numerator: null,
      value,
      status: "no-target",
      ...part,
    });

  it.each([
    [0.5, "low"],
    [4, "low"],
    [4.01, "moderate"],
    [24, "moderate"],
    [24.01, "high"],
  ])("of %d hours is %s", (value, verdict) => {
    expect(reviewKpis([latency(value)]).reviewLatency.verdict).toBe(verdict);
  });

  it("quotes the median and of how many it is", () => {
    expect(reviewKpis([latency(6.42)]).reviewLatency.text).toBe(
      "6.4 hours from ready to the first review (median of 40).",
    );
  });

  it.each([
    ["too few to judge", latency(2, { status: "low-sample" }), /too few to judge/],
    ["hidden", unmeasured(latency(2), "permission-missing", "Grant it."), /^Grant it\.$/],
  ])("is not measured where it is %s, and says so", (_, kpi, text) => {
    const { reviewLatency } = reviewKpis([kpi]);
    expect(reviewLatency.verdict).toBe("not-measured");
    expect(reviewLatency.text).toMatch(text);
  });
});

describe("top failure mode", () => {
  const failing = (...counts: [string, number][]) =>
    buildKpi({ breakdown: counts.map(([label, count]) => ({ label, count, of: 5 })) });

  it.each<[string, KpiResult, string, string]>([
    [
      "one check leads",
      failing(["CodeQL", 4], ["Semgrep", 1]),
      "stands-out",
      "CodeQL fails first most often: in 4 of 5 first tries that failed.",
    ],
    [
      "two lead",
      failing(["CodeQL", 3], ["Semgrep", 3]),
      "none",
      "5 first tries failed; no check stands out.",
    ],
    ["one failed once", failing(["CodeQL", 1]), "none", "5 first tries failed; no check stands out."],
    ["nothing failed", failing(), "none", "No first try failed in the window."],
    [
      "the sample is small",
      { ...failing(["CodeQL", 4]), status: "low-sample" },
      "none",
      "Too few changes to name a check.",
    ],
    ["it is hidden", unmeasured(failing(), "permission-missing", "Grant it."), "not-measured", "Grant it."],
  ])("where %s", (_, kpi, verdict, text) => {
    expect(reviewKpis([kpi]).topFailureMode).toEqual({ verdict, text, kpis: ["first-pass-rate"] });
  });
});
