// The first half of the queue: requests become rows. What is asked for again while it waits is one row.
import { randomInt } from "node:crypto";
import { sql } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import { priorityOf, rankOf } from "../core/requests/priority.ts";
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
  const coalesced = coalesce(jobs);
  for (let from = 0; from < coalesced.length; from += rowsPerInsert) {
    const rows = coalesced.slice(from, from + rowsPerInsert);
    await session.write((writing) => enqueueRows(writing, rows));
  }
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
