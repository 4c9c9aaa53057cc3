// Requests for jobs that are made at once: one for each key, as the queue would make of them one after the other.
import { canonicalJson } from "../core/canonical-json.ts";
import type { JobRequest } from "./store.ts";

/** What a person asked for says so in its payload; in canonical JSON, no text can hold these very characters. */
export const forcedPayload = '"force":true';

/** One request per key, in the order of the keys: the last payload, but a forced one stands; the earliest time. */
export function coalesceJobs(jobs: readonly JobRequest[]): JobRequest[] {
  const byKey = new Map<string, JobRequest>();
  for (const given of jobs) {
    const earlier = byKey.get(given.key);
    const forced = earlier !== undefined && canonicalJson(earlier.payload ?? null).includes(forcedPayload);
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
