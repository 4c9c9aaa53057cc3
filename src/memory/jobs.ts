// The queue in memory: one row per key. The same rules as in a database, so that the workflows that queue work for later find it there.
import { coalesceJobs } from "../records/coalesce-jobs.ts";
import type { JobsTable } from "../records/store.ts";
import type { Run } from "./facts.ts";
import {
  enqueueOne,
  isFree,
  isLeased,
  type JobRow,
  leaseDue,
  leasedJobOf,
  newRow,
  postponed,
} from "./job-rows.ts";
import { compareText, type KeptMap, keyOf } from "./kept-map.ts";

export interface JobRows {
  readonly jobs: KeptMap<JobRow>;
  readonly runs: KeptMap<true>;
}

export function jobsTable({ jobs, runs }: JobRows, run: Run, now: () => number): JobsTable {
  const keep = (row: JobRow) => jobs.set(row.key, row);
  const sorted = (rows: readonly JobRow[]) => rows.toSorted(byDueTime);
  const leasedRow = (key: string, fence: number) => {
    const row = jobs.get(key);
    return row !== undefined && isLeased(row, fence) ? row : null;
  };

  return {
    enqueue: (requests) =>
      run(() => {
        for (const request of coalesceJobs(requests)) keep(enqueueOne(jobs.get(request.key), request, now()));
      }),

    lease: (options) =>
      run(() => {
        const leased = leaseDue(sorted(jobs.list()), options, now());
        for (const row of leased) keep(row);
        return leased.map(leasedJobOf);
      }),

    take: (job, leaseMillis) =>
      run(() => {
        const row = jobs.get(job.key) ?? newRow(job, now());
        if (!isFree(row, now())) return null;
        const taken: JobRow = {
          ...row,
          state: "waiting",
          tries: row.state === "dead" ? 1 : row.tries + 1,
          leaseUntil: now() + leaseMillis,
          leasedRevision: row.revision,
          fence: row.fence + 1,
        };
        keep(taken);
        return leasedJobOf(taken);
      }),

    postpone: (accountId, wait) =>
      run(() => {
        const moved = postponed(sorted(jobs.list()), accountId, wait, now());
        for (const row of moved) keep(row);
        return moved.length;
      }),

    listWaiting: (accountId, kind) =>
      run(() =>
        sorted(jobs.list())
          .filter((row) => row.accountId === accountId && row.kind === kind && row.state === "waiting")
          .filter((row) => isFree(row, now()))
          .map(({ key, payload, dueAt }) => ({ key, payload: JSON.parse(payload), dueAt })),
      ),

    reschedule: (times) =>
      run(() => {
        for (const { key, dueAt } of times) {
          const row = jobs.get(key);
          if (row !== undefined && row.state === "waiting" && isFree(row, now())) keep({ ...row, dueAt });
        }
      }),

    extend: (key, fence, leaseMillis) =>
      run(() => {
        const row = leasedRow(key, fence);
        if (row !== null) keep({ ...row, leaseUntil: now() + leaseMillis });
        return row !== null;
      }),

    complete: (key, fence) =>
      run(() => {
        const row = leasedRow(key, fence);
        if (row === null) return false;
        if (row.revision === row.leasedRevision) jobs.delete(key);
        else keep({ ...row, leaseUntil: null, leasedRevision: null, tries: 0, reason: null });
        return true;
      }),

    fail: (key, fence, { reason, retryAt, countsAsTry }) =>
      run(() => {
        const row = leasedRow(key, fence);
        if (row === null) return false;
        const ended = { ...row, leaseUntil: null, leasedRevision: null, reason };
        if (retryAt !== null)
          keep({ ...ended, dueAt: retryAt, tries: countsAsTry ? row.tries : row.tries - 1 });
        // Asked for again meanwhile: the new request has not failed yet.
        else if (row.revision === row.leasedRevision) keep({ ...ended, state: "dead" });
        else keep({ ...ended, tries: 0 });
        return true;
      }),

    statistics: () =>
      run(() => {
        const all = jobs.list();
        const due = all.filter((row) => row.state === "waiting" && row.dueAt <= now() && isFree(row, now()));
        const count = (state: JobRow["state"]) => all.filter((row) => row.state === state).length;
        const oldestDueMillis = due.length === 0 ? null : now() - Math.min(...due.map(({ dueAt }) => dueAt));
        return { waiting: count("waiting"), dead: count("dead"), oldestDueMillis };
      }),

    countByKind: () =>
      run(() => {
        const counts = new Map<string, { kind: string; state: JobRow["state"]; count: number }>();
        for (const { kind, state } of jobs.list()) {
          const key = keyOf(kind, state);
          counts.set(key, { kind, state, count: (counts.get(key)?.count ?? 0) + 1 });
        }
        const compare = (a: { kind: string; state: string }, b: typeof a) =>
          compareText(a.kind, b.kind) || compareText(a.state, b.state);
        return [...counts.values()].sort(compare);
      }),

    list: ({ state, limit }) =>
      run(() =>
        sorted(jobs.list().filter((row) => state === undefined || row.state === state))
          .slice(0, limit)
          .map(({ key, kind, state, dueAt, tries, reason }) => ({ key, kind, state, dueAt, tries, reason })),
      ),

    retry: (key) =>
      run(() => {
        const dead = jobs.list().filter((row) => row.state === "dead" && (key === null || row.key === key));
        for (const row of dead) keep({ ...row, state: "waiting", dueAt: now(), tries: 0 });
        return dead.length;
      }),

    listDead: (limit) =>
      run(() =>
        jobs
          .list()
          .filter(({ state }) => state === "dead")
          .sort((a, b) => b.dueAt - a.dueAt || compareText(a.key, b.key))
          .slice(0, limit)
          .map(({ key, kind, reason, tries }) => ({ key, kind, reason, tries })),
      ),

    claimRun: (job, scheduledAt) =>
      run(() => {
        const key = keyOf(job, scheduledAt);
        if (runs.get(key)) return false;
        runs.set(key, true);
        return true;
      }),
  };
}

function byDueTime(a: JobRow, b: JobRow): number {
  return a.dueAt - b.dueAt || compareText(a.key, b.key);
}
