// Exceptions as rows of evidence: what each is for, what is said of it, who answers for it.
import type { Evidence } from "../kpis/measurement.ts";
import { formatDay, lastDayBefore } from "./day.ts";
import type { Exception } from "./exception.ts";
import type { CoveredDismissal } from "./population.ts";

/** A row about an exception that was counted; `says` is about the KPI at hand. Its time is when it was first granted. */
export function evidenceOfException(exception: Exception, says: string, counted: boolean): Evidence {
  const { id, url, subject, owner, origin, findingIds } = exception;
  const parts = [
    says,
    ...(owner === null ? [] : [`owner ${owner}`]),
    ...(origin !== "dismissal" && findingIds.length === 0 ? ["matches no known finding"] : []),
  ];
  const at = exception.firstGrantedAt ?? exception.grantedAt;
  return { kind: "exception", id, url, at, note: `${subject}: ${parts.join("; ")}`, counted };
}

/** A dismissal that is in neither numerator nor denominator, because the entry of a file is. */
export function evidenceOfCovered({ dismissal, entry }: CoveredDismissal): Evidence {
  const { id, url, subject, grantedAt: at } = dismissal;
  const note = `${subject}: left out: dismissed on GitHub, and counted as ${entry.id}`;
  return { kind: "exception", id, url, at, note, counted: null };
}

/** Since when and until when, in words: `in .github/… since 2026-07-01, until 2026-10-31`. */
export function describeTerm({ origin, grantedAt, firstGrantedAt, expiresAt, reason }: Exception): string {
  const since = formatDay(firstGrantedAt ?? grantedAt);
  if (origin === "dismissal")
    return `dismissed on GitHub on ${since}${reason === null ? "" : `, reason given: ${reason}`}`;
  return expiresAt === null
    ? `granted on ${since}, no expiry`
    : `granted on ${since}, until ${lastDayBefore(expiresAt)}`;
}
