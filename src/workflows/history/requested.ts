// The work that reading the past asks for, as requests to the queue.
import { type Job, jobKey } from "../../core/work/job.ts";
import type { JobRequest } from "../../records/store.ts";

interface Place {
  readonly accountId: number;
  readonly repositoryId: number;
}

/** @param notBefore milliseconds UTC; absent: now. */
export function requestOf(job: Job, notBefore?: number): JobRequest {
  const request = { key: jobKey(job), kind: job.kind, accountId: job.accountId, payload: job };
  return notBefore === undefined ? request : { ...request, notBefore };
}

/** @param days how far back, where it begins; null: as far as is configured. */
export function backfillRequest(
  { accountId, repositoryId }: Place,
  notBefore?: number,
  days: number | null = null,
): JobRequest {
  return requestOf({ kind: "backfill-repository", accountId, repositoryId, days }, notBefore);
}

export function reconcileRequest(
  { accountId, repositoryId }: Place,
  since: number,
  notBefore?: number,
): JobRequest {
  return requestOf({ kind: "reconcile-repository", accountId, repositoryId, since }, notBefore);
}

/** Repositories that are read anew a minute: some sixteen requests each, of the 5,000 an hour that all work shares. */
const readAnewPerMinute = 3;

/** Everything that is read of a repository which is new to us. `index`: how many of the same occasion come before it. */
export function readAnew({ accountId, repositoryId }: Place, at: number, index = 0): JobRequest[] {
  const place = { accountId, repositoryId };
  const notBefore = at + Math.floor(index / readAnewPerMinute) * 60_000;
  return [
    requestOf({ kind: "read-configuration", ...place }),
    requestOf({ kind: "observe-paved-road", ...place, causedAt: at }),
    requestOf({ kind: "observe-repository", ...place }, notBefore),
  ];
}
