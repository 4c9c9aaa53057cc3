// The ways in which the store says no, told apart because each is answered differently.

/** `DATABASE_URL` cannot be used. Reaches people: the message says what to write instead. */
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";
}

/** This Node.js has no SQLite. Reaches people: the message says what to do. Not retried. */
export class SqliteMissing extends Error {
  override readonly name = "SqliteMissing";
}

/** Another process has this SQLite file. Reaches people. Not retried. */
export class StoreInUse extends Error {
  override readonly name = "StoreInUse";
}

/** Disk full, database down, connection lost, lock not had in time: the same call may succeed later. At intake: 503. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

/** More is waiting to be committed than may wait. Nothing of the call was kept. At intake: 503. */
export class StoreBusy extends Error {
  override readonly name = "StoreBusy";
}

/** SQLite's primary result codes that pass: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. https://sqlite.org/rescode.html */
const passingSqliteCodes = new Set([5, 6, 8, 10, 13, 14]);

/**
 * PostgreSQL's classes and codes that pass: connection exceptions, insufficient resources, operator intervention, system errors,
 * serialization failures and deadlocks, rows that others kept locked, transactions that waited too long for us, and writes to a
 * server that is (not yet or no longer) the primary.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const passingPostgresCodes = /^(08...|53...|57P0[1-5]|58...|40001|40P01|55P03|25P03|25006)$/;

const passingSocketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
]);

/** pg reports a lost connection without a code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** A driver's error as the caller should see it: `StoreUnavailable` where it may pass, else the error itself. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  return mayPass(error)
    ? new StoreUnavailable(`The store is not available now: ${error.message}`, { cause: error })
    : error;
}

function mayPass(error: Error & { code?: unknown; errcode?: unknown }): boolean {
  if (error.code === "ERR_SQLITE_ERROR") {
    return typeof error.errcode === "number" && passingSqliteCodes.has(error.errcode & 0xff);
  }
  if (typeof error.code === "string") {
    return passingSocketCodes.has(error.code) || passingPostgresCodes.test(error.code);
  }
  return lostConnection.test(error.message);
}

/** SQLITE_CANTOPEN and SQLITE_NOTADB. */
const unusableSqliteFile = new Set([14, 26]);

/** PostgreSQL's wrong password or role, unknown database, no permission on its schema. */
const refusedByPostgres = /^(28...|3D000|42501)$/;

const unusablePath = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EISDIR", "EEXIST"]);

/** What went wrong while opening, as the caller should see it: `DatabaseUrlError` where only a person can mend it. */
export function explainOpenError(error: unknown): unknown {
  const fault = error instanceof StoreUnavailable ? error.cause : error;
  return fault instanceof Error && needsAPerson(fault)
    ? new DatabaseUrlError(
        `The database in DATABASE_URL cannot be opened: ${fault.message}. Check the path or the name, and that Firstpass may write there.`,
        { cause: fault },
      )
    : translateDatabaseError(error);
}

function needsAPerson(error: Error & { code?: unknown; errcode?: unknown }): boolean {
  if (error.code === "ERR_SQLITE_ERROR") {
    return typeof error.errcode === "number" && unusableSqliteFile.has(error.errcode & 0xff);
  }
  return (
    typeof error.code === "string" && (unusablePath.has(error.code) || refusedByPostgres.test(error.code))
  );
}
