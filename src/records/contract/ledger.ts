// The ledger: facts, added and never changed.
import type { Fact, FactKind } from "../../core/facts/fact.ts";

export interface RecordedFact {
  readonly fact: Fact;
  readonly recordedAt: number;
}

export interface FactsTable {
  /** Adds facts; those already known (natural key) are left as they are. Returns how many were new. */
  append(facts: readonly Fact[], source: string): Promise<number>;
  /** Facts of a repository with `from <= occurredAt < to`, ordered by (occurredAt, kind, subject, digest). */
  list(query: {
    readonly accountId: number;
    readonly repositoryId: number;
    readonly from?: number;
    readonly to?: number;
    readonly kinds?: readonly FactKind[];
    /** Only what was recorded from this time on. */
    readonly recordedFrom?: number;
    /** Only what was recorded before this time: what was known then. */
    readonly recordedBefore?: number;
  }): Promise<Fact[]>;
  /** Facts of one commit: pull requests with this head, checks, statuses and workflow runs on it. */
  listByHead(query: {
    readonly accountId: number;
    readonly repositoryId: number;
    readonly headSha: string;
  }): Promise<Fact[]>;
  /** As `listByHead`, of several commits at once. */
  listByHeads(query: {
    readonly accountId: number;
    readonly repositoryId: number;
    readonly headShas: readonly string[];
  }): Promise<Fact[]>;
  /** Facts of one pull request: its own and its reviews. */
  listByPullRequest(query: {
    readonly accountId: number;
    readonly repositoryId: number;
    readonly number: number;
  }): Promise<Fact[]>;
  /**
   * Facts of the account as a whole and of no repository, in no order: those whose subject is one of `subjects`, or
   * begins with one of `prefixes`. With neither: all of these kinds.
   */
  listOfAccount(query: {
    readonly accountId: number;
    readonly kinds: readonly FactKind[];
    readonly subjects?: readonly string[];
    readonly prefixes?: readonly string[];
    readonly recordedFrom?: number;
    readonly recordedBefore?: number;
  }): Promise<Fact[]>;
  /** The last told facts of one kind of a repository: all that share the latest `occurredAt`. */
  listNewest(query: {
    readonly accountId: number;
    readonly repositoryId: number;
    readonly kind: FactKind;
  }): Promise<Fact[]>;
  count(accountId: number): Promise<number>;
  /** When the first fact of a repository was recorded, by the store's clock; null when there is none. */
  firstRecordedAt(accountId: number, repositoryId: number): Promise<number | null>;
}
