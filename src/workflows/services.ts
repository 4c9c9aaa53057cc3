// What every workflow is given: where facts are kept, how GitHub is asked, where it is told, and what time it is.
import type { Logger } from "pino";
import type { GitHubGateway } from "../github/gateway.ts";
import type { Store } from "../store/store.ts";

export interface WorkflowServices {
  readonly store: Store;
  readonly github: GitHubGateway;
  readonly log: Logger;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** The services while a job is worked on. */
export interface JobServices extends WorkflowServices {
  /** False once another worker has the job: then nothing may be written to GitHub any more. */
  readonly holdsLease: () => Promise<boolean>;
}
