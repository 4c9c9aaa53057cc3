// Where the App is installed: one row per account, the newest state GitHub told of it.

import type { Selectable } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import type { InstallationsTable, KnownInstallation } from "../records/store.ts";
import type { InstallationsRow } from "./schema.ts";
import type { Session } from "./session.ts";

export function installationsTable(session: Session): InstallationsTable {
  return {
    async save(installation) {
      const data = canonicalJson(installation);
      await session.db
        .insertInto("installations")
        .values({ account_id: installation.accountId, updated_at: installation.updatedAt, data })
        .onConflict((conflict) =>
          conflict
            .column("account_id")
            .doUpdateSet((row) => ({
              updated_at: row.ref("excluded.updated_at"),
              data: row.ref("excluded.data"),
            }))
            // Of two states of one moment the greater text stands, whichever is told first.
            .where((row) =>
              row.or([
                row("installations.updated_at", "<", row.ref("excluded.updated_at")),
                row.and([
                  row("installations.updated_at", "=", row.ref("excluded.updated_at")),
                  row("installations.data", "<", row.ref("excluded.data")),
                ]),
              ]),
            ),
        )
        .execute();
    },

    async resume(accountId, at) {
      await session.db
        .updateTable("installations")
        .set({ resumed_at: at })
        .where("account_id", "=", accountId)
        .where((row) => row.or([row("resumed_at", "is", null), row("resumed_at", "<", at)]))
        .execute();
    },

    async find(accountId) {
      const row = await session.db
        .selectFrom("installations")
        .selectAll()
        .where("account_id", "=", accountId)
        .executeTakeFirst();
      return row ? installationOf(row) : null;
    },

    async list() {
      const rows = await session.db.selectFrom("installations").selectAll().orderBy("account_id").execute();
      return rows.map(installationOf);
    },
  };
}

function installationOf(row: Selectable<InstallationsRow>): KnownInstallation {
  return { ...JSON.parse(row.data), resumedAt: row.resumed_at };
}
