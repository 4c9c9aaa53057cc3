import { Kysely, sql } from "kysely";
import { afterEach, describe, expect, inject, it } from "vitest";
import { openPostgresDialect } from "../../src/store/postgres-dialect.ts";
import { openSqliteDatabase } from "../../src/store/sqlite-dialect.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { createSqliteDatabase } from "../support/stores.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe("fault 3: a commit that was acknowledged is on disk", () => {
  it("on SQLite: the write-ahead log is synced at every commit", async () => {
    const { url, remove } = await createSqliteDatabase();
    cleanUps.push(remove);
    const database = openSqliteDatabase(url.replace(/^sqlite:/, ""));
    cleanUps.push(async () => database.close());
    const full = 2;
    expect({ ...database.prepare("pragma synchronous").get() }).toEqual({ synchronous: full });
    expect({ ...database.prepare("pragma journal_mode").get() }).toEqual({ journal_mode: "wal" });
  });

  it.skipIf(inject("postgres") === null)(
    "on PostgreSQL: also where the database was set to acknowledge commits early",
    async () => {
      const { url, remove } = await createTestDatabase();
      cleanUps.push(remove);
      const synchronousCommit = async () => {
        const db = new Kysely<unknown>({ dialect: openPostgresDialect(url, () => {}) });
        const { rows } = await sql`select current_database() as name, reset_val, setting
          from pg_settings where name = 'synchronous_commit'`.execute(db);
        await db.destroy();
        return rows[0] as { name: string; reset_val: string; setting: string };
      };
      const { name } = await synchronousCommit();
      const db = new Kysely<unknown>({ dialect: openPostgresDialect(url, () => {}) });
      await sql`alter database ${sql.id(name)} set synchronous_commit = off`.execute(db);
      await db.destroy();
      expect(await synchronousCommit()).toMatchObject({ reset_val: "off", setting: "on" });
    },
  );
});
