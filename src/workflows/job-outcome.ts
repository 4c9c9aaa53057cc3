// How a job can end: with something done, with nothing to do and the reason, or with an error that says whether to try again.
import { NotFound, PermissionError, RateLimited, Refused } from "../github/errors.ts";

export interface JobOutcome {
  readonly did: "created" | "updated" | "unchanged" | "recorded" | "skipped";
  /** Why nothing was done, for a person; null when something was. */
  readonly reason: string | null;
}

export function skipped(reason: string): JobOutcome {
  return { did: "skipped", reason };
}

/** Another worker has the job now. Its own result counts, this one is dropped. */
export class JobLeaseLost extends Error {
  override readonly name = "JobLeaseLost";
}

/** What the failure of a job means for it. */
export type JobVerdict =
  /** May go better later. */
  | { readonly kind: "retry"; readonly reason: string }
  /** Not the job's fault: again at `until` (ms UTC), without counting a try. */
  | { readonly kind: "wait"; readonly until: number; readonly reason: string }
  /** Would fail again in the same way. */
  | { readonly kind: "give-up"; readonly reason: string };

/** Reads the error that `runJob` threw. Unknown errors are retried: they may be the store's. */
export function judgeJobFailure(error: unknown): JobVerdict {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RateLimited) return { kind: "wait", until: error.until, reason };
  if (error instanceof PermissionError || error instanceof Refused || error instanceof NotFound)
    return { kind: "give-up", reason };
  return { kind: "retry", reason };
}
