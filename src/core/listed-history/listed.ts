// The past of a repository as GitHub's API lists it today, in our words: what `github/read/history` brings and what the facts of
// a reading are made of. A list tells what happened, when, and on which commit; what it cannot tell is null or absent.
import type { CheckRunData, CheckSuiteData, CommitStatusData, WorkflowRunData } from "../facts/check.ts";
import type { Unseen } from "../facts/observations.ts";
import type { PullRequestData, PullRequestReviewData } from "../facts/pull-request.ts";

/** One thing that happened to a pull request. Times are milliseconds UTC. */
export type ListedPullRequestEvent =
  | {
      readonly kind: "ready_for_review" | "converted_to_draft" | "closed" | "reopened";
      readonly at: number;
    }
  /** Null: GitHub does not have the commit any more, or does not name it. */
  | {
      readonly kind: "force_pushed";
      readonly at: number;
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly kind: "base_changed";
      readonly at: number;
      readonly from: string | null;
      readonly to: string | null;
    }
  /** Into or out of the merge queue. */
  | { readonly kind: "enqueued" | "dequeued"; readonly at: number }
  /** A review was dismissed; its state before that. */
  | {
      readonly kind: "review_dismissed";
      readonly at: number;
      readonly reviewId: number;
      readonly was: "approved" | "changes_requested" | "commented" | null;
    };

export interface ListedReview
  extends Omit<PullRequestReviewData, "pullRequestNumber" | "pullRequestAuthorId"> {
  readonly submittedAt: number;
}

/** A pull request as it is today, and what happened to it. */
export interface ListedPullRequest
  extends Omit<PullRequestData, "action" | "previousHeadSha" | "previousBaseRef"> {
  readonly closedAt: number | null;
  readonly updatedAt: number;
  /** By time, earliest first. */
  readonly events: readonly ListedPullRequestEvent[];
  readonly reviews: readonly ListedReview[];
  /** Its commits today, oldest first; at most 250, the newest. */
  readonly commits: readonly { readonly sha: string; readonly committedAt: number }[];
  /** False where GitHub has more events, reviews or commits than were read. */
  readonly complete: boolean;
}

/** One change of a ref. `before` or `after` of forty zeros: the ref was made or deleted. */
export interface ListedActivity {
  /** Full ref: `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: number;
  readonly forced: boolean;
}

/** A commit of a branch. */
export interface ListedCommit {
  readonly sha: string;
  readonly committedAt: number;
  readonly parents: readonly string[];
}

/** Everything that ran on one commit, re-runs included. */
export interface ListedChecks {
  readonly sha: string;
  readonly checkRuns: readonly CheckRunData[];
  readonly checkSuites: readonly (CheckSuiteData & { readonly updatedAt: number })[];
  /** Every status that was ever set, not only the last of each context. */
  readonly statuses: readonly (CommitStatusData & { readonly at: number })[];
  /** Why there are no statuses, where GitHub refused them alone; absent: they were read. */
  readonly statusesUnseen?: Unseen;
  /** False where GitHub has more than was read. */
  readonly complete: boolean;
}

/** One attempt of a workflow run. */
export interface ListedWorkflowRun extends WorkflowRunData {
  readonly updatedAt: number;
}
