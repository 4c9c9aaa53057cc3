// One server per SQLite file. Two would each have their own rate limits and post twice, so the second one says so and stops.
import { StoreInUse, translateDatabaseError } from "./errors.ts";
import { openDatabaseSync } from "./node-sqlite.ts";

/** SQLITE_BUSY: somebody has the lock. */
const sqliteBusy = 5;

/**
 * Holds `<file>.lock` exclusively until `release`, or until the process ends in whatever way: it is the operating system's
 * lock on an (empty) SQLite database, so that `kill -9` leaves nothing to clean up.
 *
 * @throws StoreInUse when another process, or another store of this one, holds it.
 */
export function lockSqliteFile(file: string): { release(): void } {
  const lock = openDatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec("pragma locking_mode = exclusive");
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
    if (code !== sqliteBusy) throw translateDatabaseError(error);
    throw new StoreInUse(
      `Another Firstpass is running on ${file}. Stop it first, or give this one another DATABASE_URL; ` +
        "for more than one replica use PostgreSQL.",
      { cause: error },
    );
  }
  return { release: () => lock.close() };
}
