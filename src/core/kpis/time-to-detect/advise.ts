// What to do about slow detection: the tool that is slow most often.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the tool of most findings that took more than a day; null where none did. */
export function adviseTimeToDetect({ breakdown }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  return {
    text: `Check when ${top.label} runs: on every push and pull request, or by a schedule alone.`,
    why: tellConcentration({ ...top, label: `by ${top.label}` }, "found more than a day after the commit"),
    evidenceIds: top.evidenceIds ?? [],
  };
}
