// Kysely on PostgreSQL: a pool that reconnects by itself, integers as numbers, commits that are on disk.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  PostgresDialect,
  sql,
} from "kysely";
import pg from "pg";
import { DatabaseUrlError } from "./errors.ts";
import type { Tables } from "./schema.ts";
import { TranslatingDriver } from "./translating-driver.ts";

/** Connections per process: a worker, the intake and a few commands never need more. */
const poolSize = 10;

/** How long a caller waits for a connection before the store counts as unavailable. */
const connectMillis = 5_000;

/** PostgreSQL's `int8`. */
const int8 = 20;

/**
 * Opens a pool; the first query connects.
 *
 * @param onLost told of connections that broke while nobody waited for them.
 */
export function openPostgresDialect(connectionString: string, onLost: (error: Error) => void): Dialect {
  const pool = new pg.Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: connectMillis,
    keepAlive: true,
    application_name: "firstpass",
    types: { getTypeParser },
  });
  // Without listeners a connection that the server cuts, idle or inside a transaction, would end the process.
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  const dialect = new PostgresDialect({ pool, onCreateConnection: prepareConnection });
  return {
    createDriver: () => new TranslatingDriver(dialect.createDriver()),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/**
 * A process that stands still, or whose machine is gone, would keep the rows of its transactions locked, and those that its
 * waiting statements come to in their turn: the first end is that of a transaction which waits for its own process, the second
 * that of a statement which waits for a row.
 */
const idleInTransaction = "10s";
const longestLockWait = "20s";

/** A database or role may have been set to acknowledge commits before they are on disk; an acknowledged delivery must be. */
async function prepareConnection(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(
    CompiledQuery.raw(
      `select set_config('idle_in_transaction_session_timeout', '${idleInTransaction}', false),
        set_config('lock_timeout', '${longestLockWait}', false),
        case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false) end`,
    ),
  );
}

/** @throws DatabaseUrlError for a database that cannot hold every name GitHub sends. */
export async function requireUtf8(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{
    encoding: string;
  }>`select current_setting('server_encoding') as encoding`.execute(db);
  const encoding = rows[0]?.encoding;
  if (encoding !== "UTF8") {
    throw new DatabaseUrlError(
      `The PostgreSQL database has the encoding ${encoding}. Create it with: create database … encoding 'UTF8' template template0.`,
    );
  }
}

function getTypeParser(oid: number, format?: "text" | "binary") {
  return oid === int8 && format !== "binary" ? parseInteger : pg.types.getTypeParser(oid, format);
}

/** GitHub's ids and our times are far below 2^53. */
function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number.`);
  return value;
}
