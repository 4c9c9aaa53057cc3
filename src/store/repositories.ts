// Repositories, keyed by account and id, never by name: what they are, whether they are still ours, from when history is complete.
import type { Selectable } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import {
  mergeObservations,
  type ObservedRepository,
  observedRepository,
  standingState,
} from "../records/merge-repository.ts";
import type { KnownRepository, RepositoriesTable } from "../records/store.ts";
import type { RepositoriesRow } from "./schema.ts";
import type { Session } from "./session.ts";
import { encodeText } from "./text.ts";

export function repositoriesTable(session: Session): RepositoriesTable {
  const find = async (accountId: number, repositoryId: number): Promise<KnownRepository | null> => {
    const row = await session.db
      .selectFrom("repositories")
      .selectAll()
      .where("account_id", "=", accountId)
      .where("repository_id", "=", repositoryId)
      .executeTakeFirst();
    return row ? knownRepositoryOf(row) : null;
  };

  const keepEarliest = async (
    column: "covered_from" | "first_left_at",
    accountId: number,
    repositoryId: number,
    at: number,
  ): Promise<void> => {
    await ensureRow(session.db, accountId, repositoryId);
    await session.db
      .updateTable("repositories")
      .set({ [column]: at })
      .where("account_id", "=", accountId)
      .where("repository_id", "=", repositoryId)
      .where((row) => row.or([row(column, "is", null), row(column, ">", at)]))
      .execute();
  };

  return {
    async observe(state, observation) {
      const { accountId, repositoryId } = state;
      const merge = async ({ db, dialect }: Session) => {
        const lock = () =>
          db
            .selectFrom("repositories")
            .select("observed")
            .where("account_id", "=", accountId)
            .where("repository_id", "=", repositoryId)
            .$if(dialect === "postgres", (query) => query.forUpdate())
            .executeTakeFirst();
        let row = await lock();
        if (row === undefined) {
          await ensureRow(db, accountId, repositoryId);
          row = await lock();
        }
        const observed = row?.observed ?? null;
        const incoming = observedRepository(state, observation);
        const merged = observed === null ? incoming : mergeObservations(parseObserved(observed), incoming);
        const text = canonicalJson(merged);
        if (text === observed) return;
        const { ownerLogin, name } = merged.state.value;
        await db
          .updateTable("repositories")
          .set({ observed: text, name_key: nameKeyOf(`${ownerLogin}/${name}`) })
          .where("account_id", "=", accountId)
          .where("repository_id", "=", repositoryId)
          .execute();
      };
      await (session.transactional ? merge(session) : session.atomically(merge));
    },

    async setActive(accountId, repositoryId, active, at) {
      await session.db
        .insertInto("repositories")
        .values({
          account_id: accountId,
          repository_id: repositoryId,
          active: active ? 1 : 0,
          active_at: at,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["account_id", "repository_id"])
            .doUpdateSet((row) => ({
              active: row.ref("excluded.active"),
              active_at: row.ref("excluded.active_at"),
            }))
            // At the same time, removal wins whichever is told first.
            .where((row) =>
              row.or([
                row("repositories.active_at", "is", null),
                row("repositories.active_at", "<", row.ref("excluded.active_at")),
                row.and([
                  row("repositories.active_at", "=", row.ref("excluded.active_at")),
                  row("excluded.active", "<", row.ref("repositories.active")),
                ]),
              ]),
            ),
        )
        .execute();
    },

    async setCoveredFrom(accountId, repositoryId, at) {
      await keepEarliest("covered_from", accountId, repositoryId, at);
      await session.db
        .updateTable("repositories")
        .set({ last_added_at: at })
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where((row) => row.or([row("last_added_at", "is", null), row("last_added_at", "<", at)]))
        .execute();
    },

    async setCoveredUntil(accountId, repositoryId, at) {
      await keepEarliest("first_left_at", accountId, repositoryId, at);
    },

    find,

    async findByName(fullName) {
      const rows = await session.db
        .selectFrom("repositories")
        .selectAll()
        .where("name_key", "=", nameKeyOf(fullName))
        .execute();
      // A name can pass from one repository to another: the one that is ours still, else the one seen last.
      const known = rows.map(knownRepositoryOf).filter((repository) => repository !== null);
      known.sort((a, b) => Number(b.active) - Number(a.active) || b.observedAt - a.observedAt);
      return known[0] ?? null;
    },

    async list(accountId) {
      const rows = await session.db
        .selectFrom("repositories")
        .selectAll()
        .where("account_id", "=", accountId)
        .orderBy("repository_id")
        .execute();
      return rows.map(knownRepositoryOf).filter((repository) => repository !== null);
    },

    async listAll() {
      const rows = await session.db
        .selectFrom("repositories")
        .selectAll()
        .orderBy("account_id")
        .orderBy("repository_id")
        .execute();
      return rows.map(knownRepositoryOf).filter((repository) => repository !== null);
    },
  };
}

async function ensureRow(db: Session["db"], accountId: number, repositoryId: number): Promise<void> {
  await db
    .insertInto("repositories")
    .values({ account_id: accountId, repository_id: repositoryId, active: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function nameKeyOf(fullName: string): string {
  return encodeText(fullName.toLowerCase());
}

function parseObserved(text: string): ObservedRepository {
  return JSON.parse(text);
}

/** Null for a repository of which only its place in the installation was told. */
function knownRepositoryOf(row: Selectable<RepositoriesRow>): KnownRepository | null {
  if (row.observed === null) return null;
  const observed = parseObserved(row.observed);
  return {
    ...standingState(observed),
    active: row.active === 1,
    coveredFrom: row.covered_from,
    resumedAt: resumedAt(row),
    observedAt: observed.state.at,
  };
}

/** The last time it was added, if it had left before: told of in any order, this comes out the same. */
function resumedAt({
  first_left_at: left,
  last_added_at: added,
}: Selectable<RepositoriesRow>): number | null {
  return left !== null && added !== null && left < added ? added : null;
}
