// What every table works with: a connection or an open transaction, the dialect, and the store's clock.
import { AsyncLocalStorage } from "node:async_hooks";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "./schema.ts";
import { type ShareCommit, shareCommits } from "./share-commits.ts";

export interface Session {
  /** The connection, or the transaction this session is for. */
  readonly db: Kysely<Tables>;
  readonly dialect: "sqlite" | "postgres";
  /** True inside a transaction. */
  readonly transactional: boolean;
  /** The store's clock as SQL, milliseconds UTC; one value for a whole statement. */
  now(): RawBuilder<number>;
  /** The same clock where this process has it; null: the database must be asked. */
  readonly ownNow: (() => number) | null;
  /** Runs `work` all or nothing: in a transaction of its own, or in a savepoint of the one that is open. */
  atomically<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Runs statements that write and that need not be all or nothing. On SQLite each of them would wait for the disk: they share the
   * commit of others that wait.
   */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** As `write`, for what a sender waits for: it goes before others. */
  writeFirst<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

/** Which database a session is for. */
export interface SessionDatabase {
  readonly dialect: "sqlite" | "postgres";
  /** Whether a transaction is open now, where all of them share one connection; null: each has its own. */
  readonly isOpen: (() => boolean) | null;
}

/** Milliseconds as a value both databases take for an integer, also where nothing else tells its type. */
export function millis(value: number): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}

/** PostgreSQL's clock. Stable within a statement, so that it can be looked up in an index. */
export const databaseClock = "cast(floor(extract(epoch from statement_timestamp()) * 1000) as bigint)";

/** The store's clock, milliseconds UTC. */
export async function readNow(session: Session): Promise<number> {
  if (session.ownNow !== null) return session.ownNow();
  const { rows } = await sql<{ now: number }>`select ${session.now()} as now`.execute(session.db);
  const [row] = rows;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}

/** How long transactions on SQLite are taken together into one commit: a delivery that comes in waits no longer for its turn. */
const takeMillis = 5;

/** @param fixedNow the clock to use; absent: the database's own (SQLite has the process's). */
export function openSession(
  db: Kysely<Tables>,
  { dialect, isOpen }: SessionDatabase,
  fixedNow: (() => number) | undefined,
): Session {
  const clock = clockOf(dialect, fixedNow);
  const ownNow = fixedNow ?? (dialect === "sqlite" ? Date.now : null);
  const openTransaction = new AsyncLocalStorage<{ open: boolean }>();
  const alone: ShareCommit<Session> = (work) =>
    db.transaction().execute((inner) => work(innerSession(inner, { dialect, now: clock, ownNow })));
  const together =
    isOpen === null
      ? alone
      : shareCommits<Session>({
          begin: alone,
          inSavepoint: (session, work) => session.atomically(work),
          isOpen,
          takeMillis,
        });
  /** SQLite would wait for itself for ever, PostgreSQL would keep half of it. */
  const refuseInside = () => {
    if (!openTransaction.getStore()?.open) return;
    throw new Error(
      "The outer store was used inside a transaction; use the store that the transaction gives.",
    );
  };
  const run: ShareCommit<Session> = async (work, urgent) => {
    refuseInside();
    return await together(async (session) => {
      const transaction = { open: true };
      try {
        return await openTransaction.run(transaction, () => work(session));
      } finally {
        transaction.open = false;
      }
    }, urgent);
  };
  const runAlone: ShareCommit<Session> = async (work, urgent) =>
    await (isOpen === null ? work(outer) : run(work, urgent));
  const outer: Session = {
    get db() {
      refuseInside();
      return db;
    },
    dialect,
    transactional: false,
    now: clock,
    ownNow,
    write: (work) => runAlone(work),
    writeFirst: (work) => runAlone(work, true),
    atomically: (work) => run(work),
  };
  return outer;
}

function clockOf(
  dialect: "sqlite" | "postgres",
  fixedNow: (() => number) | undefined,
): () => RawBuilder<number> {
  if (fixedNow) return () => millis(fixedNow());
  if (dialect === "postgres") return () => sql.raw<number>(databaseClock);
  return () => millis(Date.now());
}

function innerSession(
  db: Kysely<Tables>,
  shared: Pick<Session, "dialect" | "now" | "ownNow">,
  depth = 1,
): Session {
  return {
    ...shared,
    db,
    transactional: true,
    async write(work) {
      return await work(this);
    },
    async writeFirst(work) {
      return await work(this);
    },
    async atomically(work) {
      const name = sql.id(`savepoint_${depth}`);
      await sql`savepoint ${name}`.execute(db);
      try {
        const result = await work(innerSession(db, shared, depth + 1));
        await sql`release savepoint ${name}`.execute(db);
        return result;
      } catch (error) {
        await sql`rollback to savepoint ${name}`.execute(db);
        await sql`release savepoint ${name}`.execute(db);
        throw error;
      }
    },
  };
}
