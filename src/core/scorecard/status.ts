// How a value stands against its target.
import type { KpiDefinition } from "../kpis/definition.ts";
import type { Computed } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { Status } from "./scorecard.ts";

/** Arithmetic on shares leaves errors of this order; a value on the edge must not fall off it. */
const roundingSlack = 1e-9;

/** A small sample is neither good nor bad, whatever its value. */
export function statusOf(definition: KpiDefinition, computed: Computed, target: Target | null): Status {
  if (computed.outcome !== "measured") return computed.outcome;
  if (computed.denominator < definition.minimumSample) return "low-sample";
  if (target === null) return "no-target";
  const missedBy = target.op === ">=" ? target.value - computed.value : computed.value - target.value;
  if (missedBy <= roundingSlack) return "on-target";
  return missedBy <= target.tolerance + roundingSlack ? "near" : "off-target";
}
