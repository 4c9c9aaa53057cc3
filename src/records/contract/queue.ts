// The queue: jobs that wait, are leased, or are dead; and which runs of the cron table were taken.
import type { Priority } from "../../core/requests/priority.ts";

export interface JobRequest {
  /**
   * Jobs of one key coalesce: a waiting one takes the newer payload and the earlier of the two times. A waiting payload
   * with `force: true` stands, so that what a person asked for is not forgotten over the next event.
   */
  readonly key: string;
  readonly kind: string;
  readonly accountId: number;
  readonly payload: unknown;
  /** Not before this time. Absent: now. */
  readonly notBefore?: number;
}

export interface LeasedJob {
  readonly key: string;
  readonly kind: string;
  readonly accountId: number;
  readonly payload: unknown;
  readonly tries: number;
  readonly fence: number;
}

export interface JobSummary {
  readonly key: string;
  readonly kind: string;
  readonly state: "waiting" | "dead";
  /** When it is to be worked on, or (dead) was to be worked on last. */
  readonly dueAt: number;
  readonly tries: number;
  /** The last failure; null when there is none. */
  readonly reason: string | null;
}

export interface JobsTable {
  /** A job enqueued while its key is leased runs once more after it. */
  enqueue(jobs: readonly JobRequest[]): Promise<void>;
  /**
   * What is due: the most urgent priority first, and of each the longest due. Of `limit`, so many as `keptForChecks` are given to the
   * most urgent priority alone; absent: none.
   */
  lease(options: {
    readonly limit: number;
    readonly leaseMillis: number;
    readonly keptForChecks?: number;
  }): Promise<LeasedJob[]>;
  /** Leases this very job, due or not, making it where there is none. Null while another worker has it. */
  take(job: JobRequest, leaseMillis: number): Promise<LeasedJob | null>;
  /**
   * Nothing of the account that is of this priority or less urgent, and not being worked on, is due before `until`; in the order
   * in which it was. Returns how many jobs that moved.
   */
  postpone(accountId: number, wait: { readonly until: number; readonly from: Priority }): Promise<number>;
  /** Jobs of a kind that wait and are not being worked on, the earliest due first. */
  listWaiting(
    accountId: number,
    kind: string,
  ): Promise<readonly { readonly key: string; readonly payload: unknown; readonly dueAt: number }[]>;
  /** Gives waiting jobs other times; one that is being worked on, or gone, keeps what it has. */
  reschedule(jobs: readonly { readonly key: string; readonly dueAt: number }[]): Promise<void>;
  /** Extends a lease; false when it was lost. */
  extend(key: string, fence: number, leaseMillis: number): Promise<boolean>;
  /** Removes the job, unless it was enqueued again meanwhile: then it waits. False when the lease was lost. */
  complete(key: string, fence: number): Promise<boolean>;
  /** Puts it back for `retryAt`, or ends it as dead (null). False when the lease was lost. A wait that is not the job's fault does not count as a try. */
  fail(
    key: string,
    fence: number,
    failure: { readonly reason: string; readonly retryAt: number | null; readonly countsAsTry: boolean },
  ): Promise<boolean>;
  statistics(): Promise<{
    readonly waiting: number;
    readonly dead: number;
    readonly oldestDueMillis: number | null;
  }>;
  /** How many there are of each kind and state, where there are any. */
  countByKind(): Promise<
    readonly { readonly kind: string; readonly state: JobSummary["state"]; readonly count: number }[]
  >;
  /** Longest due first. One that is being worked on counts as waiting. */
  list(options: { readonly state?: JobSummary["state"]; readonly limit: number }): Promise<JobSummary[]>;
  /** Has dead jobs worked on again: the given one, or all. Returns how many. */
  retry(key: string | null): Promise<number>;
  listDead(
    limit: number,
  ): Promise<readonly { key: string; kind: string; reason: string | null; tries: number }[]>;
  /** Records that a cron run was taken; false when another process had it. */
  claimRun(job: string, scheduledAt: number): Promise<boolean>;
}
