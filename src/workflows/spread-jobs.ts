// Queues the jobs of a whole organisation a part at a time. Weekly issues have a plan of their own.
import { type Job, jobKey } from "../core/work/job.ts";
import type { JobRequest } from "../records/store.ts";

/** What nobody waits for goes out in small parts, so that it takes neither the workers nor the hour's requests at once. */
const jobsPerMinute = 15;

/** The first fifteen now, then fifteen a minute. */
export function spreadJobs(jobs: readonly Job[], now: number): JobRequest[] {
  return jobs.map((job, index) => spreadJob(job, index, now));
}

/** One of many jobs, of which `index` come before it. */
export function spreadJob(job: Job, index: number, now: number): JobRequest & { readonly notBefore: number } {
  return { ...requestJob(job), notBefore: now + Math.floor(index / jobsPerMinute) * 60_000 };
}

/** The job as the queue takes it, due at once. */
export function requestJob(job: Job): JobRequest {
  return { key: jobKey(job), kind: job.kind, accountId: job.accountId, payload: job };
}
