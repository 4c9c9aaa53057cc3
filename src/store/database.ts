// Opens the store that DATABASE_URL names, brings its tables up to date, and closes it. Everything else sees only `Store`.
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely } from "kysely";
import type { ServerStore } from "../records/store.ts";
import { parseDatabaseUrl } from "./database-url.ts";
import { DatabaseUrlError, explainOpenError } from "./errors.ts";
import type { GroupCommitLimits } from "./group-commit.ts";
import { migrateToLatest, requireMigrated } from "./migrations/migrate.ts";
import { openPostgresDialect, requireUtf8 } from "./postgres-dialect.ts";
import type { Tables } from "./schema.ts";
import { openSession, type SessionDatabase } from "./session.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "./sqlite-dialect.ts";
import { lockSqliteFile } from "./sqlite-lock.ts";
import { storeOf } from "./tables.ts";

export { DatabaseUrlError, StoreBusy, StoreInUse, StoreUnavailable } from "./errors.ts";

export interface OpenStoreOptions {
  /** The clock to use, milliseconds UTC. Absent: the database's own. */
  readonly now?: () => number;
  /** For a command beside a running server: takes no lock, changes no tables, and opens only what is there. */
  readonly shared?: boolean;
  /** Told when a connection that nobody was using is lost. The store reconnects by itself. */
  readonly onUnavailable?: (error: Error) => void;
  /** How much may wait for a commit before `deliveries.add` rejects with `StoreBusy`. */
  readonly limits?: Partial<GroupCommitLimits>;
}

const defaultLimits: GroupCommitLimits = {
  waitingItems: 10_000,
  waitingBytes: 64 * 1024 * 1024,
  itemsPerCommit: 1_000,
};

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws DatabaseUrlError when the URL names no store, or (shared) one that is not there.
 * @throws StoreInUse when another process has the SQLite file.
 * @throws StoreUnavailable when the database cannot be reached now.
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<ServerStore> {
  const location = parseDatabaseUrl(url);
  try {
    const { db, isOpen, close } =
      location.dialect === "sqlite"
        ? openSqlite(location.file, options.shared ?? false)
        : openPostgres(location.connectionString, options.onUnavailable);
    try {
      await prepareTables(db, location.dialect, options.shared ?? false);
    } catch (error) {
      await close();
      throw error;
    }
    // PostgreSQL waits for its disk in processes of its own: the next commit can be made ready meanwhile.
    const commitsAtOnce = location.dialect === "postgres" ? 2 : 1;
    const limits = { ...defaultLimits, commitsAtOnce, ...options.limits };
    return storeOf(openSession(db, { dialect: location.dialect, isOpen }, options.now), limits, close);
  } catch (error) {
    throw explainOpenError(error);
  }
}

async function prepareTables(
  db: Kysely<Tables>,
  dialect: ServerStore["dialect"],
  shared: boolean,
): Promise<void> {
  if (dialect === "postgres") await requireUtf8(db);
  await (shared ? requireMigrated(db, dialect) : migrateToLatest(db, dialect));
}

interface OpenDatabase {
  readonly db: Kysely<Tables>;
  readonly isOpen: SessionDatabase["isOpen"];
  close(): Promise<void>;
}

function openSqlite(file: string, shared: boolean): OpenDatabase {
  if (file === ":memory:") return kyselyOnSqlite(file);
  if (shared) {
    if (!existsSync(file)) {
      throw new DatabaseUrlError(
        `There is no database at ${file}. Start the server once, or set DATABASE_URL.`,
      );
    }
    return kyselyOnSqlite(file);
  }
  // Deliveries of private repositories: readable by its owner only. SQLite gives its journals the same mode.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  const lock = lockSqliteFile(file);
  try {
    const database = kyselyOnSqlite(file);
    return { ...database, close: () => database.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openPostgres(
  connectionString: string,
  onUnavailable: OpenStoreOptions["onUnavailable"],
): OpenDatabase {
  const db = new Kysely<Tables>({
    dialect: openPostgresDialect(connectionString, onUnavailable ?? (() => {})),
  });
  return { db, isOpen: null, close: () => db.destroy() };
}

function kyselyOnSqlite(file: string): OpenDatabase {
  const database = openSqliteDatabase(file);
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  return { db, isOpen: () => database.isTransaction, close: () => db.destroy() };
}
