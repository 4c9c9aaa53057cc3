// What to do about findings that were merged: the rule that is introduced most.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule that was introduced most often; null where nothing was. */
export function adviseFindingsPrevented({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Have ${top.label} fail the check on pull requests, and require that check before the merge.`,
    why: tellConcentration(top, "that were open at the merge"),
    evidenceIds: top.evidenceIds ?? [],
  };
}
