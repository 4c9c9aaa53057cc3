// What to do about slow fixes: look at what most of the slow ones are of.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule or package that most of the fixes slower than their SLA are of; null where none was slower. */
export function adviseTimeToRemediate({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Look at how ${top.label} gets fixed: who was told, and what the fix waited for.`,
    why: tellConcentration(top, "that took longer than their SLA"),
    evidenceIds: top.evidenceIds ?? [],
  };
}
