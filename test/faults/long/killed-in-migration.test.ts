// Killed before each statement of the migrations in turn, always on the same database: the start after the last kill finishes.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { expect, it } from "vitest";
import { startProcess } from "../../support/processes.ts";
import { startServer } from "../../support/server-process.ts";
import { describeOnEachDatabase } from "../../support/stores.ts";
import { tell } from "./chance.ts";

const dying = join(import.meta.dirname, "die-in-migration.ts");

/** What the database holds, as text: tables, columns, indexes. */
async function describeTables(url: string): Promise<string[]> {
  if (url.startsWith("sqlite:")) {
    const database = new DatabaseSync(url.slice("sqlite:".length), { readOnly: true });
    const rows = database.prepare("select type, name, sql from sqlite_master order by type, name").all();
    database.close();
    return rows.map(({ type, name, sql }) => `${type} ${name} ${sql}`);
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ told: string }>(
    `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as told
       from information_schema.columns where table_schema = 'public'
     union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
  );
  await client.end();
  return rows.map(({ told }) => told);
}

describeOnEachDatabase("a server killed while it migrates", (createDatabase, dialect) => {
  it("fault 51: finishes on the next start, whichever statement it was killed at", async () => {
    const clean = await createDatabase();
    await startServer({ DATABASE_URL: clean.url });
    const { url } = await createDatabase();
    let kills = 0;
    for (let statement = 1; ; statement += 1) {
      const child = startProcess(dying, [url, String(statement)]);
      const line = await child.nextLine();
      await child.kill();
      if (line === "done") break;
      expect(line).toBe("half-way");
      kills += 1;
    }
    await startServer({ DATABASE_URL: url });
    expect(await describeTables(url)).toEqual(await describeTables(clean.url));
    expect(kills).toBeGreaterThan(30);
    tell(`${dialect}: killed before each of ${kills} statements of the migrations; the next start finished`);
  }, 180_000);
});
