// Since when deliveries of a repository can be relied on: what happened before that is read.
import type { KnownRepository, Store } from "../../records/store.ts";

/** Milliseconds UTC; null where nothing of it has been recorded yet. */
export async function whenDeliveriesBegan(
  store: Store,
  { state, coveredFrom, resumedAt }: KnownRepository,
): Promise<number | null> {
  const { accountId, repositoryId } = state;
  const installation = await store.installations.find(accountId);
  const began = coveredFrom ?? (await store.facts.firstRecordedAt(accountId, repositoryId));
  const times = [began, resumedAt, installation?.resumedAt ?? null].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}
