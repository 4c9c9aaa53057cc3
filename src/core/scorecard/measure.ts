// One KPI of one window: its formula, and what no formula decides for itself, the permissions that it needs.
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import type { Computed } from "../kpis/measurement.ts";
import { missingPermissions } from "../kpis/permissions.ts";

/** Computes one KPI; what the App may not read makes it not measured, beside whatever else keeps it from being known. */
export function measure(definition: KpiDefinition, input: KpiInput): Computed {
  const computed = definition.compute(input);
  const missing = missingPermissions(definition.id, input);
  if (missing.length === 0) return computed;
  const reasons = computed.outcome === "not-measured" ? computed.reasons : [];
  const others = reasons.filter(({ code }) => code !== "permission-missing");
  const { excluded, evidence, beside, breakdown, notes } = computed;
  return {
    outcome: "not-measured",
    reasons: [...missing, ...others],
    excluded,
    evidence,
    beside,
    breakdown,
    notes,
  };
}
