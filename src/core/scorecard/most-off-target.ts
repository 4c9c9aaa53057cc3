// Where a scorecard is furthest from what is wanted: for the places that have room for one line.
import { missOf } from "./actions.ts";
import type { KpiResult } from "./scorecard.ts";

export interface TargetSummary {
  /** KPIs that were judged against a target. */
  readonly judged: number;
  readonly near: number;
  /** Those that are off target, the furthest first; level ones in the order of the scorecard. */
  readonly off: readonly KpiResult[];
  readonly notMeasured: number;
}

/** How the KPIs stand against their targets. Samples that are too small to judge, and what has no target, are not judged. */
export function summariseTargets(kpis: readonly KpiResult[]): TargetSummary {
  const off = kpis.filter(({ status }) => status === "off-target");
  const near = kpis.filter(({ status }) => status === "near").length;
  const on = kpis.filter(({ status }) => status === "on-target").length;
  return {
    judged: off.length + near + on,
    near,
    off: off.toSorted((a, b) => missOf(b) - missOf(a)),
    notMeasured: kpis.filter(({ outcome }) => outcome === "not-measured").length,
  };
}
