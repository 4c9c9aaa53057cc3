// The overview issues of an account's weeks, as they were posted.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"` },
} as const;

export function overviewIssues(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text } = columnTypes[dialect];
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const table = db.schema
        .createTable("overview_issues")
        .addColumn("account_id", integer, (column) => column.notNull())
        .addColumn("iso_week", text, (column) => column.notNull())
        .addColumn("repository_id", integer, (column) => column.notNull())
        .addColumn("issue_number", integer)
        .addColumn("content_hash", text, (column) => column.notNull())
        .addColumn("posted_at", integer, (column) => column.notNull())
        .addColumn("closed", integer, (column) => column.notNull())
        .addPrimaryKeyConstraint("overview_issues_key", ["account_id", "iso_week", "repository_id"]);
      await (dialect === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
    },
  };
}
