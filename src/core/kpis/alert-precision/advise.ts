// What to do about findings that were not real: the rule they come from most.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule that was wrong most often; null where nothing was. */
export function adviseAlertPrecision({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Tune ${top.label}, or keep it away from tests and examples.`,
    why: tellConcentration(top, "closed as not real"),
    evidenceIds: top.evidenceIds ?? [],
  };
}
