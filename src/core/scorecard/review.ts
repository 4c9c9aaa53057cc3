// The scorecard in three lines, as a reviewer would say it: release gate health, review latency, top failure mode. Each comes
// from a documented rule and quotes the numbers that made it; where they are missing it says so.
import { formatValue } from "./format-value.ts";
import { judgeGate } from "./gate-health.ts";
import type { KpiResult, Review } from "./scorecard.ts";

/** Hours to the first review: up to so many is low, up to so many is moderate, more is high. Working hours where configured. */
export const latencyLimits = { low: 4, moderate: 24 } as const;

/** A check that failed first once is an event, not a mode. */
const leastFailures = 2;

/** The three lines, from these KPIs alone: give only the speakable ones where the place is public. */
export function reviewKpis(kpis: readonly KpiResult[]): Review {
  return {
    gateHealth: judgeGate(kpis),
    reviewLatency: judgeLatency(kpis.find(({ id }) => id === "review-latency")),
    topFailureMode: findTopFailure(kpis.find(({ id }) => id === "first-pass-rate")),
  };
}

function judgeLatency(kpi: KpiResult | undefined): Review["reviewLatency"] {
  const made = kpi === undefined ? [] : [kpi.id];
  if (kpi === undefined || kpi.value === null) {
    return { verdict: "not-measured", text: kpi?.reason ?? "Reviews are not measured here.", kpis: made };
  }
  const waited = `${formatValue(kpi.value, kpi.unit)} from ready to the first review (median of ${kpi.denominator})`;
  if (kpi.status === "low-sample") {
    return { verdict: "not-measured", text: `${waited}: too few to judge.`, kpis: made };
  }
  const { low, moderate } = latencyLimits;
  const verdict = kpi.value <= low ? "low" : kpi.value <= moderate ? "moderate" : "high";
  return { verdict, text: `${waited}.`, kpis: made };
}

function findTopFailure(kpi: KpiResult | undefined): Review["topFailureMode"] {
  const made = kpi === undefined ? [] : [kpi.id];
  if (kpi === undefined || kpi.outcome !== "measured") {
    return { verdict: "not-measured", text: kpi?.reason ?? "First tries are not measured here.", kpis: made };
  }
  if (kpi.status === "low-sample") {
    return { verdict: "none", text: "Too few changes to name a check.", kpis: made };
  }
  const [top, second] = kpi.breakdown;
  if (top === undefined) return { verdict: "none", text: "No first try failed in the window.", kpis: made };
  if (top.count < leastFailures || top.count === second?.count) {
    const failures = top.of === 1 ? "1 first try failed" : `${top.of} first tries failed`;
    return { verdict: "none", text: `${failures}; no check stands out.`, kpis: made };
  }
  const text = `${top.label} fails first most often: in ${top.count} of ${top.of} first tries that failed.`;
  return { verdict: "stands-out", text, kpis: made };
}
