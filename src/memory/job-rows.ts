// What happens to one row of the queue: asked for, asked for again, leased, put back. Pure; the table keeps the results.
import { randomInt } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import { priorities, priorityOf, rankOf } from "../core/requests/priority.ts";
import { forcedPayload } from "../records/coalesce-jobs.ts";
import type { JobRequest, JobSummary, JobsTable, LeasedJob } from "../records/store.ts";

/** Times in milliseconds UTC, by the store's clock. */
export interface JobRow extends JobSummary {
  readonly accountId: number;
  /** Canonical JSON. */
  readonly payload: string;
  /** Null: not leased. */
  readonly leaseUntil: number | null;
  /** Grows with every request. */
  readonly revision: number;
  /** The revision that the lease works on. */
  readonly leasedRevision: number | null;
  readonly fence: number;
  /** Of its priority: 0 is worked on first. */
  readonly rank: number;
}

/** As in a database: a key that comes back begins at a fence that a worker of its earlier life does not have. */
const firstFences = 2 ** 47;

export function newRow(job: JobRequest, now: number): JobRow {
  return {
    key: job.key,
    kind: job.kind,
    accountId: job.accountId,
    payload: canonicalJson(job.payload ?? null),
    state: "waiting",
    dueAt: job.notBefore ?? now,
    leaseUntil: null,
    revision: 1,
    leasedRevision: null,
    tries: 0,
    fence: randomInt(firstFences),
    reason: null,
    rank: rankOf(priorityOf(job.kind)),
  };
}

/** @param kept the row of this key, where there is one. */
export function enqueueOne(kept: JobRow | undefined, job: JobRequest, now: number): JobRow {
  const asked = newRow(job, now);
  if (kept === undefined) return asked;
  const forced = kept.state === "waiting" && kept.payload.includes(forcedPayload);
  return {
    ...kept,
    kind: asked.kind,
    rank: asked.rank,
    accountId: asked.accountId,
    payload: forced ? kept.payload : asked.payload,
    state: "waiting",
    revision: kept.revision + 1,
    dueAt: dueAgain(kept, asked.dueAt, now),
    tries: kept.state === "dead" ? 0 : kept.tries,
  };
}

function dueAgain(kept: JobRow, asked: number, now: number): number {
  if (kept.state === "dead") return asked;
  // The first request while it is worked on: the time that stands is of the work in hand.
  if (!isFree(kept, now) && kept.revision === kept.leasedRevision) return asked;
  return Math.min(asked, kept.dueAt);
}

export function isFree({ leaseUntil }: JobRow, now: number): boolean {
  return leaseUntil === null || leaseUntil <= now;
}

/** Whether the lease under this fence still holds. */
export function isLeased(row: JobRow, fence: number): boolean {
  return row.state === "waiting" && row.fence === fence && row.leaseUntil !== null;
}

/** The rows that `JobsTable.lease` gives, as they are while leased. @param rows in the order in which they are due. */
export function leaseDue(
  rows: readonly JobRow[],
  { limit, leaseMillis, keptForChecks = 0 }: Parameters<JobsTable["lease"]>[0],
  now: number,
): JobRow[] {
  const due = rows.filter((row) => row.state === "waiting" && row.dueAt <= now && isFree(row, now));
  const leased: JobRow[] = [];
  for (let rank = 0; rank < priorities.length; rank += 1) {
    const room = limit - leased.length - (rank === 0 ? 0 : keptForChecks);
    if (room <= 0) break;
    leased.push(...due.filter((row) => row.rank === rank).slice(0, room));
  }
  return leased.map((row) => ({
    ...row,
    leaseUntil: now + leaseMillis,
    leasedRevision: row.revision,
    tries: row.tries + 1,
    fence: row.fence + 1,
  }));
}

/** See `JobsTable.postpone`. @param rows in the order in which they are due. */
export function postponed(
  rows: readonly JobRow[],
  accountId: number,
  { until, from }: Parameters<JobsTable["postpone"]>[1],
  now: number,
): JobRow[] {
  return (
    rows
      .filter((row) => row.accountId === accountId && row.state === "waiting" && row.rank >= rankOf(from))
      .filter((row) => row.dueAt < until && isFree(row, now))
      // A millisecond apart: they keep the order in which they waited.
      .map((row, index) => ({ ...row, dueAt: until + index + 1 }))
  );
}

export function leasedJobOf({ key, kind, accountId, payload, tries, fence }: JobRow): LeasedJob {
  return { key, kind, accountId, payload: JSON.parse(payload), tries, fence };
}
