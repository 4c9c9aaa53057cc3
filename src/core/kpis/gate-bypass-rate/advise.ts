// What to do about merges that go round the gate: close the way that is taken most often.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { waysRound } from "./ways-round.ts";

/** Names the way round that most bypasses took; null where there was none. */
export function adviseGateBypassRate({ breakdown }: Computed): Advice | null {
  const [most] = breakdown;
  const way = waysRound.find(({ label }) => label === most?.label);
  if (most === undefined || way === undefined) return null;
  const bypasses = most.of === 1 ? "merge that went round a gate" : "merges that went round a gate";
  return {
    text: way.action,
    why: `${most.count} of ${most.of} ${bypasses}: ${most.label}.`,
    evidenceIds: most.evidenceIds ?? [],
  };
}
