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
  const dialect = new PostgresDialect({ pool, onCreateConnection: requireDurableCommits });
  return {
    createDriver: () => new TranslatingDriver(dialect.createDriver()),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/** A database or role may have been set to acknowledge commits before they are on disk; an acknowledged delivery must be. */
async function requireDurableCommits(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(
    CompiledQuery.raw(
      "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
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
