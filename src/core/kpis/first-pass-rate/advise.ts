// What to do about a first-pass rate below its target: the check that fails first most often, and what it had found.
import type { Advice } from "../definition.ts";
import { alertFigurePrefix, type Computed } from "../measurement.ts";

/** A check or an alert that is behind one failure alone is no pattern worth a name. */
const leastFailures = 2;

/** Names the check that failed first most often, then the rule and folder that were on most of these changes; null without failures. */
export function adviseFirstPassRate({ breakdown, beside }: Computed): Advice | null {
  const [top, second] = breakdown;
  if (top === undefined) return null;
  const level = top.count === second?.count;
  const ids = top.evidenceIds ?? [];
  const place = beside
    .filter(({ id, value }) => id.startsWith(alertFigurePrefix) && value !== null && value >= leastFailures)
    .at(0);
  const failures = `${top.count} of ${top.of} first tries that failed ${top.of === 1 ? "is" : "are"} ${top.label}`;
  const shared = level && second !== undefined ? `, and as many ${second.label}` : "";
  const found =
    place === undefined
      ? ""
      : ` Code scanning had found ${place.id.slice(alertFigurePrefix.length)} on ${place.value} of the ${top.of}.`;
  return {
    text: `Have ${top.label} run before review (editor, pre-commit hook), or fix its rules where they are wrong.`,
    why: `${failures}${shared}.${found}`,
    evidenceIds: newestFirst(place?.evidenceIds ?? ids),
  };
}

/** Changes are listed oldest first; somebody still remembers the newest. */
function newestFirst(ids: readonly string[]): string[] {
  return [...ids].reverse();
}
