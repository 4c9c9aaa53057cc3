// A tenant is planted in every table that there is, by reading the schema, and then nothing of it may be found.
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { pino } from "pino";
import { afterEach, expect, it } from "vitest";
import type { ServerStore } from "../../../src/records/store.ts";
import { openStore } from "../../../src/store/database.ts";
import { eraseAccount, eraseDeparted } from "../../../src/workflows/housekeeping/erase-account.ts";
import { repositoryState } from "../../support/facts.ts";
import { describeOnEachDatabase, type StoreDialect } from "../../support/stores.ts";

interface PlantedTenant {
  readonly accountId: number;
  readonly installationId: number;
  readonly repositoryId: number;
  readonly login: string;
}

const gone: PlantedTenant = {
  accountId: 770_077_007,
  installationId: 990_099_009,
  repositoryId: 550_055_005,
  login: "departing-co",
};
const other: PlantedTenant = {
  accountId: 770_077_008,
  installationId: 990_099_010,
  repositoryId: 550_055_006,
  login: "staying-inc",
};

type Row = Record<string, unknown>;

interface RawDatabase {
  /** Columns of each table, with whether they hold text, bytes or numbers. */
  tables(): Promise<Map<string, { name: string; type: "text" | "bytes" | "integer" }[]>>;
  insert(table: string, row: Row): Promise<void>;
  rows(table: string): Promise<Row[]>;
  close(): Promise<void>;
}

/** Written through the store, since it reads their JSON; and those without a tenant. */
const plantedByStore = new Set(["installations", "repositories", "deliveries"]);

describeOnEachDatabase("erasing an account", (createTestDatabase, dialect) => {
  const toClose: (() => Promise<unknown>)[] = [];
  // Before the database is removed.
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });

  async function open() {
    const { url } = await createTestDatabase();
    const store = await openStore(url);
    const raw = await openRaw(dialect, url);
    toClose.push(raw.close, () => store.close().catch(() => {}));
    return { url, store, raw };
  }

  it("fault 32: leaves no row, no id and no text of it in any table, and the other tenant as it was", async () => {
    const { url, store, raw } = await open();
    for (const tenant of [gone, other]) await plant(store, raw, tenant);
    const before = await dump(raw, other);
    for (const [table, columns] of await raw.tables()) {
      if (!columns.some(({ name }) => name === "account_id" || name === "installation_id")) continue;
      expect((await rowsOf(raw, table, gone)).length, `nothing is planted in ${table}`).toBeGreaterThan(0);
    }

    const { rows, nothingLeft } = await eraseAccount(store, gone.accountId);
    await store.erasure.compact();

    expect(nothingLeft).toBe(true);
    expect(rows).toMatchObject({ facts: 1, jobs: 1, installations: 1, repositories: 1, deliveries: 4 });
    for (const [table] of await raw.tables()) expect(await rowsOf(raw, table, gone), table).toEqual([]);
    expect(await dump(raw, other)).toBe(before);
    let everything = "";
    for (const table of (await raw.tables()).keys()) everything += JSON.stringify(await raw.rows(table));
    for (const text of [gone.login, String(gone.accountId), String(gone.installationId)]) {
      expect(everything).not.toContain(text);
    }
    await raw.close();
    await store.close();
    if (dialect === "sqlite") expectNothingInFile(url.replace("sqlite:", ""));
  });

  it("ends what was still to be worked on, and knows a repeated delivery", async () => {
    const { store, raw } = await open();
    await plant(store, raw, gone);
    const [leased] = await store.deliveries.lease({ limit: 1, leaseMillis: 60_000 });
    await eraseAccount(store, gone.accountId);
    expect(await store.deliveries.finish(leased!.id, leased!.fence, { state: "done", reason: null })).toBe(
      false,
    );
    expect((await store.deliveries.statistics()).counts).toMatchObject({ pending: 0, dead: 0, ignored: 4 });
    expect(await store.deliveries.add([{ id: leased!.id, event: "push", body: Buffer.from("{}") }])).toEqual([
      "duplicate",
    ]);
  });

  it("erases an account that a killed erasure left halfway", async () => {
    const { store, raw } = await open();
    await plant(store, raw, gone);
    await store.erasure.erase({ accountId: gone.accountId, logins: [], installationIds: [] });
    const { nothingLeft } = await eraseAccount(store, gone.accountId, {
      installationIds: [gone.installationId],
    });
    expect(nothingLeft).toBe(true);
    for (const [table] of await raw.tables()) expect(await rowsOf(raw, table, gone), table).toEqual([]);
  });

  it("fault 32: by the clock erases only who left long enough ago", async () => {
    const { store, raw } = await open();
    for (const tenant of [gone, other]) await plant(store, raw, tenant);
    const parts = { store, log: pino({ enabled: false }) };
    expect(await eraseDeparted(parts, 0)).toBe(0);
    const { resumedAt: _, ...installation } = (await store.installations.find(gone.accountId))!;
    const day = 86_400_000;
    await store.installations.save({ ...installation, deleted: true, updatedAt: Date.now() - 30 * day });
    expect(await eraseDeparted(parts, 31)).toBe(0);
    expect(await eraseDeparted(parts, 30)).toBe(1);
    expect((await store.installations.list()).map(({ accountId }) => accountId)).toEqual([other.accountId]);
  });
});

async function plant(store: ServerStore, raw: RawDatabase, tenant: PlantedTenant): Promise<void> {
  const { accountId, installationId, repositoryId, login } = tenant;
  await store.installations.save({
    installationId,
    accountId,
    accountLogin: login,
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: {},
    updatedAt: 1,
  });
  await store.repositories.observe(repositoryState({ accountId, repositoryId, ownerLogin: login }), {
    observedAt: 1,
    installationId,
  });
  const owner = { id: accountId, login };
  const bodies: Record<string, unknown> = {
    push: { repository: { id: repositoryId, owner }, installation: { id: installationId } },
    installation: { installation: { id: installationId, account: owner } },
    team: { organization: owner },
    broken: null,
  };
  for (const [event, body] of Object.entries(bodies)) {
    const text = body === null ? `{"cut short": "${login}/shop` : JSON.stringify(body);
    await store.deliveries.add([{ id: `${accountId % 10}-${event}`, event, body: Buffer.from(text) }]);
  }
  for (const [table, columns] of await raw.tables()) {
    if (plantedByStore.has(table)) continue;
    if (!columns.some(({ name }) => name === "account_id" || name === "installation_id")) continue;
    const row: Row = {};
    for (const { name, type } of columns) row[name] = valueFor(tenant, table, name, type);
    await raw.insert(table, row);
  }
}

function valueFor(tenant: PlantedTenant, table: string, column: string, type: string): unknown {
  if (column === "account_id") return tenant.accountId;
  if (column === "installation_id") return tenant.installationId;
  if (column === "repository_id") return tenant.repositoryId;
  if (type === "integer") return 1;
  // Ids of deliveries are random, and stay so that the sweep does not have them sent again.
  const text = table === "redeliveries" ? `r-${tenant.accountId % 10}` : `planted ${tenant.login} ${column}`;
  if (column === "state" && table === "redeliveries") return "waiting";
  return type === "bytes" ? Buffer.from(text) : text;
}

async function rowsOf(raw: RawDatabase, table: string, tenant: PlantedTenant): Promise<Row[]> {
  return (await raw.rows(table)).filter(
    (row) =>
      Number(row.account_id) === tenant.accountId || Number(row.installation_id) === tenant.installationId,
  );
}

/** Everything of a tenant, deliveries among it. */
async function dump(raw: RawDatabase, tenant: PlantedTenant): Promise<string> {
  const tables = [...(await raw.tables()).keys()].sort();
  const rows: Row[][] = [];
  for (const table of tables) {
    const isOwn = ({ id }: Row) => String(id).startsWith(String(tenant.accountId % 10));
    rows.push(
      table === "deliveries" ? (await raw.rows(table)).filter(isOwn) : await rowsOf(raw, table, tenant),
    );
  }
  return JSON.stringify(rows);
}

function expectNothingInFile(file: string): void {
  const bytes = readFileSync(file);
  expect(bytes.includes(other.login)).toBe(true);
  expect(bytes.includes(gone.login)).toBe(false);
  for (const id of [gone.accountId, gone.installationId, gone.repositoryId]) {
    const stored = Buffer.alloc(4);
    stored.writeUInt32BE(id);
    expect([bytes.includes(String(id)), bytes.includes(stored)], String(id)).toEqual([false, false]);
  }
}

async function openRaw(dialect: StoreDialect, url: string): Promise<RawDatabase> {
  return dialect === "sqlite" ? openRawSqlite(url.replace("sqlite:", "")) : await openRawPostgres(url);
}

function openRawSqlite(file: string): RawDatabase {
  const database = new DatabaseSync(file);
  const types = { text: "text", blob: "bytes" } as const;
  return {
    async tables() {
      const names = database
        .prepare("select name from sqlite_schema where type = 'table' and name not like '%migration%'")
        .all();
      return new Map(
        names.map(({ name }) => [
          String(name),
          database
            .prepare(`pragma table_info(${name})`)
            .all()
            .map((column) => ({
              name: String(column.name),
              type: types[String(column.type).toLowerCase() as keyof typeof types] ?? "integer",
            })),
        ]),
      );
    },
    async insert(table, row) {
      const names = Object.keys(row);
      database
        .prepare(`insert into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`)
        .run(...(Object.values(row) as string[]));
    },
    rows: async (table) => database.prepare(`select * from ${table}`).all() as Row[],
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

async function openRawPostgres(url: string): Promise<RawDatabase> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let open = true;
  const types = { text: "text", bytea: "bytes" } as const;
  return {
    async tables() {
      const { rows } = await client.query(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' and table_name not like '%migration%'",
      );
      const found = new Map<string, { name: string; type: "text" | "bytes" | "integer" }[]>();
      for (const { table_name, column_name, data_type } of rows) {
        const type = types[data_type as keyof typeof types] ?? "integer";
        found.set(table_name, [...(found.get(table_name) ?? []), { name: column_name, type }]);
      }
      return found;
    },
    async insert(table, row) {
      const names = Object.keys(row);
      const places = names.map((_, index) => `$${index + 1}`);
      await client.query(
        `insert into ${table} (${names.join(", ")}) values (${places.join(", ")})`,
        Object.values(row),
      );
    },
    rows: async (table) => (await client.query(`select * from ${table}`)).rows,
    async close() {
      if (open) await client.end();
      open = false;
    },
  };
}
