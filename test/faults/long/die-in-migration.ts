// A process that dies in a migration: it stands still before its n-th statement, and waits to be killed. Says so, or that it is done.
import { writeSync } from "node:fs";
import { type DatabaseConnection, type Dialect, type Driver, Kysely } from "kysely";
import { parseDatabaseUrl } from "../../../src/store/database-url.ts";
import { migrateToLatest } from "../../../src/store/migrations/migrate.ts";
import { openPostgresDialect } from "../../../src/store/postgres-dialect.ts";
import type { Tables } from "../../../src/store/schema.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "../../../src/store/sqlite-dialect.ts";

const [url = "", at = ""] = process.argv.slice(2);
const location = parseDatabaseUrl(url);
const dialect =
  location.dialect === "sqlite"
    ? nodeSqliteDialect(openSqliteDatabase(location.file))
    : openPostgresDialect(location.connectionString, () => {});
let statements = 0;

function counting(connection: DatabaseConnection): DatabaseConnection {
  return {
    async executeQuery(query) {
      statements += 1;
      if (statements === Number(at)) {
        writeSync(1, "half-way\n");
        const alive = setInterval(() => {}, 60_000);
        await new Promise(() => alive.ref());
      }
      return await connection.executeQuery(query);
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

/** The dialect's driver, its connections counted. */
function countingDriver(driver: Driver): Driver {
  const real = new Map<DatabaseConnection, DatabaseConnection>();
  const of = (connection: DatabaseConnection) => real.get(connection) ?? connection;
  return {
    init: () => driver.init(),
    async acquireConnection() {
      const connection = await driver.acquireConnection();
      const counted = counting(connection);
      real.set(counted, connection);
      return counted;
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(of(connection), settings),
    commitTransaction: (connection) => driver.commitTransaction(of(connection)),
    rollbackTransaction: (connection) => driver.rollbackTransaction(of(connection)),
    releaseConnection: (connection) => driver.releaseConnection(of(connection)),
    destroy: () => driver.destroy(),
  };
}

const counted: Dialect = { ...dialect, createDriver: () => countingDriver(dialect.createDriver()) };
const db = new Kysely<Tables>({ dialect: counted });
await migrateToLatest(db, location.dialect);
await db.destroy();
writeSync(1, "done\n");
