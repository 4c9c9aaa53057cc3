import { Kysely } from "kysely";
import { afterEach, describe, expect, inject, it } from "vitest";
import { openStore, StoreUnavailable } from "../../src/store/database.ts";
import { migrateToLatest } from "../../src/store/migrations/migrate.ts";
import type { Tables } from "../../src/store/schema.ts";
import { openSession } from "../../src/store/session.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "../../src/store/sqlite-dialect.ts";
import { storeOf } from "../../src/store/tables.ts";
import { defaultAccountId as accountId, pushFact } from "../support/facts.ts";
import { startCluster } from "../support/postgres.ts";
import { createSqliteDatabase } from "../support/stores.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function delivery(id: string, bytes = 10) {
  // Noise, so that compression does not make it small.
  return {
    id,
    event: "push",
    body: new Uint8Array(bytes).map((_, index) => Math.imul(index + 1, 2654435761) >>> 13),
  };
}

describe("fault 44: a full disk", () => {
  it("is reported as unavailable, keeps what was acknowledged, and heals when there is room", async () => {
    const { url, remove } = await createSqliteDatabase();
    cleanUps.push(remove);
    const database = openSqliteDatabase(url.replace(/^sqlite:/, ""));
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
    cleanUps.push(() => db.destroy());
    await migrateToLatest(db, "sqlite");
    const limits = { waitingItems: 100, waitingBytes: 10_000_000, itemsPerCommit: 10 };
    const store = storeOf(
      openSession(db, { dialect: "sqlite", isOpen: () => database.isTransaction }, undefined),
      limits,
      () => db.destroy(),
    );

    database.exec("pragma max_page_count = 200");
    let stored = 0;
    const fill = async () => {
      for (; stored < 1_000; stored += 1) await store.deliveries.add([delivery(`d${stored}`, 20_000)]);
    };
    await expect(fill()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(stored).toBeGreaterThan(0);
    const work = store.transaction(async (transaction) => {
      await transaction.facts.append([pushFact()], "webhook");
      await transaction.deliveries.add([delivery("in-transaction", 500_000)]);
    });
    await expect(work).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await store.facts.count(accountId)).toBe(0);
    expect((await store.deliveries.statistics()).counts.pending).toBe(stored);

    database.exec("pragma max_page_count = 100000");
    expect(await store.deliveries.add([delivery("healed", 20_000)])).toEqual(["stored"]);
    await store.ping();
  });
});

describe.skipIf(inject("postgres") === null)("fault 45: a PostgreSQL that stops", () => {
  it("is reported as unavailable, and used again without a restart once it is back", async () => {
    const cluster = await startCluster(inject("postgres")?.binaries ?? "");
    cleanUps.push(() => cluster.remove());
    const lost: Error[] = [];
    const store = await openStore(cluster.url, { onUnavailable: (error) => lost.push(error) });
    cleanUps.push(() => store.close());
    await store.deliveries.add([delivery("before")]);

    const interrupted = store.transaction(async (transaction) => {
      await transaction.facts.append([pushFact()], "webhook");
      await cluster.stop();
      await transaction.facts.append([pushFact({ at: 5 })], "webhook");
    });
    await expect(interrupted).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.deliveries.add([delivery("while-down")])).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(lost.length).toBeGreaterThan(0);

    await cluster.start();
    expect(await store.deliveries.add([delivery("before"), delivery("while-down")])).toEqual([
      "duplicate",
      "stored",
    ]);
    expect(await store.facts.count(accountId)).toBe(0);
  });

  it("is reported at the start, too", async () => {
    const nowhere = openStore("postgres://firstpass@127.0.0.1:1/firstpass");
    await expect(nowhere).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
