// What had been missed, counted: by the kind of fact, and all together.
import type { Drift, Reconciliation } from "./store.ts";

/** What is known before the first reconciliation. */
export const neverReconciled: Reconciliation = {
  reconciledTo: null,
  reconciledAt: null,
  drift: {},
  totalDrift: {},
  requests: 0,
  inHand: null,
};

/** Two counts of what had been missed, as one. */
export function sumDrift(a: Drift, b: Drift): Drift {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

/** How much had been missed, of all kinds. */
export function countDrift(drift: Drift): number {
  return Object.values(drift).reduce((sum, count) => sum + count, 0);
}
