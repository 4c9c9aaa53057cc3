// The queue: one row per key. Work that is asked for again while it waits is one piece of work; while it is worked on, it is
// done once more afterwards. A lease with a fence makes sure that a worker which lost its job cannot end it.
import { randomInt } from "node:crypto";
import { type ExpressionBuilder, sql } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import { priorities, priorityOf, rankOf } from "../core/requests/priority.ts";
import type { JobsRow, Tables } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import type { JobRequest, JobsTable, LeasedJob } from "./store.ts";
import { decodeOptionalText, decodeText, encodeText } from "./text.ts";

/** Rows of one INSERT: 10 values each. */
const rowsPerInsert = 500;

/**
 * A completed job leaves no row, so that a key which comes back begins anew: at a fence that a worker of its earlier life,
 * whose lease was lost, does not have.
 */
const firstFences = 2 ** 47;

export function jobsTable(session: Session): JobsTable {
  return {
    async enqueue(jobs) {
      const coalesced = coalesce(jobs);
      for (let from = 0; from < coalesced.length; from += rowsPerInsert) {
        const rows = coalesced.slice(from, from + rowsPerInsert);
        await session.write((writing) => enqueueRows(writing, rows));
      }
    },

    async lease({ limit, leaseMillis, keptForChecks = 0 }) {
      const leased: LeasedJob[] = [];
      // One priority after the other: an index leads to the due jobs of each, and a thousand weekly issues that are due cost nothing.
      for (let rank = 0; rank < priorities.length; rank++) {
        const room = limit - leased.length - (rank === 0 ? 0 : keptForChecks);
        if (room <= 0) break;
        leased.push(
          ...(await session.write((writing) => leaseRank(writing, rank, { limit: room, leaseMillis }))),
        );
      }
      return leased;
    },

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

    async take(job, leaseMillis) {
      return await session.atomically(async ({ db, now }) => {
        await db
          .insertInto("jobs")
          .values(newRow(job, now()))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const row = await db
          .updateTable("jobs")
          .set((row) => ({
            state: "waiting",
            tries: sql<number>`case when state = 'dead' then 1 else tries + 1 end`,
            lease_until: sql<number>`${now()} + ${millis(leaseMillis)}`,
            leased_revision: row.ref("revision"),
            fence: row("fence", "+", 1),
          }))
          .where("key", "=", encodeText(job.key))
          .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now())]))
          .returning(leasedColumns)
          .executeTakeFirst();
        return row ? leasedJobOf(row) : null;
      });
    },

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

/** Leases what is due of one priority, the longest due first. */
async function leaseRank(
  session: Session,
  rank: number,
  { limit, leaseMillis }: { readonly limit: number; readonly leaseMillis: number },
): Promise<LeasedJob[]> {
  const now = session.now();
  const leased = await session.db
    // As in the inbox: evaluated once.
    .with("due", (db) =>
      db
        .selectFrom("jobs")
        .select("key")
        .where("state", "=", "waiting")
        .where("rank", "=", rank)
        .where("due_at", "<=", now)
        .where((row) => row.or([row("lease_until", "is", null), row("lease_until", "<=", now)]))
        .orderBy("due_at")
        .orderBy("key")
        .limit(limit)
        .$if(session.dialect === "postgres", (query) => query.forUpdate().skipLocked()),
    )
    .updateTable("jobs")
    .set((row) => ({
      lease_until: sql<number>`${now} + ${millis(leaseMillis)}`,
      leased_revision: row.ref("revision"),
      tries: row("tries", "+", 1),
      fence: row("fence", "+", 1),
    }))
    .where("key", "in", (db) => db.selectFrom("due").select("key"))
    .returning([...leasedColumns, "due_at"])
    .execute();
  leased.sort((a, b) => a.due_at - b.due_at || (a.key < b.key ? -1 : 1));
  return leased.map(leasedJobOf);
}

/** What a person asked for says so in its payload; in canonical JSON, no text can hold these very characters. */
const force = '"force":true';

/** One request per key, in the order of the keys: the last payload, but a forced one stands; the earliest time. */
function coalesce(jobs: readonly JobRequest[]): JobRequest[] {
  const byKey = new Map<string, JobRequest>();
  for (const given of jobs) {
    const earlier = byKey.get(given.key);
    const forced = earlier !== undefined && canonicalJson(earlier.payload ?? null).includes(force);
    const job = forced ? { ...given, payload: earlier.payload } : given;
    if (earlier?.notBefore === undefined || job.notBefore === undefined) {
      const { notBefore: _, ...now } = job;
      byKey.set(job.key, earlier ? now : job);
    } else {
      byKey.set(job.key, { ...job, notBefore: Math.min(earlier.notBefore, job.notBefore) });
    }
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function enqueueRows(session: Session, jobs: readonly JobRequest[]): Promise<void> {
  const now = session.now();
  await session.db
    .insertInto("jobs")
    .values(jobs.map((job) => newRow(job, now)))
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((row) => ({
        kind: row.ref("excluded.kind"),
        rank: row.ref("excluded.rank"),
        account_id: row.ref("excluded.account_id"),
        payload: sql<string>`case
          when jobs.state = 'waiting' and jobs.payload like ${`%${force}%`} then jobs.payload
          else excluded.payload end`,
        state: "waiting",
        revision: row("jobs.revision", "+", 1),
        due_at: sql<number>`case
          when jobs.state = 'dead' then excluded.due_at
          when jobs.lease_until > ${now} and jobs.revision = jobs.leased_revision then excluded.due_at
          when excluded.due_at < jobs.due_at then excluded.due_at
          else jobs.due_at end`,
        tries: sql<number>`case when jobs.state = 'dead' then 0 else jobs.tries end`,
      })),
    )
    .execute();
}

function newRow(job: JobRequest, now: ReturnType<Session["now"]>) {
  return {
    key: encodeText(job.key),
    kind: encodeText(job.kind),
    account_id: job.accountId,
    payload: canonicalJson(job.payload ?? null),
    state: "waiting" as const,
    due_at: job.notBefore === undefined ? now : millis(job.notBefore),
    revision: 1,
    tries: 0,
    fence: randomInt(firstFences),
    rank: rankOf(priorityOf(job.kind)),
  };
}

const leasedColumns = ["key", "kind", "account_id", "payload", "tries", "fence"] as const;

function leasedJobOf(row: Pick<JobsRow, (typeof leasedColumns)[number]>): LeasedJob {
  return {
    key: decodeText(row.key),
    kind: decodeText(row.kind),
    accountId: row.account_id,
    payload: JSON.parse(row.payload),
    tries: row.tries,
    fence: row.fence,
  };
}

function isLeased(key: string, fence: number) {
  return (row: ExpressionBuilder<Tables, "jobs">) =>
    row.and([
      row("key", "=", encodeText(key)),
      row("state", "=", "waiting"),
      row("fence", "=", fence),
      row("lease_until", "is not", null),
    ]);
}
