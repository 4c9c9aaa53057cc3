// Runs a suite on every store: in memory and on SQLite always, on PostgreSQL where its binaries are. Each store opened is a fresh one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, inject } from "vitest";
import { openMemoryStore } from "../../src/memory/open-memory-store.ts";
import type { ServerStore, Store } from "../../src/records/store.ts";
import { type OpenStoreOptions, openStore } from "../../src/store/database.ts";
import { createTestDatabase } from "./postgres.ts";

/** Opens a store on a database of its own. It is closed and removed when the test ends. */
export type OpenTestStore = (options?: OpenStoreOptions) => Promise<ServerStore>;

/** A fresh database, and what is needed to open it more than once. */
export interface TestDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

export type StoreDialect = ServerStore["dialect"];

const createDatabase: Record<StoreDialect, () => Promise<TestDatabase>> = {
  sqlite: createSqliteDatabase,
  postgres: createTestDatabase,
};

/** Declares a suite that needs no server's store once for each store, the one in memory too. */
export function describeOnEveryStore(
  title: string,
  suite: (openTestStore: (options?: Pick<OpenStoreOptions, "now">) => Promise<Store>) => void,
): void {
  describe(`${title} (memory)`, () => {
    suite(async ({ now = Date.now } = {}) => openMemoryStore({ now }));
  });
  describeOnEachStore(title, suite);
}

/** Declares the suite once for each database. */
export function describeOnEachStore(title: string, suite: (openTestStore: OpenTestStore) => void): void {
  describeOnEachDatabase(title, (createTestDatabase) => {
    const opened: ServerStore[] = [];
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    suite(async (options = {}) => {
      const { url } = await createTestDatabase();
      const store = await openStore(url, options);
      opened.push(store);
      return store;
    });
  });
}

/** As `describeOnEachStore`, for suites that open a database themselves: twice, or by another process. */
export function describeOnEachDatabase(
  title: string,
  suite: (createTestDatabase: () => Promise<TestDatabase>, dialect: StoreDialect) => void,
): void {
  for (const dialect of ["sqlite", "postgres"] as const) {
    const skipped = dialect === "postgres" && inject("postgres") === null;
    describe.skipIf(skipped)(`${title} (${dialect})`, () => {
      const created: TestDatabase[] = [];
      // Runs after the suite's own clean-up: hooks of a suite run last declared first.
      afterEach(async () => {
        for (const database of created.splice(0)) await database.remove();
      });
      suite(async () => {
        const database = await createDatabase[dialect]();
        created.push(database);
        return database;
      }, dialect);
    });
  }
}

/** A SQLite file in a folder of its own, not made yet. */
export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-store-"));
  return {
    url: `sqlite:${join(folder, "test.db")}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
