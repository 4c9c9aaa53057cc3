// What every workflow is given: where facts are kept, how GitHub is asked, where it is told, and what time it is.
import type { Logger } from "pino";
import type { GitHubGateway, PrioritizedGitHub } from "../github/gateway.ts";
import type { ServerStore, Store } from "../records/store.ts";

/** Where workflows say what they did. */
export type WorkflowLog = Pick<Logger, "debug" | "info" | "warn" | "error">;

export interface WorkflowServices {
  readonly store: Store;
  /** With priorities where requests are limited; `runJob` gives a job the gateway of its kind. */
  readonly github: GitHubGateway | PrioritizedGitHub;
  readonly log: WorkflowLog;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** How many days of the past are read; absent: 90. */
  readonly backfillDays?: number;
  /** Nothing is read again later: what is otherwise spread over days is read at once. Absent: no. */
  readonly readsOnce?: boolean;
}

/** The services while a job is worked on. */
export interface JobServices extends WorkflowServices {
  readonly github: GitHubGateway;
  /**
   * False once another worker has the job, or nobody: then nothing may be written any more. `within` a transaction's store the lease
   * cannot be lost before the transaction ends.
   */
  readonly holdsLease: (within?: Pick<Store, "jobs">) => Promise<boolean>;
}

/** What the server's own workflows are given: they look into its inbox, too. */
export interface ServerServices extends WorkflowServices {
  readonly store: ServerStore;
}

export interface ServerJobServices extends JobServices {
  readonly store: ServerStore;
}
