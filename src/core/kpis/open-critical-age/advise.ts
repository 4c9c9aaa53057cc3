// What to do about old open findings: begin with the oldest, and say what most of the open ones are of.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** How many of the oldest are named to open first. */
const named = 3;

/** Names the rule or package that most open findings are of; null where none is open. */
export function adviseOpenCriticalAge({ breakdown, evidence }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  // Evidence is in order of the first date.
  const oldest = evidence.filter(({ counted }) => counted === true).slice(0, named);
  const which = oldest.length === 1 ? "it" : "the oldest first";
  return {
    text: `Decide on ${which} (${oldest.map(({ id }) => id).join(", ")}): fix, or accept the risk with an expiry.`,
    why: tellConcentration(top, "that are open"),
    evidenceIds: oldest.map(({ id }) => id),
  };
}
