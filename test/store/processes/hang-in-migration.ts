// A process that dies in the middle of a migration: it stops after half of the last one and waits to be killed.
import { writeSync } from "node:fs";
import { Kysely } from "kysely";
import { parseDatabaseUrl } from "../../../src/store/database-url.ts";
import { migrateToLatest, migrationsOf } from "../../../src/store/migrations/migrate.ts";
import { openPostgresDialect } from "../../../src/store/postgres-dialect.ts";
import type { Tables } from "../../../src/store/schema.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "../../../src/store/sqlite-dialect.ts";

const location = parseDatabaseUrl(process.argv[2] ?? "");
const db = new Kysely<Tables>({
  dialect:
    location.dialect === "sqlite"
      ? nodeSqliteDialect(openSqliteDatabase(location.file))
      : openPostgresDialect(location.connectionString, () => {}),
});
await migrateToLatest(db, location.dialect, {
  ...migrationsOf(location.dialect),
  "9999-half": {
    async up(transaction) {
      await transaction.schema.createTable("half").addColumn("id", "integer").execute();
      writeSync(1, "half-way\n");
      const alive = setInterval(() => {}, 60_000);
      await new Promise(() => alive.ref());
    },
  },
});
