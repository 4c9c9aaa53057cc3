// Says that a slice of the past is read: from then on the numbers rely on it.
import type { HistoryReadFact } from "../../core/facts/history.ts";
import { historyReadSubject } from "../../core/facts/subjects.ts";
import type { HistoryPlace } from "../../core/listed-history/place.ts";
import type { Reading, Store } from "../../records/store.ts";

/** @param at when GitHub was read, milliseconds UTC. `store` is the transaction's. */
export async function keepSliceRead(
  store: Store,
  { accountId, repositoryId }: HistoryPlace,
  { slice, unseen }: Reading,
  at: number,
): Promise<void> {
  const data = { ...slice, unseen };
  const fact: HistoryReadFact = {
    kind: "history-read",
    accountId,
    repositoryId,
    subject: historyReadSubject(data),
    occurredAt: at,
    data,
  };
  await store.facts.append([fact], "history");
}
