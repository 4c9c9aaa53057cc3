// What a reading of GitHub's API with a token, without a server, is given, and what it brings: a repository's facts in memory, and how to
// ask them for a scorecard.
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { Store } from "../../records/store.ts";

export interface CollectOptions {
  /** How many days of the past are read. */
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
  /** Requests that were made, and how many of them GitHub answered with "not modified", which costs nothing. */
  readonly requests: number;
  readonly notModified: number;
}
