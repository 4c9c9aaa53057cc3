// A change: a pull request into the default branch and what its security checks said, folded from facts by commit SHA.
// One concept for the first-pass rate, the check run and the KPIs that follow.

/** One security check on one head, named as a person knows it. */
export interface SecurityCheck {
  /** Check run name or commit status context. */
  readonly name: string;
  readonly appSlug: string | null;
  readonly source: "check-run" | "commit-status";
  /** First decisive outcome on this head, frozen; `waiting` until there is one. */
  readonly outcome: "pass" | "fail" | "undecided" | "waiting";
  /** GitHub's own word for the frozen conclusion; null while waiting. */
  readonly conclusion: string | null;
  /** Latest outcome on this head, re-runs included: what the engineer sees now. */
  readonly latestOutcome: "pass" | "fail" | "undecided" | "waiting";
  readonly decidedAt: number | null;
  readonly url: string | null;
  /** A later run on the same SHA said something else; one that was skipped or cancelled says nothing. */
  readonly changedByRerun: boolean;
  /** Its first run on this head was not delivered, only a re-run: what it said first cannot be known. */
  readonly firstRunUnseen: boolean;
}

/** A head that was up for review, and its security checks. */
export interface ReviewableHead {
  readonly sha: string;
  /** From when it was the reviewable head. */
  readonly since: number;
  readonly checks: readonly SecurityCheck[];
  /** Names of expected checks that have not concluded. */
  readonly waitingFor: readonly string[];
  /** `pass`/`fail` once decided; `passed-over` when all were cancelled, stale or superseded; `none` when no security check ran and its suites completed; else `waiting`. */
  readonly evaluation: "pass" | "fail" | "waiting" | "passed-over" | "none";
  /** When the evaluation was decided; null unless pass or fail. */
  readonly decidedAt: number | null;
  /** When the next head took its place; null while it is the head. */
  readonly supersededAt: number | null;
}

export interface FirstEvaluation {
  readonly headSha: string;
  readonly outcome: "pass" | "fail";
  readonly decidedAt: number;
  readonly failedChecks: readonly SecurityCheck[];
  readonly checks: readonly SecurityCheck[];
}

/** Half-open span `[from, to)` of milliseconds UTC; `to` is null while it lasts. */
export interface ReviewSpan {
  readonly from: number;
  readonly to: number | null;
}

export interface Change {
  readonly number: number;
  readonly url: string;
  readonly authorLogin: string | null;
  /** Opened by a bot. */
  readonly bot: boolean;
  readonly fromFork: boolean;
  readonly baseRef: string;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly merged: boolean;
  /** The commit that the merge put on the base branch; null where it is not merged or GitHub did not say. */
  readonly mergeCommitSha: string | null;
  readonly draft: boolean;
  readonly headSha: string;
  /** In order of time; the first is where the first try can happen. */
  readonly heads: readonly ReviewableHead[];
  /** False when we did not see it from its beginning, so that its first try cannot be known. */
  readonly beginningSeen: boolean;
  readonly firstEvaluation: FirstEvaluation | null;
  /** Why the first try can never be known; null when it is known or still open. */
  readonly firstTryUnknown: "beginning-not-seen" | "first-run-not-seen" | null;
  /** How many evaluated heads until the first that passed, that one included; null while none passed. */
  readonly headsUntilGreen: number | null;
  /** When it became reviewable; null while it never was. */
  readonly readyAt: number | null;
  /** When it was open and no draft, as far as seen, by time; the last span has no end while it still is. */
  readonly upForReview: readonly ReviewSpan[];
}
