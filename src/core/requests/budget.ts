// The hour's requests: who may still ask when few are left. The less urgent stop earlier, so that a check on a pull request
// still goes out in the last minutes of an hour.
import type { Priority } from "./priority.ts";

/** What GitHub says with every answer of an hour's requests. */
export interface HourlyBudget {
  readonly limit: number;
  readonly left: number;
  /** When the hour ends and all are there again, milliseconds UTC. */
  readonly resetAt: number;
}

/** Of a hundred: below this share of the hour's requests, only the more urgent go on. */
const KEPT_PERCENT: Readonly<Record<Priority, number>> = { check: 0, weekly: 2, observe: 5, history: 10 };

/**
 * Whether one more may be asked: null, or from when, milliseconds UTC.
 *
 * History stops when less than `100 − historyShare` percent is left, whoever used the rest: so it never takes more than its share,
 * however many replicas there are, and needs no count of its own.
 *
 * @param budget null: nothing is known yet, so it may. @param historyShare percent.
 */
export function exhaustedUntil(
  budget: HourlyBudget | null,
  priority: Priority,
  now: number,
  historyShare: number,
): number | null {
  if (budget === null || budget.resetAt <= now) return null;
  const ofHistory = priority === "history" ? 100 - historyShare : 0;
  const kept = Math.ceil((budget.limit * Math.max(KEPT_PERCENT[priority], ofHistory)) / 100);
  return budget.left > kept ? null : budget.resetAt;
}
