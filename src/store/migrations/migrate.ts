// Brings a database to the tables of this version. All steps run in one transaction on both databases, under PostgreSQL's
// advisory lock or SQLite's write lock: killed in the middle nothing is kept, and two that start at once run it once.
import { type Kysely, sql } from "kysely";
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from "kysely/migration";
import { DatabaseUrlError } from "../errors.ts";
import type { Tables } from "../schema.ts";
import { deliverySweeps } from "./delivery-sweeps.ts";
import { firstTables } from "./first-tables.ts";
import { histories } from "./histories.ts";
import { httpResponses } from "./http-responses.ts";
import { overviewIssues } from "./overview-issues.ts";
import { rawBodies } from "./raw-bodies.ts";
import { requestGate } from "./request-gate.ts";
import { simulations } from "./simulations.ts";

type Dialect = "sqlite" | "postgres";

/** Every migration ever released, oldest first. Names sort in that order and never change. */
export function migrationsOf(dialect: Dialect): Record<string, Migration> {
  return {
    "0001-first-tables": firstTables(dialect),
    "0002-http-responses": httpResponses(dialect),
    "0003-simulations": simulations(dialect),
    "0004-overview-issues": overviewIssues(dialect),
    "0005-histories": histories(dialect),
    "0006-request-gate": requestGate(dialect),
    "0007-delivery-sweeps": deliverySweeps(dialect),
    "0008-raw-bodies": rawBodies(dialect),
  };
}

/**
 * Runs what is missing; does nothing when nothing is.
 *
 * @throws the first error; DatabaseUrlError when the database was changed by a newer Firstpass.
 */
export async function migrateToLatest(
  db: Kysely<Tables>,
  dialect: Dialect,
  migrations: Record<string, Migration> = migrationsOf(dialect),
): Promise<void> {
  const { error } = await migratorOf(db, migrations).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith("corrupted migrations")) {
    throw otherVersion(error.message, error);
  }
  throw error;
}

/**
 * For a command beside a server: changes nothing.
 *
 * @throws DatabaseUrlError unless the tables are exactly those of this version.
 */
export async function requireMigrated(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const known = await migratorOf(db, migrationsOf(dialect)).getMigrations();
  if (known.some(({ executedAt }) => executedAt === undefined)) {
    throw new DatabaseUrlError(
      "The database in DATABASE_URL has not been prepared by this version of Firstpass. Start the server once, then try again.",
    );
  }
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  const unknown = rows.find(({ name }) => !known.some((migration) => migration.name === name));
  if (unknown) throw otherVersion(unknown.name);
}

function otherVersion(detail: string, cause?: unknown): Error {
  return new DatabaseUrlError(
    `The database in DATABASE_URL was made by another version of Firstpass; run that version, or a newer one. (${detail})`,
    { cause },
  );
}

function migratorOf(db: Kysely<Tables>, migrations: Record<string, Migration>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}
