// Facts of pull requests and their reviews: what first tries and review latency are folded from.
import type { FactOf } from "./fact-of.ts";

/** GitHub's own words for what happened to the pull request. */
export type PullRequestAction =
  | "opened"
  | "ready_for_review"
  | "converted_to_draft"
  | "synchronize"
  | "reopened"
  | "closed"
  | "edited"
  | "labeled"
  | "unlabeled"
  | "enqueued"
  | "dequeued";

export type AccountType = "User" | "Bot" | "Organization" | "Mannequin";

export interface PullRequestData {
  readonly number: number;
  readonly action: PullRequestAction;
  readonly authorId: number | null;
  readonly authorLogin: string | null;
  readonly authorType: AccountType | null;
  readonly draft: boolean;
  readonly state: "open" | "closed";
  /** The head as it was when this happened. */
  readonly headSha: string;
  readonly headRef: string;
  /** Null when the fork it came from is gone. */
  readonly headRepositoryId: number | null;
  /** The head before a `synchronize`, where the payload says it. */
  readonly previousHeadSha: string | null;
  readonly baseRef: string;
  /** The base before an `edited` that changed it. */
  readonly previousBaseRef: string | null;
  readonly baseSha: string;
  readonly merged: boolean;
  readonly mergeCommitSha: string | null;
  /** How many commits the pull request has now; null where the payload does not say. */
  readonly commitCount: number | null;
  readonly createdAt: number;
  readonly labels: readonly string[];
}

/** `subject` = `pull-request:<number>:<action>:<headSha>`; `occurredAt` = created_at, closed_at or updated_at as fits the action. */
export type PullRequestFact = FactOf<"pull-request", PullRequestData>;

export interface PullRequestReviewData {
  readonly reviewId: number;
  readonly pullRequestNumber: number;
  readonly reviewerId: number | null;
  readonly reviewerLogin: string | null;
  readonly reviewerType: AccountType | null;
  readonly pullRequestAuthorId: number | null;
  readonly state: "approved" | "changes_requested" | "commented" | "dismissed";
  readonly commitSha: string | null;
}

/** `subject` = `review:<reviewId>:<state>`; `occurredAt` = submitted_at (dismissals: updated_at). */
export type PullRequestReviewFact = FactOf<"pull-request-review", PullRequestReviewData>;
