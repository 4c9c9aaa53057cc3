// What changes of configuration would do, by the head that brings them.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"` },
} as const;

export function simulations(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text } = columnTypes[dialect];
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const table = db.schema
        .createTable("simulations")
        .addColumn("account_id", integer, (column) => column.notNull())
        .addColumn("repository_id", integer, (column) => column.notNull())
        .addColumn("head_sha", text, (column) => column.notNull())
        .addColumn("digest", text, (column) => column.notNull())
        .addColumn("files", text, (column) => column.notNull())
        .addColumn("result", text)
        .addPrimaryKeyConstraint("simulations_key", ["account_id", "repository_id", "head_sha"]);
      await (dialect === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
    },
  };
}
