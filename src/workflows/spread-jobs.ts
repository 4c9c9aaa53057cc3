// Queues the jobs of a whole organisation so that they do not run into GitHub's secondary limits at once.
import { type Job, jobKey } from "../core/work/job.ts";
import type { JobRequest } from "../store/store.ts";

/** GitHub has been seen to stop issues at twenty a minute; the rest of the budget is for check runs. */
const jobsPerMinute = 15;

/** The first fifteen now, then fifteen a minute. */
export function spreadJobs(jobs: readonly Job[], now: number): JobRequest[] {
  return jobs.map((job, index) => spreadJob(job, index, now));
}

/** One of many jobs, of which `index` come before it. */
export function spreadJob(job: Job, index: number, now: number): JobRequest & { readonly notBefore: number } {
  return {
    key: jobKey(job),
    kind: job.kind,
    accountId: job.accountId,
    payload: job,
    notBefore: now + Math.floor(index / jobsPerMinute) * 60_000,
  };
}
