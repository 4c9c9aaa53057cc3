// How far the log of deliveries was read, and what is asked for again; and since when a simulation is kept, so that it can go.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"` },
} as const;

export function deliverySweeps(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text } = columnTypes[dialect];
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const sweeps = db.schema
        .createTable("delivery_sweeps")
        .addColumn("app_id", integer, (column) => column.notNull())
        .addColumn("swept_at", integer)
        .addColumn("frontier_id", text)
        .addColumn("scan", text)
        .addColumn("not_before", integer)
        .addColumn("last_asked", integer, (column) => column.notNull())
        .addColumn("asked", integer, (column) => column.notNull())
        .addColumn("recovered", integer, (column) => column.notNull())
        .addColumn("given_up", integer, (column) => column.notNull())
        .addColumn("missed_spans", integer, (column) => column.notNull())
        .addPrimaryKeyConstraint("delivery_sweeps_key", ["app_id"]);
      const redeliveries = db.schema
        .createTable("redeliveries")
        .addColumn("guid", text, (column) => column.notNull())
        .addColumn("attempt_id", text, (column) => column.notNull())
        .addColumn("event", text, (column) => column.notNull())
        .addColumn("installation_id", integer)
        .addColumn("first_failed_at", integer, (column) => column.notNull())
        .addColumn("failed_at", integer, (column) => column.notNull())
        .addColumn("status_code", integer, (column) => column.notNull())
        .addColumn("state", text, (column) => column.notNull())
        .addColumn("asks", integer, (column) => column.notNull())
        .addColumn("next_ask_at", integer, (column) => column.notNull())
        .addColumn("reason", text)
        .addPrimaryKeyConstraint("redeliveries_key", ["guid"]);
      for (const table of [sweeps, redeliveries]) {
        await (dialect === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
      }
      await db.schema
        .createIndex("redeliveries_by_state")
        .on("redeliveries")
        .columns(["state", "next_ask_at"])
        .execute();
      await db.schema
        .alterTable("simulations")
        .addColumn("saved_at", integer, (column) => column.notNull().defaultTo(0))
        .execute();
      await db.schema.createIndex("simulations_by_age").on("simulations").column("saved_at").execute();
    },
  };
}
