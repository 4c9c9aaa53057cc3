// What was posted, and what was simulated.
import type { ScorecardBasis } from "../../core/scorecard/basis.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";
import type { Simulation } from "../../core/simulation/simulation.ts";

export interface PostedCheckRun {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly headSha: string;
  /** Null between the intention to create it and GitHub's answer. */
  readonly checkRunId: number | null;
  readonly contentHash: string;
  readonly title: string;
  /** False: it says that it waits. */
  readonly completed: boolean;
  readonly postedAt: number;
}

export interface CheckRunsTable {
  find(accountId: number, repositoryId: number, headSha: string): Promise<PostedCheckRun | null>;
  save(checkRun: PostedCheckRun): Promise<void>;
}

export interface PostedWeeklyIssue {
  readonly accountId: number;
  readonly repositoryId: number;
  /** `2026-W47`. */
  readonly isoWeek: string;
  /** Null between the intention to create it and GitHub's answer. */
  readonly issueNumber: number | null;
  readonly contentHash: string;
  readonly scorecard: Scorecard;
  /** What the scorecard was made of, beside the ledger's facts: with both it can be made again. */
  readonly basis: ScorecardBasis;
  readonly postedAt: number;
  readonly closed: boolean;
}

export interface WeeklyIssuesTable {
  find(accountId: number, repositoryId: number, isoWeek: string): Promise<PostedWeeklyIssue | null>;
  /** Newest week first. */
  list(accountId: number, repositoryId: number, limit: number): Promise<PostedWeeklyIssue[]>;
  /** Of the newest week that has an issue; null where none has. */
  lastScorecard(accountId: number, repositoryId: number): Promise<Scorecard | null>;
  save(issue: PostedWeeklyIssue): Promise<void>;
}

/** A change of Firstpass's own files on one head, and what it would do. */
export interface StoredSimulation {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly headSha: string;
  /** Of the files as the head has them: another change is another simulation. */
  readonly digest: string;
  readonly files: readonly ChangedFirstpassFile[];
  /** Null: asked for, and not worked out yet. */
  readonly result: Simulation | null;
}

export interface SimulationsTable {
  find(accountId: number, repositoryId: number, headSha: string): Promise<StoredSimulation | null>;
  /** Replaces what is kept of the head. */
  save(simulation: StoredSimulation): Promise<void>;
  /** Keeps the result, unless the head's files are others by now: then false. */
  finish(simulation: StoredSimulation & { readonly result: Simulation }): Promise<boolean>;
}

/** The overview issue of an account, an ISO week and the repository that it was posted in. */
export interface PostedOverview {
  readonly accountId: number;
  readonly isoWeek: string;
  readonly repositoryId: number;
  /** Null between the intention to create it and GitHub's answer. */
  readonly issueNumber: number | null;
  readonly contentHash: string;
  readonly postedAt: number;
  readonly closed: boolean;
}

export interface OverviewsTable {
  /** Newest week first. */
  list(accountId: number, limit: number): Promise<PostedOverview[]>;
  save(overview: PostedOverview): Promise<void>;
}
