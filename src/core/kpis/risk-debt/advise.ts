// What to do about risk debt: pay off what weighs most.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule or package that the largest part of the debt is of; null where there is none. */
export function adviseRiskDebt({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Fix ${top.label} first: it weighs most.`,
    why: `${top.count} of ${top.of} weighted days past the SLA are of ${top.label}.`,
    evidenceIds: top.evidenceIds ?? [],
  };
}
