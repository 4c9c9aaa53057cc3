// What had been missed is added up by kind: the last reconciliation's figure, and that of all of them.
import { neverReconciled } from "../../store/histories.ts";
import type { Drift, Store } from "../../store/store.ts";

export function sumDrift(a: Drift, b: Drift): Drift {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

export function countDrift(drift: Drift): number {
  return Object.values(drift).reduce((sum, count) => sum + count, 0);
}

/** For what is corrected beside a reading: what a repository is. `store` is the transaction's. */
export async function addDrift(
  store: Store,
  { accountId, repositoryId }: { readonly accountId: number; readonly repositoryId: number },
  drift: Drift,
): Promise<void> {
  const history = await store.histories.find(accountId, repositoryId);
  const known = history?.reconciliation ?? neverReconciled;
  await store.histories.saveReconciliation(accountId, repositoryId, {
    ...known,
    totalDrift: sumDrift(known.totalDrift, drift),
  });
}
