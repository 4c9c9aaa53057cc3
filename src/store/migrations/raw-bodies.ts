// Bodies are stored as they came and compressed when their delivery ends: those that are stored already are compressed.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

export function rawBodies(dialect: "sqlite" | "postgres"): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable("deliveries")
        .addColumn("compressed", dialect === "sqlite" ? sql`integer` : sql`bigint`, (column) =>
          column.notNull().defaultTo(1),
        )
        .execute();
      // PostgreSQL would try to compress every body again while the sender waits.
      if (dialect === "postgres")
        await sql`alter table deliveries alter column body set storage external`.execute(db);
    },
  };
}
