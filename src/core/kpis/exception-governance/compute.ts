// The formula of exception governance: the exceptions that stand at the end of the window → those with reason, owner and expiry.
import { describeTerm, evidenceOfException } from "../../exceptions/evidence.ts";
import type { Exception } from "../../exceptions/exception.ts";
import { breakDown, concludeExceptions } from "../conclude-exceptions.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed } from "../measurement.ts";

/** What a dismissal lacks as long as no file says more. */
export const dismissedOnly = "dismissed on GitHub without an entry in an exceptions file";

/** Computes the share of open exceptions that are governed. Pure; order and repetition of facts do not matter. */
export function computeExceptionGovernance(input: KpiInput): Computed {
  return concludeExceptions(input, {
    counts: (exception) => describeLack(exception) === null,
    breakdown: (open) => breakDown(open, describeLack),
    evidence: (exception) => {
      const lack = describeLack(exception);
      const says = lack === null ? "has reason, owner and expiry" : (exception.invalid ?? lack);
      return evidenceOfException(exception, `${says}; ${describeTerm(exception)}`, lack === null);
    },
  });
}

/** The first thing that keeps an exception from being governed; null where nothing does. */
function describeLack({ origin, owner, expiresAt, reason, invalid }: Exception): string | null {
  if (origin === "dismissal") return dismissedOnly;
  if (expiresAt === null) return "entry without an expiry that can be read";
  if (owner === null) return "entry without an owner";
  if (reason === null) return "entry without a reason";
  return invalid === undefined ? null : "entry with another mistake in it";
}
