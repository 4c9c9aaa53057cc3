// Brings a database to the tables of this version. All steps run in one transaction on both databases, under PostgreSQL's
// advisory lock or SQLite's write lock: killed in the middle nothing is kept, and two that start at once run it once.
import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Tables } from "../schema.ts";
import { firstTables } from "./first-tables.ts";

type Dialect = "sqlite" | "postgres";

/** Every migration ever released, oldest first. Names sort in that order and never change. */
export function migrationsOf(dialect: Dialect): Record<string, Migration> {
  return { "0001-first-tables": firstTables(dialect) };
}

/**
 * Runs what is missing; does nothing when nothing is.
 *
 * @throws the first error; an Error that says so when the database was written by a newer Firstpass.
 */
export async function migrateToLatest(
  db: Kysely<Tables>,
  dialect: Dialect,
  migrations: Record<string, Migration> = migrationsOf(dialect),
): Promise<void> {
  const { error } = await migratorOf(db, migrations).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith("corrupted migrations")) {
    throw new Error(
      `The database was made by another version of Firstpass; run that version, or a newer one. (${error.message})`,
      { cause: error },
    );
  }
  throw error;
}

/** True when the database has all tables of this version. */
export async function isMigrated(db: Kysely<Tables>, dialect: Dialect): Promise<boolean> {
  const migrations = await migratorOf(db, migrationsOf(dialect)).getMigrations();
  return migrations.every(({ executedAt }) => executedAt !== undefined);
}

function migratorOf(db: Kysely<Tables>, migrations: Record<string, Migration>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}
