// The queue: one row per key. Work that is asked for again while it waits is one piece of work; while it is worked on, it is
// done once more afterwards. A lease with a fence makes sure that a worker which lost its job cannot end it.
import { sql } from "kysely";
import { priorityOf, rankOf } from "../core/requests/priority.ts";
import type { JobsTable } from "../records/store.ts";
import { enqueueJobs } from "./enqueue-jobs.ts";
import { isLeased, leaseJobs, takeJob } from "./lease-jobs.ts";
import type { JobsRow } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import { decodeOptionalText, decodeText, encodeText } from "./text.ts";

export function jobsTable(session: Session): JobsTable {
  return {
    enqueue: (jobs) => enqueueJobs(session, jobs),
    lease: (options) => leaseJobs(session, options),

    async postpone(accountId, { until, from }) {
      const now = session.now();
      const held = session.db
        .selectFrom("jobs")
        .select(["key", sql<number>`row_number() over (order by due_at, key)`.as("place")])
        .where("account_id", "=", accountId)
        .where("state", "=", "waiting")
        .where("rank", ">=", rankOf(from))
        .where("due_at", "<", millis(until))
        .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now)]));
      const { numUpdatedRows } = await session.db
        .with("held", () => held)
        .updateTable("jobs")
        .from("held")
        // A millisecond apart: they keep the order in which they waited.
        .set((row) => ({ due_at: sql<number>`${millis(until)} + ${row.ref("held.place")}` }))
        .whereRef("jobs.key", "=", "held.key")
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async listWaiting(accountId, kind) {
      const now = session.now();
      const rows = await session.db
        .selectFrom("jobs")
        .select(["key", "payload", "due_at"])
        .where("account_id", "=", accountId)
        .where("state", "=", "waiting")
        .where("rank", "=", rankOf(priorityOf(kind)))
        .where("kind", "=", encodeText(kind))
        .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now)]))
        .orderBy("due_at")
        .orderBy("key")
        .execute();
      return rows.map((row) => ({
        key: decodeText(row.key),
        payload: JSON.parse(row.payload),
        dueAt: row.due_at,
      }));
    },

    async reschedule(jobs) {
      const now = session.now();
      for (const { key, dueAt } of jobs) {
        await session.db
          .updateTable("jobs")
          .set({ due_at: millis(dueAt) })
          .where("key", "=", encodeText(key))
          .where("state", "=", "waiting")
          .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now)]))
          .execute();
      }
    },

    take: (job, leaseMillis) => takeJob(session, job, leaseMillis),

    async extend(key, fence, leaseMillis) {
      const { numUpdatedRows } = await session.write(({ db, now }) =>
        db
          .updateTable("jobs")
          .set({ lease_until: sql<number>`${now()} + ${millis(leaseMillis)}` })
          .where(isLeased(key, fence))
          .executeTakeFirstOrThrow(),
      );
      return numUpdatedRows === 1n;
    },

    complete: (key, fence) =>
      session.write(async ({ db }) => {
        const { numDeletedRows } = await db
          .deleteFrom("jobs")
          .where(isLeased(key, fence))
          .whereRef("revision", "=", "leased_revision")
          .executeTakeFirst();
        if (numDeletedRows === 1n) return true;
        const { numUpdatedRows } = await db
          .updateTable("jobs")
          .set({ lease_until: null, leased_revision: null, tries: 0, reason: null })
          .where(isLeased(key, fence))
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    async fail(key, fence, { reason, retryAt, countsAsTry }) {
      const { numUpdatedRows } = await session.db
        .updateTable("jobs")
        .set((row) => ({
          lease_until: null,
          leased_revision: null,
          reason: encodeText(reason),
          ...(retryAt === null
            ? {
                // Asked for again meanwhile: the new request has not failed yet.
                state: sql<
                  JobsRow["state"]
                >`case when revision = leased_revision then 'dead' else 'waiting' end`,
                tries: sql<number>`case when revision = leased_revision then tries else 0 end`,
              }
            : {
                due_at: millis(retryAt),
                tries: countsAsTry ? row.ref("tries") : row("tries", "-", 1),
              }),
        }))
        .where(isLeased(key, fence))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async statistics() {
      const rows = await session.db
        .selectFrom("jobs")
        .select((row) => ["state", row.fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      const now = session.now();
      const { oldest } = await session.db
        .selectFrom("jobs")
        .select((row) => sql<number | null>`${now} - ${row.fn.min("due_at")}`.as("oldest"))
        .where("state", "=", "waiting")
        .where("due_at", "<=", now)
        .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now)]))
        .executeTakeFirstOrThrow();
      const count = (state: JobsRow["state"]) => rows.find((row) => row.state === state)?.count ?? 0;
      return { waiting: count("waiting"), dead: count("dead"), oldestDueMillis: oldest };
    },

    async countByKind() {
      const rows = await session.db
        .selectFrom("jobs")
        .select((row) => ["kind", "state", row.fn.countAll<number>().as("count")])
        .groupBy(["kind", "state"])
        .orderBy("kind")
        .orderBy("state")
        .execute();
      return rows.map(({ kind, ...counted }) => ({ kind: decodeText(kind), ...counted }));
    },

    async list({ state, limit }) {
      const rows = await session.db
        .selectFrom("jobs")
        .select(["key", "kind", "state", "due_at", "tries", "reason"])
        .$if(state !== undefined, (query) => query.where("state", "=", state ?? "waiting"))
        .orderBy("due_at")
        .orderBy("key")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        key: decodeText(row.key),
        kind: decodeText(row.kind),
        state: row.state,
        dueAt: row.due_at,
        tries: row.tries,
        reason: decodeOptionalText(row.reason),
      }));
    },

    async retry(key) {
      const { numUpdatedRows } = await session.db
        .updateTable("jobs")
        .set({ state: "waiting", due_at: session.now(), tries: 0 })
        .where("state", "=", "dead")
        .$if(key !== null, (query) => query.where("key", "=", encodeText(key ?? "")))
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    async listDead(limit) {
      const rows = await session.db
        .selectFrom("jobs")
        .select(["key", "kind", "reason", "tries"])
        .where("state", "=", "dead")
        .orderBy("due_at", "desc")
        .orderBy("key")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        key: decodeText(row.key),
        kind: decodeText(row.kind),
        reason: decodeOptionalText(row.reason),
        tries: row.tries,
      }));
    },

    async claimRun(job, scheduledAt) {
      const { numInsertedOrUpdatedRows } = await session.db
        .insertInto("cron_runs")
        .values({ job: encodeText(job), scheduled_at: scheduledAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
