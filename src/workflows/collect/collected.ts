// What a reading of GitHub's API with a token, without a server, is given, and what it brings: a repository's facts in memory, and how to
// ask them for a scorecard.
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { PrioritizedGitHub } from "../../github/gateway.ts";
import type { Store } from "../../records/store.ts";
import type { WorkflowLog } from "../services.ts";

export interface CollectServices {
  readonly store: Store;
  readonly github: PrioritizedGitHub;
  /** Absent: nobody is told. */
  readonly log?: WorkflowLog;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Absent: the process's own timer. Rejects with the signal's reason. */
  readonly sleep?: (millis: number, signal: AbortSignal | undefined) => Promise<void>;
}

export interface CollectOptions {
  /** How many days of the past are read; a year at most. */
  readonly days: number;
  /** Milliseconds UTC: nothing is waited for longer; GitHub's limits that need more end the reading with an error. */
  readonly waitUntil: number;
  readonly onProgress?: (progress: CollectProgress) => void;
  readonly signal?: AbortSignal;
}

export interface CollectProgress {
  readonly repository: string;
  /** What is being read, for a person: `pull requests and checks`. */
  readonly doing: string;
  /** Days of the past that are read so far, and that are to be read. */
  readonly daysRead: number;
  readonly daysWanted: number;
  readonly requests: number;
  /** GitHub's limit is waited for until then, milliseconds UTC; null: it is not. */
  readonly waitingUntil: number | null;
}

export interface Collected {
  readonly store: Store;
  readonly repository: RepositoryState;
  /**
   * Up to when the past was read, milliseconds UTC: when the reading began. A scorecard that speaks at this time says nothing of what
   * happened meanwhile; all that was observed is dated before it.
   */
  readonly readTo: number;
  /** Requests that were made, and how many of them GitHub answered with "not modified", which costs nothing. */
  readonly requests: number;
  readonly notModified: number;
  /** What could not be read although nothing forbids it, one line each for a person: GitHub failed, again and again. */
  readonly problems: readonly string[];
  /** Why a configuration for all of the account may be there and not be seen, for a person and for the scorecard; null: it was seen, or is not there. */
  readonly policyUnseen: string | null;
}
