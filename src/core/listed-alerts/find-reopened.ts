// Finds alerts that GitHub lists as open while the ledger has them closed: the delivery of their reopening was missed.
import type { Finding } from "../findings/finding.ts";

/**
 * When such an alert was reopened at the latest, milliseconds UTC; null where list and ledger agree, or where the last change
 * that GitHub names is no later than the closing, so that the list is older than what the ledger knows.
 */
export function missedReopening(
  alert: { readonly state: string; readonly updatedAt: number | null },
  finding: Finding | undefined,
): number | null {
  const last = finding?.transitions.at(-1);
  if (alert.state !== "open" || alert.updatedAt === null || last === undefined) return null;
  return last.state !== "open" && alert.updatedAt > last.at ? alert.updatedAt : null;
}
