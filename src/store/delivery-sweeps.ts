// How far GitHub's log of deliveries was read, and what of it is asked for again. Replicas share it, and a restart goes on with it.
import { type Selectable, sql } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import type { DeliverySweepsTable, Redelivery } from "../records/store.ts";
import type { RedeliveriesRow } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import { decodeOptionalText, decodeText, encodeText } from "./text.ts";

/** Rows of one INSERT: 11 values each. */
const rowsPerInsert = 200;

export function deliverySweepsTable(session: Session): DeliverySweepsTable {
  return {
    async find(appId) {
      const row = await session.db
        .selectFrom("delivery_sweeps")
        .selectAll()
        .where("app_id", "=", appId)
        .executeTakeFirst();
      if (!row) return null;
      return {
        sweptAt: row.swept_at,
        frontierId: row.frontier_id,
        scan: row.scan === null ? null : JSON.parse(row.scan),
        notBefore: row.not_before,
        lastAsked: row.last_asked,
        asked: row.asked,
        recovered: row.recovered,
        givenUp: row.given_up,
        missedSpans: row.missed_spans,
      };
    },

    async save(appId, { sweptAt, frontierId, scan, notBefore, lastAsked }) {
      const state = {
        swept_at: sweptAt,
        frontier_id: frontierId,
        scan: scan === null ? null : canonicalJson(scan),
        not_before: notBefore,
        last_asked: lastAsked,
      };
      await session.db
        .insertInto("delivery_sweeps")
        .values({ app_id: appId, ...state, asked: 0, recovered: 0, given_up: 0, missed_spans: 0 })
        .onConflict((conflict) => conflict.column("app_id").doUpdateSet(state))
        .execute();
    },

    async count(appId, { asked = 0, recovered = 0, givenUp = 0, missedSpans = 0 }) {
      await session.db
        .updateTable("delivery_sweeps")
        .set((row) => ({
          asked: row("asked", "+", asked),
          recovered: row("recovered", "+", recovered),
          given_up: row("given_up", "+", givenUp),
          missed_spans: row("missed_spans", "+", missedSpans),
        }))
        .where("app_id", "=", appId)
        .execute();
    },

    async keepFailed(failed) {
      const now = session.now();
      // Of one delivery the newest attempt stands, and one statement may not touch a row twice.
      const newest = new Map<string, (typeof failed)[number]>();
      for (const one of [...failed].sort((a, b) => a.failedAt - b.failedAt)) newest.set(one.guid, one);
      const rows = [...newest.values()].map((one) => ({
        guid: encodeText(one.guid),
        attempt_id: one.attemptId,
        event: encodeText(one.event),
        installation_id: one.installationId,
        first_failed_at: one.failedAt,
        failed_at: one.failedAt,
        status_code: one.statusCode,
        state: "waiting" as const,
        asks: 0,
        next_ask_at: now,
        reason: null,
      }));
      rows.sort((a, b) => (a.guid < b.guid ? -1 : 1));
      for (let from = 0; from < rows.length; from += rowsPerInsert) {
        await session.db
          .insertInto("redeliveries")
          .values(rows.slice(from, from + rowsPerInsert))
          .onConflict((conflict) =>
            conflict
              .column("guid")
              .doUpdateSet((row) => ({
                attempt_id: row.ref("excluded.attempt_id"),
                failed_at: row.ref("excluded.failed_at"),
                status_code: row.ref("excluded.status_code"),
              }))
              .where((row) => row("redeliveries.failed_at", "<", row.ref("excluded.failed_at"))),
          )
          .execute();
      }
    },

    async listMissing(guids) {
      if (guids.length === 0) return [];
      const known = await session.db
        .selectFrom("deliveries")
        .select("id")
        .where("id", "in", guids.map(encodeText))
        .execute();
      const here = new Set(known.map(({ id }) => decodeText(id)));
      return guids.filter((guid) => !here.has(guid));
    },

    async settle() {
      const gone = await session.db
        .deleteFrom("redeliveries")
        .where("state", "<>", "erased")
        .where((row) =>
          row.exists(
            row
              .selectFrom("deliveries")
              .select(sql.lit(1).as("one"))
              .whereRef("deliveries.id", "=", "redeliveries.guid"),
          ),
        )
        .returning("asks")
        .execute();
      const recovered = gone.filter(({ asks }) => asks > 0).length;
      return { recovered, unasked: gone.length - recovered };
    },

    async listDue(limit) {
      const rows = await session.db
        .selectFrom("redeliveries")
        .selectAll()
        .where("state", "=", "waiting")
        .where("next_ask_at", "<=", session.now())
        .orderBy("asks")
        .orderBy("failed_at")
        .orderBy("guid")
        .limit(limit)
        .execute();
      return rows.map(redeliveryOf);
    },

    async list({ state, failedFrom, limit }) {
      const rows = await session.db
        .selectFrom("redeliveries")
        .selectAll()
        .where("state", state === undefined ? "<>" : "=", state ?? "erased")
        .$if(failedFrom !== undefined, (query) => query.where("failed_at", ">=", failedFrom ?? 0))
        .orderBy("failed_at", "desc")
        .orderBy("guid")
        .limit(limit)
        .execute();
      return rows.map(redeliveryOf);
    },

    async findRedelivery(guid) {
      const row = await session.db
        .selectFrom("redeliveries")
        .selectAll()
        .where("guid", "=", encodeText(guid))
        .where("state", "<>", "erased")
        .executeTakeFirst();
      return row ? redeliveryOf(row) : null;
    },

    async claim(guid, asks, nextAskAt) {
      const { numUpdatedRows } = await session.db
        .updateTable("redeliveries")
        .set({ asks: asks + 1, next_ask_at: millis(nextAskAt), state: "waiting", reason: null })
        .where("guid", "=", encodeText(guid))
        .where("asks", "=", asks)
        .where("state", "<>", "erased")
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async giveUp(guid, reason) {
      await session.db
        .updateTable("redeliveries")
        .set({ state: "given-up", reason: encodeText(reason) })
        .where("guid", "=", encodeText(guid))
        .where("state", "=", "waiting")
        .execute();
    },

    async countByState() {
      const rows = await session.db
        .selectFrom("redeliveries")
        .select((row) => ["state", row.fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      const of = (wanted: Redelivery["state"]) => rows.find(({ state }) => state === wanted)?.count ?? 0;
      return { waiting: of("waiting"), "given-up": of("given-up") };
    },

    async drop(before) {
      const { numDeletedRows } = await session.db
        .deleteFrom("redeliveries")
        .where("state", "<>", "waiting")
        .where("failed_at", "<", before)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}

function redeliveryOf(row: Selectable<RedeliveriesRow>): Redelivery {
  return {
    guid: decodeText(row.guid),
    attemptId: row.attempt_id,
    event: decodeText(row.event),
    installationId: row.installation_id,
    firstFailedAt: row.first_failed_at,
    failedAt: row.failed_at,
    statusCode: row.status_code,
    state: row.state === "given-up" ? "given-up" : "waiting",
    asks: row.asks,
    nextAskAt: row.next_ask_at,
    reason: decodeOptionalText(row.reason),
  };
}
