// Works on queued jobs: keeps the lease while a workflow runs, and decides by its failure whether and when to try again.
// Jobs of different installations share nothing here, so that one that must wait holds up no other.
import type { LeasedJob, ServerStore } from "../records/store.ts";
import { JobLeaseLost, type JobVerdict } from "../workflows/job-outcome.ts";
import { waitAfter } from "./backoff.ts";

/** Extended while the job runs; so this is how long the work of a process that died waits for another. */
const LEASE_MILLIS = 30_000;

export type JobWorked = "done" | "retried" | "held" | "dead" | "lost";

export interface JobWorkOptions {
  readonly store: Pick<ServerStore, "jobs" | "now">;
  /** `holdsLease` turns false once another worker has the job; `within` a transaction, the lease is held until its end. */
  readonly run: (
    job: LeasedJob,
    holdsLease: (within?: Pick<ServerStore, "jobs">) => Promise<boolean>,
  ) => Promise<void>;
  /** Its reason is stored and shown: it must not hold any value of a payload. */
  readonly judge: (error: unknown) => JobVerdict;
  readonly onWorked: (job: LeasedJob, outcome: JobWorked, reason: string | null) => void;
  readonly leaseMillis?: number;
  /** Places that work which nobody waits for does not take; absent: none. */
  readonly keptForChecks?: number;
}

/** The two halves that a lease loop asks for. */
export function createJobWork(options: JobWorkOptions) {
  const { store } = options;
  const leaseMillis = options.leaseMillis ?? LEASE_MILLIS;
  const { keptForChecks = 0 } = options;

  async function putAside(job: LeasedJob, error: unknown): Promise<[JobWorked, string]> {
    const verdict = options.judge(error);
    const { reason } = verdict;
    const kept = (retryAt: number | null, countsAsTry: boolean) =>
      store.jobs.fail(job.key, job.fence, { reason, retryAt, countsAsTry });
    if (verdict.kind === "wait") return [(await kept(verdict.until, false)) ? "held" : "lost", reason];

    const wait = verdict.kind === "give-up" ? null : waitAfter(job.tries);
    const retryAt = wait === null ? null : (await store.now()) + wait;
    if (!(await kept(retryAt, true))) return ["lost", reason];
    return [retryAt === null ? "dead" : "retried", reason];
  }

  return {
    lease: (limit: number) => store.jobs.lease({ limit, leaseMillis, keptForChecks }),

    /** Rejects only when the store cannot be written: the lease then runs out, and the job is leased again. */
    async work(job: LeasedJob): Promise<void> {
      let outcome: JobWorked;
      let reason: string | null = null;
      const holdsLease = (within: Pick<ServerStore, "jobs"> = store) =>
        within.jobs.extend(job.key, job.fence, leaseMillis);
      // A failed extension is not an error of the job: it is asked again before anything is written.
      const heartbeat = setInterval(() => void holdsLease().catch(() => false), leaseMillis / 3);
      try {
        await options.run(job, holdsLease);
        outcome = (await store.jobs.complete(job.key, job.fence)) ? "done" : "lost";
      } catch (error) {
        if (error instanceof JobLeaseLost) outcome = "lost";
        else [outcome, reason] = await putAside(job, error);
      } finally {
        clearInterval(heartbeat);
      }
      options.onWorked(job, outcome, reason);
    },
  };
}
