// How far the past of each repository has been read: one row a repository. The backfill and the reconciliation write columns of
// their own, so that neither undoes what the other keeps at the same time.
import { type Selectable, sql } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import { countDrift, neverReconciled, sumDrift } from "../records/drift.ts";
import type { HistoriesTable, RepositoryHistory } from "../records/store.ts";
import type { HistoriesRow } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import { encodeText } from "./text.ts";

const blankRow = { slices: 0, missed: 0, missed_total: 0 } as const;

export function historiesTable(session: Session): HistoriesTable {
  const save = async (
    accountId: number,
    repositoryId: number,
    columns: Partial<Omit<HistoriesRow, "account_id" | "repository_id">>,
  ): Promise<void> => {
    await session.db
      .insertInto("histories")
      .values({ ...blankRow, account_id: accountId, repository_id: repositoryId, ...columns })
      .onConflict((conflict) => conflict.columns(["account_id", "repository_id"]).doUpdateSet(columns))
      .execute();
  };

  return {
    async find(accountId, repositoryId) {
      const row = await session.db
        .selectFrom("histories")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .executeTakeFirst();
      return row ? historyOf(row) : null;
    },

    async list(accountId) {
      const rows = await session.db
        .selectFrom("histories")
        .selectAll()
        .where("account_id", "=", accountId)
        .orderBy("repository_id")
        .execute();
      return rows.map(historyOf);
    },

    async listAll() {
      const rows = await session.db
        .selectFrom("histories")
        .selectAll()
        .orderBy("account_id")
        .orderBy("repository_id")
        .execute();
      return rows.map(historyOf);
    },

    async saveBackfill(accountId, repositoryId, backfill) {
      const { state, slices, error } = backfill;
      await save(accountId, repositoryId, {
        state,
        slices,
        error: error === null ? null : encodeText(error),
        backfill: canonicalJson(backfill),
      });
    },

    async forgetBackfill(accountId, repositoryId) {
      await save(accountId, repositoryId, { state: null, slices: 0, error: null, backfill: null });
    },

    async countBehind(accountId, slices) {
      const { count } = await session.db
        .selectFrom("histories")
        .select((row) => row.fn.countAll<number>().as("count"))
        .where("account_id", "=", accountId)
        .where("state", "=", "reading")
        .where("error", "is", null)
        .where("slices", "<", slices)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async summarise() {
      const states: Record<string, number> = { reading: 0, done: 0, stopped: 0, failed: 0 };
      const rows = await session.db
        .selectFrom("histories")
        .select((row) => [
          sql<string>`case when error is null then state else 'failed' end`.as("shown"),
          row.fn.countAll<number>().as("count"),
        ])
        .where("state", "is not", null)
        .groupBy("shown")
        .execute();
      for (const { shown, count } of rows) states[shown] = count;
      const { missed } = await session.db
        .selectFrom("histories")
        .select((row) => row.fn.coalesce(row.fn.sum<number>("missed"), sql<number>`0`).as("missed"))
        .executeTakeFirstOrThrow();
      const drifted = await session.db
        .selectFrom("histories")
        .selectAll()
        .where("missed_total", ">", 0)
        .execute();
      const totalDrift = drifted.map((row) => historyOf(row).reconciliation.totalDrift).reduce(sumDrift, {});
      return { states, missed: Number(missed), totalDrift };
    },

    async saveReconciliation(accountId, repositoryId, reconciliation) {
      await save(accountId, repositoryId, {
        reconciled_to: reconciliation.reconciledTo,
        reconciliation: canonicalJson(reconciliation),
        missed: countDrift(reconciliation.drift),
        missed_total: countDrift(reconciliation.totalDrift),
      });
    },

    async want(accountId, repositoryId, since) {
      await session.db
        .insertInto("histories")
        .values({ ...blankRow, account_id: accountId, repository_id: repositoryId, wanted_since: since })
        .onConflict((conflict) =>
          conflict
            .columns(["account_id", "repository_id"])
            .doUpdateSet({ wanted_since: since })
            .where((row) =>
              row.or([
                row("histories.wanted_since", "is", null),
                row("histories.wanted_since", ">", millis(since)),
              ]),
            ),
        )
        .execute();
    },

    async takeWanted(accountId, repositoryId, since) {
      await session.db
        .updateTable("histories")
        .set({ wanted_since: null })
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where("wanted_since", ">=", since)
        .execute();
    },
  };
}

function historyOf(row: Selectable<HistoriesRow>): RepositoryHistory {
  return {
    accountId: row.account_id,
    repositoryId: row.repository_id,
    backfill: row.backfill === null ? null : JSON.parse(row.backfill),
    reconciliation: row.reconciliation === null ? neverReconciled : JSON.parse(row.reconciliation),
    wantedSince: row.wanted_since,
  };
}
