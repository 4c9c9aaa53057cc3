// Answers of GitHub that are kept, and an index by which facts of an account are found by their subject.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text`, bytes: sql`blob` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"`, bytes: sql`bytea` },
} as const;

export function httpResponses(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text, bytes } = columnTypes[dialect];
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const table = db.schema
        .createTable("http_responses")
        .addColumn("installation_id", integer, (column) => column.notNull())
        .addColumn("request", text, (column) => column.notNull())
        .addColumn("etag", text)
        .addColumn("used_at", integer, (column) => column.notNull())
        .addColumn("body", bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint("http_responses_key", ["installation_id", "request"]);
      await (dialect === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
      await db.schema.createIndex("http_responses_by_use").on("http_responses").column("used_at").execute();
      await sql`create index facts_of_account on facts (account_id, subject) where repository_id = 0`.execute(
        db,
      );
    },
  };
}
