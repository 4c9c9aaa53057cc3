// A process that takes deliveries into a SQLite store that was told how to sync, and acknowledges each on its standard output.
// Not a way that the product can be set: it shows that the power failure of these tests loses what was not synced.
import { writeSync } from "node:fs";
import { Kysely } from "kysely";
import { migrateToLatest } from "../../../src/store/migrations/migrate.ts";
import type { Tables } from "../../../src/store/schema.ts";
import { openSession } from "../../../src/store/session.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "../../../src/store/sqlite-dialect.ts";
import { storeOf } from "../../../src/store/tables.ts";

const [file = "", synchronous = ""] = process.argv.slice(2);
const database = openSqliteDatabase(file);
const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
await migrateToLatest(db, "sqlite");
database.exec(`pragma synchronous = ${synchronous}`);
const limits = { waitingItems: 100, waitingBytes: 10_000_000, itemsPerCommit: 10 };
const store = storeOf(
  openSession(db, { dialect: "sqlite", isOpen: () => database.isTransaction }, undefined),
  limits,
  () => db.destroy(),
);
for (let number = 0; ; number += 1) {
  await store.deliveries.add([{ id: `d-${number}`, event: "push", body: new Uint8Array([1]) }]);
  writeSync(1, `d-${number}\n`);
}
