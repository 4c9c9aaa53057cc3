import { writeFileSync } from "node:fs";
import { Kysely, sql } from "kysely";
import { afterEach, describe, expect, inject, it } from "vitest";
import { DatabaseUrlError, openStore } from "../../src/store/database.ts";
import { migrateToLatest, migrationsOf } from "../../src/store/migrations/migrate.ts";
import { openPostgresDialect } from "../../src/store/postgres-dialect.ts";
import type { Tables } from "../../src/store/schema.ts";
import { nodeSqliteDialect, openSqliteDatabase } from "../../src/store/sqlite-dialect.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createSqliteDatabase } from "../support/stores.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function createFile() {
  const { url, remove } = await createSqliteDatabase();
  cleanUps.push(remove);
  return { url, path: url.replace(/^sqlite:/, "") };
}

describe("opening a store", () => {
  it("refuses a file that is no database, or lies where none can be, and says what to check", async () => {
    const { url, path } = await createFile();
    writeFileSync(path, "not a database, but long enough to be read as the header of one".repeat(20));
    for (const unusable of [url, `sqlite:${path}/below/a/file.db`]) {
      await expect(openStore(unusable)).rejects.toThrow(DatabaseUrlError);
      await expect(openStore(unusable)).rejects.toThrow(/cannot be opened: .+\. Check the path/);
    }
  });

  it("refuses a database that a newer version has changed", async () => {
    const { url, path } = await createFile();
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(openSqliteDatabase(path)) });
    await migrateToLatest(db, "sqlite", {
      ...migrationsOf("sqlite"),
      "9999-from-the-future": { up: async () => {} },
    });
    await db.destroy();
    await expect(openStore(url)).rejects.toThrow(/made by another version of Firstpass/);
    await expect(openStore(url, { shared: true })).rejects.toThrow(/made by another version of Firstpass/);
  });

  it("does not change the tables for a command beside a server of another version", async () => {
    const { url, path } = await createFile();
    openSqliteDatabase(path).close();
    await expect(openStore(url, { shared: true })).rejects.toThrow(/Start the server once/);
  });

  describe.skipIf(inject("postgres") === null)("on PostgreSQL", () => {
    it("refuses a database that is not there, and says what to check", async () => {
      const { url, remove } = await createTestDatabase();
      cleanUps.push(remove);
      await expect(openStore(url.replace(/test_\w+/, "nowhere"))).rejects.toThrow(DatabaseUrlError);
    });

    it("refuses an encoding that cannot hold every name", async () => {
      const { url, remove } = await createTestDatabase();
      cleanUps.push(remove);
      const db = new Kysely<unknown>({ dialect: openPostgresDialect(url, () => {}) });
      const name = `${new URL(url.replace("@/", "@localhost/")).pathname.slice(1)}_ascii`;
      await sql`create database ${sql.id(name)} encoding 'SQL_ASCII' template template0`.execute(db);
      cleanUps.push(async () => {
        await sql`drop database ${sql.id(name)} with (force)`.execute(db);
        await db.destroy();
      });
      await expect(openStore(url.replace(/test_\w+/, name))).rejects.toThrow(/encoding SQL_ASCII.*UTF8/);
    });
  });
});
