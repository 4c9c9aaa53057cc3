// How far the past of each repository has been read, and what the last reconciliation made good.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"` },
} as const;

export function histories(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text } = columnTypes[dialect];
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const table = db.schema
        .createTable("histories")
        .addColumn("account_id", integer, (column) => column.notNull())
        .addColumn("repository_id", integer, (column) => column.notNull())
        .addColumn("state", text)
        .addColumn("slices", integer, (column) => column.notNull().defaultTo(0))
        .addColumn("error", text)
        .addColumn("backfill", text)
        .addColumn("wanted_since", integer)
        .addColumn("reconciled_to", integer)
        .addColumn("reconciliation", text)
        .addColumn("missed", integer, (column) => column.notNull().defaultTo(0))
        .addColumn("missed_total", integer, (column) => column.notNull().defaultTo(0))
        .addPrimaryKeyConstraint("histories_key", ["account_id", "repository_id"]);
      await (dialect === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
    },
  };
}
