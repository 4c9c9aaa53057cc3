// The formula of overdue exceptions: those that stand at the end of the window → how many should have been decided again.
import { formatDay, lastDayBefore } from "../../exceptions/day.ts";
import { describeTerm, evidenceOfException } from "../../exceptions/evidence.ts";
import type { Exception } from "../../exceptions/exception.ts";
import { dueAt } from "../../exceptions/in-force.ts";
import { breakDown, concludeExceptions } from "../conclude-exceptions.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed } from "../measurement.ts";

/** What `advise` tells the causes of being overdue by. */
export const pastExpiry = "past their expiry";

/** Computes the share of open exceptions that are overdue. Pure; order and repetition of facts do not matter. */
export function computeExceptionsOverdue(input: KpiInput): Computed {
  const { window, config } = input;
  const { reviewAfterDays } = config.exceptions;
  const isOverdue = (exception: Exception) => dueAt(exception, reviewAfterDays) < window.to;
  const isPastExpiry = ({ expiresAt }: Exception) => expiresAt !== null && expiresAt < window.to;
  return concludeExceptions(input, {
    counts: isOverdue,
    breakdown: (open) =>
      breakDown(open.filter(isOverdue), (exception) =>
        isPastExpiry(exception) ? pastExpiry : `older than ${reviewAfterDays} days`,
      ),
    evidence: (exception) => {
      const due = dueAt(exception, reviewAfterDays);
      const term = describeTerm(exception);
      const says = isPastExpiry(exception)
        ? `expired on ${lastDayBefore(exception.expiresAt ?? due)}`
        : isOverdue(exception)
          ? `to be decided again since ${formatDay(due)}, ${reviewAfterDays} days after it was granted`
          : `to be decided again by ${formatDay(due - 1)}`;
      return evidenceOfException(exception, `${says}; ${term}`, isOverdue(exception));
    },
  });
}
