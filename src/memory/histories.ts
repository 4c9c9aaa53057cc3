// How far the past of each repository has been read, in memory. A backfill and a reconciliation keep parts of their own.
import { countDrift, neverReconciled, sumDrift } from "../records/drift.ts";
import type { HistoriesTable, RepositoryHistory } from "../records/store.ts";
import type { Run } from "./facts.ts";
import { copyOf, type KeptMap, keyOf } from "./kept-map.ts";

export function historiesTable(rows: KeptMap<RepositoryHistory>, run: Run): HistoriesTable {
  const change = (accountId: number, repositoryId: number, changed: Partial<RepositoryHistory>) => {
    const key = keyOf(accountId, repositoryId);
    const kept = rows.get(key) ?? { ...blankHistory, accountId, repositoryId };
    rows.set(key, { ...kept, ...changed });
  };
  const wantedSince = (accountId: number, repositoryId: number) =>
    rows.get(keyOf(accountId, repositoryId))?.wantedSince ?? null;
  const list = () => rows.list().sort((a, b) => a.accountId - b.accountId || a.repositoryId - b.repositoryId);

  return {
    find: (accountId, repositoryId) => run(() => rows.get(keyOf(accountId, repositoryId)) ?? null),
    list: (accountId) => run(() => list().filter((history) => history.accountId === accountId)),
    listAll: () => run(list),

    saveBackfill: (accountId, repositoryId, backfill) =>
      run(() => change(accountId, repositoryId, { backfill: copyOf(backfill) })),
    forgetBackfill: (accountId, repositoryId) =>
      run(() => change(accountId, repositoryId, { backfill: null })),
    saveReconciliation: (accountId, repositoryId, reconciliation) =>
      run(() => change(accountId, repositoryId, { reconciliation: copyOf(reconciliation) })),

    countBehind: (accountId, slices) =>
      run(() => {
        const isBehind = ({ accountId: owner, backfill }: RepositoryHistory) =>
          owner === accountId &&
          backfill?.state === "reading" &&
          backfill.error === null &&
          backfill.slices < slices;
        return rows.list().filter(isBehind).length;
      }),

    summarise: () =>
      run(() => {
        const states: Record<string, number> = { reading: 0, done: 0, stopped: 0, failed: 0 };
        for (const { backfill } of rows.list()) {
          if (backfill === null) continue;
          const shown = backfill.error === null ? backfill.state : "failed";
          states[shown] = (states[shown] ?? 0) + 1;
        }
        const reconciliations = list().map(({ reconciliation }) => reconciliation);
        const missed = reconciliations.reduce((sum, { drift }) => sum + countDrift(drift), 0);
        const totalDrift = reconciliations.map(({ totalDrift }) => totalDrift).reduce(sumDrift, {});
        return { states, missed, totalDrift };
      }),

    want: (accountId, repositoryId, since) =>
      run(() => {
        const wanted = wantedSince(accountId, repositoryId);
        if (wanted === null || wanted > since) change(accountId, repositoryId, { wantedSince: since });
      }),

    takeWanted: (accountId, repositoryId, since) =>
      run(() => {
        const wanted = wantedSince(accountId, repositoryId);
        if (wanted !== null && wanted >= since) change(accountId, repositoryId, { wantedSince: null });
      }),
  };
}

const blankHistory = { backfill: null, reconciliation: neverReconciled, wantedSince: null } as const;
