// Questions that every KPI of findings asks of a finding's life.
import type { Closure, Finding, FindingTransition } from "./finding.ts";

/** Of a finding, its life on the default branch; of a sighting, that on the pull request. */
type Life = Pick<Finding, "transitions">;

/** The last transition strictly before a time, milliseconds UTC; null where the finding had not begun. */
export function lastTransition(finding: Life, before: number): FindingTransition | null {
  return finding.transitions.findLast(({ at }) => at < before) ?? null;
}

/** The state just before `at`: with the exclusive end of a window, the state at the end of that window. */
export function stateAt(finding: Life, at: number): "not-yet" | "open" | "fixed" | "dismissed" {
  return lastTransition(finding, at)?.state ?? "not-yet";
}

/**
 * Why it was dismissed, as that stood just before `at`: until it is reopened, also where it was fixed afterwards. Null where it
 * was never dismissed or was reopened since. Give `Infinity` for all that is known.
 */
export function standingClosure(finding: Life, at: number): Closure | null {
  const last = finding.transitions.findLast(
    (transition) => transition.at < at && transition.what !== "fixed",
  );
  return last?.what === "dismissed" ? last.closure : null;
}
