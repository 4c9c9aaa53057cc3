// Which exceptions stand at a moment, each decision counted once: the population of the KPIs of exceptions.
import type { Exception } from "./exception.ts";

/** A dismissal on GitHub, and the entry of a file that says more about the same decision. */
export interface CoveredDismissal {
  readonly dismissal: Exception;
  readonly entry: Exception;
}

export interface Population {
  readonly open: readonly Exception[];
  /** Not in `open`: their entry is there in their place. */
  readonly covered: readonly CoveredDismissal[];
}

/**
 * The exceptions that stand at `at` (exclusive, as the end of a window is): granted before it and not ended before it,
 * expired ones included. A dismissal of a finding for which a valid entry stands is that entry's business: one exception.
 */
export function populationAt(exceptions: readonly Exception[], at: number): Population {
  const standing = exceptions.filter(
    ({ grantedAt, endedAt }) => grantedAt < at && (endedAt === null || endedAt >= at),
  );
  const entryOf = new Map<string, Exception>();
  for (const entry of standing) {
    if (entry.origin === "dismissal" || entry.invalid !== undefined) continue;
    for (const id of entry.findingIds) if (!entryOf.has(id)) entryOf.set(id, entry);
  }
  const covered = standing.flatMap((dismissal): CoveredDismissal[] => {
    if (dismissal.origin !== "dismissal") return [];
    const entry = entryOf.get(dismissal.findingIds[0] ?? "");
    return entry === undefined ? [] : [{ dismissal, entry }];
  });
  const elsewhere = new Set(covered.map(({ dismissal }) => dismissal));
  return { open: standing.filter((exception) => !elsewhere.has(exception)), covered };
}
