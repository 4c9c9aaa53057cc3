// One KPI of one window: its formula, and what no formula decides for itself, the permissions that it needs and gaps in the history.
import { gapInHistory } from "../kpis/coverage.ts";
import { outOfReach } from "../kpis/data-source.ts";
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import type { Computed, Reason } from "../kpis/measurement.ts";
import { neededHistory } from "../kpis/needed-history.ts";
import { missingPermissions } from "../kpis/permissions.ts";

/**
 * Computes one KPI. What the source of the facts cannot tell is not measured; what may not be read, or a gap in the window that would make the number wrong, makes it not measured, beside
 * whatever else keeps it from being known.
 */
export function measure(definition: KpiDefinition, input: KpiInput): Computed {
  const unreachable = outOfReach(input.source ?? "app", definition.id);
  if (unreachable !== null) return { ...nothingSeen, outcome: "not-measured", reasons: [unreachable] };
  const computed = definition.compute(input);
  const missing = missingPermissions(definition.id, input);
  const gap = computed.outcome === "measured" ? whyWrong(definition, input) : [];
  if (missing.length === 0 && gap.length === 0) return computed;
  const reasons = computed.outcome === "not-measured" ? computed.reasons : [];
  const others = reasons.filter(({ code }) => code !== "permission-missing");
  const { excluded, evidence, beside, breakdown, notes } = computed;
  return {
    outcome: "not-measured",
    reasons: [...missing, ...gap, ...others],
    excluded,
    evidence,
    beside,
    breakdown,
    notes,
  };
}

const nothingSeen = { excluded: {}, evidence: [], beside: [], breakdown: [], notes: [] };

function whyWrong({ id }: KpiDefinition, input: KpiInput): Reason[] {
  const { history, wrongByGap } = neededHistory[id];
  const gap = wrongByGap ? gapInHistory(input, input.window, history) : null;
  return gap === null ? [] : [gap];
}
