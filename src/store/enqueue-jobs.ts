// The first half of the queue: requests become rows. What is asked for again while it waits is one row.
import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import { priorityOf, rankOf } from "../core/requests/priority.ts";
import { coalesceJobs, forcedPayload } from "../records/coalesce-jobs.ts";
import type { JobRequest } from "../records/store.ts";
import { millis, type Session } from "./session.ts";
import { encodeText } from "./text.ts";

/** Rows of one INSERT: 10 values each. */
const rowsPerInsert = 500;

/**
 * A completed job leaves no row, so that a key which comes back begins anew: at a fence that a worker of its earlier life,
 * whose lease was lost, does not have.
 */
const firstFences = 2 ** 47;

export async function enqueueJobs(session: Session, jobs: readonly JobRequest[]): Promise<void> {
  const coalesced = coalesceJobs(jobs);
  for (let from = 0; from < coalesced.length; from += rowsPerInsert) {
    const rows = coalesced.slice(from, from + rowsPerInsert);
    await session.write((writing) => enqueueRows(writing, rows));
  }
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
          when jobs.state = 'waiting' and jobs.payload like ${`%${forcedPayload}%`} then jobs.payload
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

/** The row of a job that nobody has asked for yet. */
export function newRow(job: JobRequest, now: ReturnType<Session["now"]>) {
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
