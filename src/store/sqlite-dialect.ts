// Kysely on node:sqlite: one connection, used by one caller at a time (Kysely's mutex), durable at every commit.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import { openDatabaseSync } from "./node-sqlite.ts";
import { TranslatingDriver } from "./translating-driver.ts";

/** How long a statement waits for another process's write (a command beside the server) before it fails as unavailable. */
const busyMillis = 5_000;

/** Prepared statements kept; batches of different sizes are different statements. */
const cachedStatements = 256;

/** Opens the file for durable use: a commit returns when the write-ahead log is on disk. Creates it where it is missing. */
export function openSqliteDatabase(file: string): DatabaseSync {
  const database = openDatabaseSync(file, { timeout: busyMillis, enableForeignKeyConstraints: true });
  database.exec("pragma journal_mode = wal");
  database.exec("pragma synchronous = full");
  return database;
}

/** The dialect over an open database. Destroying Kysely closes the database. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const prepare = statementCache(database);
  return {
    createDriver: () =>
      new TranslatingDriver(
        new ImmediateTransactionDriver({ database: { close: () => database.close(), prepare } }),
      ),
    createAdapter: () => new TransactionalDdlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class ImmediateTransactionDriver extends SqliteDriver {
  // A transaction that begins by reading and then writes fails at once when another process wrote in between;
  // one that asks for the write lock first waits its turn.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  // SQLite rolls back CREATE and ALTER like any write, so that a migration can be all or nothing.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function statementCache(database: DatabaseSync): (sql: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>();
  return (sql) => {
    const cached = statements.get(sql);
    if (cached) return cached;
    const statement = adaptStatement(database.prepare(sql));
    const oldest = statements.keys().next();
    if (statements.size >= cachedStatements && !oldest.done) statements.delete(oldest.value);
    statements.set(sql, statement);
    return statement;
  };
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bound(parameters)),
    run: (parameters) => statement.run(...bound(parameters)),
    iterate: (parameters) => statement.iterate(...bound(parameters)),
  };
}

function bound(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (
      value === null ||
      typeof value === "number" ||
      typeof value === "bigint" ||
      typeof value === "string" ||
      value instanceof Uint8Array
    ) {
      return value;
    }
    throw new TypeError(`A ${typeof value} cannot be stored: write a number, text, bytes or null.`);
  });
}
