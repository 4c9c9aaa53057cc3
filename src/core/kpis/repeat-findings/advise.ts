// What to do about repeats: the rule that comes back most.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule that repeats most; null where nothing repeats. */
export function adviseRepeatFindings({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Find out why ${top.label} comes back, and mend it in one place: a test, the template or a shared library.`,
    why: tellConcentration(top, "that repeat"),
    evidenceIds: top.evidenceIds ?? [],
  };
}
