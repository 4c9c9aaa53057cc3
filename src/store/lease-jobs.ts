// Leases: a job is worked on by one worker at a time, and its fence tells an earlier one that it has lost it.
import { type ExpressionBuilder, sql } from "kysely";
import { priorities } from "../core/requests/priority.ts";
import type { JobRequest, JobsTable, LeasedJob } from "../records/store.ts";
import { newRow } from "./enqueue-jobs.ts";
import type { JobsRow, Tables } from "./schema.ts";
import { millis, type Session } from "./session.ts";
import { decodeText, encodeText } from "./text.ts";

/** See `JobsTable.lease`. */
export async function leaseJobs(
  session: Session,
  { limit, leaseMillis, keptForChecks = 0 }: Parameters<JobsTable["lease"]>[0],
): Promise<LeasedJob[]> {
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
}

/** See `JobsTable.take`. */
export async function takeJob(
  session: Session,
  job: JobRequest,
  leaseMillis: number,
): Promise<LeasedJob | null> {
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
}

/** Whether the lease under this fence still holds. */
export function isLeased(key: string, fence: number) {
  return (row: ExpressionBuilder<Tables, "jobs">) =>
    row.and([
      row("key", "=", encodeText(key)),
      row("state", "=", "waiting"),
      row("fence", "=", fence),
      row("lease_until", "is not", null),
    ]);
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
