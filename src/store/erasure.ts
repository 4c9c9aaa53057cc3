// Erases a tenant: every row that carries its account or one of its installations, and what was received of it. A new table
// does not compile before it says here how it is erased.
import { setImmediate as letOthersRun } from "node:timers/promises";
import { sql } from "kysely";
import type { ErasureTable, Tenant } from "../records/store.ts";
import { decompressBody } from "./body-compression.ts";
import { deleteInBatches } from "./delete-in-batches.ts";
import { ownerOfBody } from "./owner-of-body.ts";
import type { Tables } from "./schema.ts";
import type { Session } from "./session.ts";

/** How the rows of a tenant are told: by a column; or they have none (`null`), or are treated apart below. In the order of erasing. */
const tenantColumn: Readonly<Record<keyof Tables, "account_id" | "installation_id" | "apart" | null>> = {
  // First the work, so that nobody goes on with it.
  jobs: "account_id",
  deliveries: "apart",
  redeliveries: "apart",
  facts: "account_id",
  configurations: "account_id",
  check_runs: "account_id",
  weekly_issues: "account_id",
  overview_issues: "account_id",
  simulations: "account_id",
  histories: "account_id",
  http_responses: "installation_id",
  rate_limits: "installation_id",
  request_paces: "installation_id",
  cron_runs: null,
  delivery_sweeps: null,
  // Last, so that an erasure that was cut short is still found by the account's name.
  repositories: "account_id",
  installations: "account_id",
};

const bodiesPerRead = 100;
const reason = "Its account was erased.";

export function erasureTable(session: Session): ErasureTable {
  return {
    async erase({ accountId, logins, installationIds }) {
      // What is deleted is overwritten, not only let go.
      if (session.dialect === "sqlite") await sql`pragma secure_delete = on`.execute(session.db);
      const installations = new Set(installationIds);
      const erased: Record<string, number> = {};
      const bodies = await dropBodiesOf(session, { accountId, logins }, installations);
      for (const [name, column] of Object.entries(tenantColumn)) {
        const table = name as keyof Tables;
        if (column === "account_id") {
          erased[table] = await deleteInBatches(session, table, sql`account_id = ${accountId}`);
        } else if (column === "installation_id") {
          erased[table] = 0;
          for (const id of installations) {
            erased[table] += await deleteInBatches(session, table, sql`installation_id = ${id}`);
          }
        }
      }
      const redeliveries = await forgetRedeliveries(session, installations);
      if (session.dialect === "sqlite") await sql`pragma secure_delete = off`.execute(session.db);
      return { ...erased, deliveries: bodies, redeliveries };
    },

    async compact() {
      if (session.dialect === "postgres") {
        for (const table of Object.keys(tenantColumn))
          await sql`vacuum ${sql.table(table)}`.execute(session.db);
        return;
      }
      await sql`vacuum`.execute(session.db);
      await sql`pragma wal_checkpoint(truncate)`.execute(session.db);
    },
  };
}

/** Drops the bodies that tell of the tenant, and ends what was still to be done of them. Adds the installations that they name. */
async function dropBodiesOf(
  session: Session,
  tenant: Pick<Tenant, "accountId" | "logins">,
  installations: Set<number>,
): Promise<number> {
  let dropped = 0;
  let after = "";
  for (;;) {
    const rows = await session.db
      .selectFrom("deliveries")
      .select(["id", "body", "compressed"])
      .where("id", ">", after)
      .where("body", "is not", null)
      .orderBy("id")
      .limit(bodiesPerRead)
      .execute();
    const found: string[] = [];
    for (const { id, body, compressed } of rows) {
      if (body === null) continue;
      const received = compressed === 1 ? await decompressBody(body) : body;
      const owner = ownerOfBody(received, tenant, installations);
      if (!owner.isTenant) continue;
      if (owner.installationId !== null) installations.add(owner.installationId);
      found.push(id);
    }
    if (found.length > 0) {
      await session.db.updateTable("deliveries").set({ body: null }).where("id", "in", found).execute();
      // A worker that has one in hand loses its lease, and with it what it was about to keep.
      await session.db
        .updateTable("deliveries")
        .set((row) => ({
          state: "ignored",
          reason,
          processed_at: session.now(),
          fence: row("fence", "+", 1),
        }))
        .where("id", "in", found)
        .where("state", "in", ["pending", "dead"])
        .execute();
    }
    dropped += found.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < bodiesPerRead) return dropped;
    after = last.id;
    await letOthersRun();
  }
}

/** Only the random id stays, so that the sweep does not have them sent again. */
async function forgetRedeliveries(session: Session, installations: ReadonlySet<number>): Promise<number> {
  if (installations.size === 0) return 0;
  const { numUpdatedRows } = await session.db
    .updateTable("redeliveries")
    .set({ state: "erased", installation_id: null, reason: null })
    .where("installation_id", "in", [...installations])
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
