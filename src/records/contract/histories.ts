// How far the past of each repository has been read from GitHub, where a reading goes on after a stop, and what was made good.
import type { HistoryReadData } from "../../core/facts/history.ts";
import type { ListedActivity, ListedPullRequest } from "../../core/listed-history/listed.ts";

/** Where a reading of a span of the past stands. All of it is kept with the facts that were read, in one transaction. */
export interface Reading {
  /** The whole span, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** The part of it that is in hand: `[slice.from, slice.to)`; the newest first. */
  readonly slice: { readonly from: number; readonly to: number };
  /**
   * What is read next; null: the slice is read. `settle`, at the end of a backfill: pull requests that have changed since it began,
   * because they may have moved to where the list had been read already.
   */
  readonly step: "activity" | "pull-requests" | "checks" | "workflow-runs" | "pushes" | "settle" | null;
  /** Where each list goes on. It serves the older slices, too. */
  readonly activity: ListPosition;
  readonly pullRequests: ListPosition;
  readonly workflowRuns: ListPosition;
  /** The changes of refs were made facts. */
  readonly pushesKept: boolean;
  /** Changes of refs that were listed and that this slice or an older one needs. */
  readonly listedActivity: readonly ListedActivity[];
  /** Pull requests that were listed and that changes of refs are told from: without events, reviews and labels. */
  readonly listedPullRequests: readonly ListedPullRequest[];
  /** Commits whose checks are still to be read. */
  readonly heads: readonly string[];
  readonly unseen: HistoryReadData["unseen"];
}

export interface ListPosition {
  /** Null: at its beginning, or at its end. */
  readonly cursor: string | null;
  /** The list has no more. */
  readonly ended: boolean;
  /** The time of the oldest item that was read, milliseconds UTC; null: none yet. */
  readonly reachedAt: number | null;
  /** How many pages in a row brought nothing older. Absent: none. */
  readonly stalled?: number;
  /** How many pages were read. */
  readonly pages: number;
}

/** The reading of what was there before deliveries began. */
export interface Backfill {
  /** `stopped`: the repository left while it was read. */
  readonly state: "reading" | "done" | "stopped";
  /** The span that is read, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** Everything from then on is read. */
  readonly reachedAt: number;
  /** Slices that are done. */
  readonly slices: number;
  /** Requests to GitHub so far. */
  readonly requests: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Why the last run failed, for a person; null: it did not. */
  readonly error: string | null;
  /** Null once it is done. */
  readonly reading: Reading | null;
}

/** What had been missed, by the kind of fact (or `repository`: what a repository is). */
export type Drift = Readonly<Record<string, number>>;

export interface Reconciliation {
  /** Up to when GitHub and the ledger were last compared, milliseconds UTC; null: never. */
  readonly reconciledTo: number | null;
  readonly reconciledAt: number | null;
  /** Made good by the last one. */
  readonly drift: Drift;
  /** Made good by all of them. */
  readonly totalDrift: Drift;
  readonly requests: number;
  /** The one in hand, and what it has made good so far; null: none. */
  readonly inHand: {
    readonly reading: Reading;
    readonly drift: Drift;
    readonly requests: number;
    /** Heads of open pull requests of which something had been missed. */
    readonly heads: readonly string[];
    /** GitHub's time of the last missed push to the default branch, milliseconds UTC. */
    readonly pushedAt: number | null;
  } | null;
}

export interface RepositoryHistory {
  readonly accountId: number;
  readonly repositoryId: number;
  /** Null: never begun. */
  readonly backfill: Backfill | null;
  readonly reconciliation: Reconciliation;
  /** A reconciliation from this time on is asked for, milliseconds UTC; null: none. */
  readonly wantedSince: number | null;
}

export interface HistoriesTable {
  find(accountId: number, repositoryId: number): Promise<RepositoryHistory | null>;
  list(accountId: number): Promise<RepositoryHistory[]>;
  /** Of all accounts. */
  listAll(): Promise<RepositoryHistory[]>;
  saveBackfill(accountId: number, repositoryId: number, backfill: Backfill): Promise<void>;
  /** It begins anew when it is next worked on. */
  forgetBackfill(accountId: number, repositoryId: number): Promise<void>;
  /** How many of the account are being read, did not fail last, and have done fewer slices. */
  countBehind(accountId: number, slices: number): Promise<number>;
  /** For metrics: repositories by the state of their backfill, `failed` where its last run failed, and what had been missed. */
  summarise(): Promise<{
    readonly states: Readonly<Record<string, number>>;
    /** By the last reconciliation of each repository. */
    readonly missed: number;
    readonly totalDrift: Drift;
  }>;
  saveReconciliation(accountId: number, repositoryId: number, reconciliation: Reconciliation): Promise<void>;
  /** Asks for a reconciliation from `since` on. Keeps the earliest time that is asked for. */
  want(accountId: number, repositoryId: number, since: number): Promise<void>;
  /** What was asked for is in hand: forgets it, unless an earlier time was asked for meanwhile. */
  takeWanted(accountId: number, repositoryId: number, since: number): Promise<void>;
}
