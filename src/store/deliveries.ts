// The inbox: every delivery is a row before it is acknowledged (accept-deliveries.ts), and the row is the work: leased, ended,
// retried, or dead.
import { sql } from "kysely";
import type { DeliveriesTable, DeliveryState, DeliverySummary } from "../records/store.ts";
import type { AddResult, IncomingDelivery } from "./accept-deliveries.ts";
import { compressBody, decompressBody, storedBodyOf } from "./body-compression.ts";
import type { DeliveriesRow } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import { decodeOptionalText, decodeText, encodeText } from "./text.ts";

/** Bodies dropped by one statement, so that the write lock is never held for long. */
const bodiesPerDrop = 500;

const summaryColumns = ["id", "event", "state", "received_at", "processed_at", "tries", "reason"] as const;

export function deliveriesTable(
  session: Session,
  add: (deliveries: readonly IncomingDelivery[]) => Promise<readonly AddResult[]>,
): DeliveriesTable {
  return {
    async add(deliveries) {
      if (deliveries.length === 0) return [];
      return await add(
        await Promise.all(
          deliveries.map(async ({ id, event, body }) => ({ id, event, ...(await storedBodyOf(body)) })),
        ),
      );
    },

    async lease({ limit, leaseMillis }) {
      const leased = await session.write(({ db, dialect, now: clock }) => {
        const now = clock();
        return (
          db
            // A common table expression is evaluated once; a subselect that skips locked rows may be evaluated again and lease more.
            .with("due", (db) =>
              db
                .selectFrom("deliveries")
                .select("id")
                .where("state", "=", "pending")
                .where("due_at", "<=", now)
                .orderBy("due_at")
                .orderBy("id")
                .limit(limit)
                .$if(dialect === "postgres", (query) => query.forUpdate().skipLocked()),
            )
            .updateTable("deliveries")
            .set((row) => ({
              due_at: sql<number>`${now} + ${millis(leaseMillis)}`,
              tries: row("tries", "+", 1),
              fence: row("fence", "+", 1),
            }))
            .where("id", "in", (db) => db.selectFrom("due").select("id"))
            .returning(["id", "event", "body", "compressed", "tries", "fence", "received_at"])
            .execute()
        );
      });
      leased.sort((a, b) => a.received_at - b.received_at || (a.id < b.id ? -1 : 1));
      return await Promise.all(
        leased.map(async (row) => ({
          id: decodeText(row.id),
          event: decodeText(row.event),
          body: await readPendingBody(row),
          tries: row.tries,
          receivedAt: row.received_at,
          fence: row.fence,
        })),
      );
    },

    async finish(id, fence, { state, reason }) {
      const kept = await compressLeased(session, id, fence);
      return await changeLeased(session, id, fence, {
        state,
        reason,
        processed_at: session.now(),
        ...kept,
      });
    },

    async fail(id, fence, { reason, retryAt }) {
      return await changeLeased(
        session,
        id,
        fence,
        retryAt === null
          ? { state: "dead", reason, processed_at: session.now() }
          : { state: "pending", reason, due_at: millis(retryAt) },
      );
    },

    async retry(id) {
      const { numUpdatedRows } = await session.db
        .updateTable("deliveries")
        .set({ state: "pending", due_at: session.now(), processed_at: null, tries: 0 })
        .where("state", "=", "dead")
        .$if(id !== null, (query) => query.where("id", "=", encodeText(id ?? "")))
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async find(id) {
      const row = await session.db
        .selectFrom("deliveries")
        .select([...summaryColumns, "body", "compressed"])
        .where("id", "=", encodeText(id))
        .executeTakeFirst();
      if (!row) return null;
      return { ...summaryOf(row), body: await readBody(row) };
    },

    async list({ state, limit }) {
      const rows = await session.db
        .selectFrom("deliveries")
        .select(summaryColumns)
        .$if(state !== undefined, (query) => query.where("state", "=", state ?? "pending"))
        .orderBy("received_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(summaryOf);
    },

    async statistics() {
      const rows = await session.db
        .selectFrom("deliveries")
        .select((row) => ["state", row.fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      const { oldest } = await session.db
        .selectFrom("deliveries")
        .select((row) => sql<number | null>`${session.now()} - ${row.fn.min("received_at")}`.as("oldest"))
        .where("state", "=", "pending")
        .executeTakeFirstOrThrow();
      const counts: Record<DeliveryState, number> = { pending: 0, done: 0, ignored: 0, unusable: 0, dead: 0 };
      for (const { state, count } of rows) counts[state] = count;
      return { counts, oldestPendingMillis: oldest };
    },

    async dropBodies(before) {
      let dropped = 0;
      for (;;) {
        const { numUpdatedRows } = await session.db
          .updateTable("deliveries")
          .set({ body: null })
          .where("id", "in", (db) =>
            db
              .selectFrom("deliveries")
              .select("id")
              .where("processed_at", "is not", null)
              .where("processed_at", "<", before)
              .where("body", "is not", null)
              // A dead delivery was not processed: its body is what a retry needs.
              .where("state", "<>", "dead")
              .limit(bodiesPerDrop),
          )
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return dropped;
        dropped += Number(numUpdatedRows);
      }
    },
  };
}

/** Changes a delivery that is still leased under `fence`, and ends the lease. */
async function changeLeased(
  session: Session,
  id: string,
  fence: number,
  change: {
    state: DeliveryState;
    reason: string | null;
    processed_at?: ReturnType<Session["now"]>;
    due_at?: ReturnType<typeof millis>;
    body?: Uint8Array;
    compressed?: 1;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await session.write(({ db }) =>
    db
      .updateTable("deliveries")
      .set((row) => ({
        ...change,
        reason: change.reason === null ? null : encodeText(change.reason),
        fence: row("fence", "+", 1),
      }))
      .where("id", "=", encodeText(id))
      .where("state", "=", "pending")
      .where("fence", "=", fence)
      .executeTakeFirstOrThrow(),
  );
  return numUpdatedRows === 1n;
}

/** What becomes of the body of a delivery that ends: it is kept for some days, compressed. Nothing where it is already, or not ours. */
async function compressLeased(
  session: Session,
  id: string,
  fence: number,
): Promise<{ body: Uint8Array; compressed: 1 } | null> {
  const row = await session.db
    .selectFrom("deliveries")
    .select("body")
    .where("id", "=", encodeText(id))
    .where("fence", "=", fence)
    .where("compressed", "=", 0)
    .executeTakeFirst();
  return row?.body ? { body: await compressBody(row.body), compressed: 1 } : null;
}

type StoredBody = Pick<DeliveriesRow, "body" | "compressed">;

async function readBody({ body, compressed }: StoredBody): Promise<Uint8Array | null> {
  return body !== null && compressed === 1 ? await decompressBody(body) : body;
}

async function readPendingBody(row: StoredBody & Pick<DeliveriesRow, "id">): Promise<Uint8Array> {
  const body = await readBody(row);
  if (body === null) throw new Error(`Delivery ${row.id} is pending but has no body.`);
  return body;
}

function summaryOf(row: Pick<DeliveriesRow, (typeof summaryColumns)[number]>): DeliverySummary {
  return {
    id: decodeText(row.id),
    event: decodeText(row.event),
    state: row.state,
    receivedAt: row.received_at,
    processedAt: row.processed_at,
    tries: row.tries,
    reason: decodeOptionalText(row.reason),
  };
}
