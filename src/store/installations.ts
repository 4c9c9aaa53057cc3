// Where the App is installed: one row per account, the newest state GitHub told of it.
import type { Session } from "./session.ts";
import type { Installation, InstallationsTable } from "./store.ts";
import { canonicalJson } from "./text.ts";

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

    async find(accountId) {
      const row = await session.db
        .selectFrom("installations")
        .select("data")
        .where("account_id", "=", accountId)
        .executeTakeFirst();
      return row ? parseInstallation(row.data) : null;
    },

    async list() {
      const rows = await session.db
        .selectFrom("installations")
        .select("data")
        .orderBy("account_id")
        .execute();
      return rows.map((row) => parseInstallation(row.data));
    },
  };
}

function parseInstallation(data: string): Installation {
  return JSON.parse(data);
}
