// Adds what had been missed to what all reconciliations of a repository made good.
import { neverReconciled, sumDrift } from "../../records/drift.ts";
import type { Drift, Store } from "../../records/store.ts";

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
