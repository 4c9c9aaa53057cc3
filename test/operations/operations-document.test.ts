// docs/operations.md against the code: the metrics it speaks of, the commands it names, and the erasure it promises.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { expect, it } from "vitest";
import { createMetrics } from "../../src/http/metrics.ts";
import { openStore } from "../../src/store/database.ts";
import type { Store } from "../../src/store/store.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const text = readFileSync("docs/operations.md", "utf8");

it("names every metric of ours, and none that is not there", async () => {
  const { registry } = createMetrics({ store: {} as unknown as Store, bytesInFlight: () => 0 });
  const known = registry.getMetricsAsArray().map(({ name }) => name);
  const alerts = text.slice(text.indexOf("| alert |"));
  const named = new Set(alerts.match(/\b(firstpass|nodejs|process)_[a-z0-9_]+/g));
  for (const name of named) expect(known).toContain(name);
  expect([...named].filter((name) => name.startsWith("firstpass_")).sort()).toEqual(
    known.filter((name) => name.startsWith("firstpass_")).sort(),
  );
});

it("names no command that there is not", async () => {
  const named = new Set(
    [...text.matchAll(/firstpass ((?:doctor|deliveries|jobs)(?: (?:list|retry))?)/g)].map(([, name]) => name),
  );
  expect(named.size).toBeGreaterThan(4);
  for (const name of named) {
    expect(await runCommand([...(name ?? "").split(" "), "--help"]), name).toMatchObject({ code: 0 });
  }
});

it("erases one account from every table that holds it, and leaves the others", async () => {
  const file = join(temporaryFolder(), "erase.db");
  await (await openStore(`sqlite:${file}`)).close();
  const database = new DatabaseSync(file);
  const tables = database
    .prepare("select name from sqlite_master where type = 'table'")
    .all()
    .map(({ name }) => String(name));
  const owners = new Map<string, string>();
  for (const table of tables) {
    const columns = database.prepare("select name, type from pragma_table_info(?)").all(table);
    const owner = columns.find(({ name }) => name === "account_id" || name === "installation_id");
    if (owner === undefined) continue;
    owners.set(table, String(owner.name));
    for (const id of owner.name === "account_id" ? [77, 78] : [9, 10]) {
      const made: Readonly<Record<string, SQLInputValue>> = { integer: 1, blob: new Uint8Array(1) };
      const values = columns.map(({ name, type }) =>
        name === owner.name ? id : (made[String(type).toLowerCase()] ?? String(id)),
      );
      database.prepare(`insert into ${table} values (${columns.map(() => "?").join()})`).run(...values);
    }
  }
  expect(owners.size).toBeGreaterThan(9);
  const script = /```sql\n( +begin;[\s\S]+?)```/.exec(text)?.[1] ?? "";
  database.exec(script);
  for (const [table, owner] of owners) {
    const left = database.prepare(`select ${owner} as id from ${table}`).all();
    expect(
      left.map(({ id }) => id),
      table,
    ).toEqual([owner === "account_id" ? 78 : 10]);
  }
  database.close();
});
