// Facts of pushes: how many commits reached which branch, and what they touched. Denominator of secret exposure.
import type { FactOf } from "./fact-of.ts";

export interface PushedCommit {
  readonly sha: string;
  /** The commit's own (committer's) time; null where it cannot be read. */
  readonly committedAt: number | null;
  /** GitHub's `distinct`: no earlier push to this repository had this commit. */
  readonly distinct: boolean;
}

export interface PushData {
  /** Full ref: `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** Whether the ref was the default branch at the time, by the payload itself. */
  readonly toDefaultBranch: boolean;
  readonly commits: readonly PushedCommit[];
  /** True when GitHub's cap of 2,048 commits cut the list: the count must be completed by the compare API. */
  readonly truncated: boolean;
  /** Paths that commits of this push added, modified or removed and that Firstpass reads: workflows, Dockerfiles, its configuration and exceptions files. Null when the list is incomplete. */
  readonly touchedPaths: readonly string[] | null;
}

/** `subject` = `push:<ref>:<before>:<after>`; `occurredAt` = repository.pushed_at. */
export type PushFact = FactOf<"push", PushData>;

export interface PushCompletedData {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** `total_commits` of `GET /compare/{before}...{after}`. */
  readonly totalCommits: number;
}

/** The compare API's count for a truncated push. `subject` = the push's subject; `occurredAt` = the push's. */
export type PushCompletedFact = FactOf<"push-completed", PushCompletedData>;
