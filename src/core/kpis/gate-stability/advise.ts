// What to do about an unstable gate: the check that re-runs change most often.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";

/** Names the check of the most changed first evaluations; null where none was changed. */
export function adviseGateStability({ breakdown }: Computed): Advice | null {
  const [most] = breakdown;
  if (most === undefined) return null;
  const evaluations =
    most.of === 1 ? "1 changed first evaluation is" : `${most.of} changed first evaluations are`;
  return {
    text: `Make ${most.label} give the same answer twice on one commit, before people learn to press “re-run”.`,
    why: `${most.count} of ${evaluations} ${most.label}.`,
    evidenceIds: most.evidenceIds ?? [],
  };
}
