// A repository after a week of deliveries, of which a test keeps what it likes: what reconciliation starts from.
import type { Fact } from "../../src/core/facts/fact.ts";
import { askReconciliation } from "../../src/workflows/history/ask-reconciliation.ts";
import { backfillRequest } from "../../src/workflows/history/requested.ts";
import { defaultAccountId, defaultAt } from "./facts.ts";
import { type HistoryBench, ledgerOf, openHistoryBench } from "./history-bench.ts";
import { type MadePastOptions, makePast } from "./made-past.ts";

export const hour = 60 * 60 * 1000;
export const day = 24 * hour;
export const place = { accountId: defaultAccountId, repositoryId: 2002 };

/** Deliveries begin at `defaultAt`; a week later twenty pull requests have come and gone since. */
export const week: MadePastOptions = {
  until: defaultAt + 7 * day,
  everyMillis: 8 * hour,
  pullRequests: 20,
  repositoryId: place.repositoryId,
};

export async function benchAfterAWeek(
  delivered: (facts: readonly Fact[]) => readonly Fact[],
): Promise<HistoryBench> {
  const bench = await openHistoryBench();
  await bench.add(place.repositoryId, makePast({ ...week, pullRequests: 0 }));
  await bench.store.jobs.enqueue([backfillRequest(place)]);
  await bench.work();
  bench.github.history.pasts.set(place.repositoryId, makePast(week));
  bench.setNow(defaultAt + 7 * day + hour);
  await bench.store.facts.append(delivered(await whole()), "webhook");
  bench.others.length = 0;
  bench.github.requests.length = 0;
  return bench;
}

/** All that deliveries tell of the week. */
export async function whole(): Promise<Fact[]> {
  const bench = await openHistoryBench();
  await bench.add(place.repositoryId, makePast(week));
  bench.setNow(defaultAt + 7 * day + hour);
  await askReconciliation(bench.store, place, defaultAt - hour);
  await bench.work();
  const facts = await ledgerOf(bench.store, place.repositoryId);
  return facts.map(({ read: _, ...fact }) => fact as Fact);
}

export async function reconciliationOf({ store }: HistoryBench) {
  return (await store.histories.find(place.accountId, place.repositoryId))?.reconciliation ?? null;
}

export const subjectsOf = (facts: readonly Fact[]) =>
  facts.map(({ kind, subject }) => `${kind} ${subject}`).sort();
