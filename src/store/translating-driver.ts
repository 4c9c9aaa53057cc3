// A driver around a driver: faults of the database leave it as the store's own errors, and a failed rollback never hides
// what led to it.
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from "kysely";
import { translateDatabaseError } from "./errors.ts";

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

class TranslatingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return translated(this.inner.executeQuery<R>(query));
  }
  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** @param hasTransaction whether there is anything to roll back: SQLite ends a transaction by itself when the disk is full. */
export class TranslatingDriver implements Driver {
  readonly #inner: Driver;
  readonly #hasTransaction: () => boolean;
  constructor(inner: Driver, hasTransaction: () => boolean = () => true) {
    this.#inner = inner;
    this.#hasTransaction = hasTransaction;
  }
  init(): Promise<void> {
    return translated(this.#inner.init());
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return new TranslatingConnection(await translated(this.#inner.acquireConnection()));
  }
  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return translated(this.#inner.beginTransaction(unwrap(connection), settings));
  }
  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return translated(this.#inner.commitTransaction(unwrap(connection)));
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (!this.#hasTransaction()) return;
    try {
      await this.#inner.rollbackTransaction(unwrap(connection));
    } catch {
      // The connection is gone, and the transaction with it; the caller throws what caused the rollback.
    }
  }
  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(unwrap(connection));
  }
  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

function unwrap(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof TranslatingConnection ? connection.inner : connection;
}
