// The jobs of a collecting: the same workflows as the server's, one after another in an order in which each finds what it builds upon.
// What the server does besides (check runs, issues, reconciliation) is not done.
import { parseJob } from "../../core/work/job-schema.ts";
import type { Store } from "../../records/store.ts";
import { isReadingJob, type ReadingJob, type ReadingKind } from "../reading-jobs.ts";

/** In this order, each with what a person is told meanwhile. */
const stages: readonly { readonly kind: ReadingKind; readonly doing: string }[] = [
  { kind: "read-configuration", doing: "configuration" },
  { kind: "request-observations", doing: "configuration" },
  { kind: "observe-teams", doing: "teams" },
  { kind: "observe-templates", doing: "templates" },
  { kind: "observe-repository", doing: "settings, alerts and releases" },
  { kind: "observe-paved-road", doing: "workflows and template files" },
  { kind: "backfill-repository", doing: "pull requests, checks and pushes" },
  { kind: "complete-push", doing: "long pushes" },
];

/** Nobody else works on a store in memory, and no job takes as long. */
const leaseMillis = 365 * 24 * 60 * 60_000;

const jobsAtOnce = 10_000;

export interface WaitingJob {
  readonly key: string;
  readonly doing: string;
  readonly job: ReadingJob;
  readonly fence: number;
}

/** Takes the next job of the repository or its account, due or not; null: none is left. Jobs that are not done here are removed. */
export async function takeNextJob(
  store: Store,
  place: { readonly accountId: number; readonly repositoryId: number },
): Promise<WaitingJob | null> {
  const waiting = await store.jobs.list({ state: "waiting", limit: jobsAtOnce });
  const ranked = waiting
    .map(({ key, kind }) => ({ key, kind, rank: stages.findIndex((stage) => stage.kind === kind) }))
    .sort((a, b) => a.rank - b.rank);
  for (const { key, kind, rank } of ranked) {
    const request = { key, kind, accountId: place.accountId, payload: null };
    const leased = await store.jobs.take(request, leaseMillis);
    if (leased === null) continue;
    const job = parseJob(leased.payload);
    const stage = stages[rank];
    const isOurs =
      job !== null &&
      isReadingJob(job) &&
      job.accountId === place.accountId &&
      (job.repositoryId === null || job.repositoryId === place.repositoryId);
    if (stage !== undefined && isOurs) return { key, doing: stage.doing, job, fence: leased.fence };
    await store.jobs.complete(key, leased.fence);
  }
  return null;
}
