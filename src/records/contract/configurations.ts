// Configuration and exceptions files, version by version.
import type { ConfigurationKind } from "../configuration-kind.ts";

export type { ConfigurationKind, SharedFileKind } from "../configuration-kind.ts";

/** One version of a file: what it said from `readAt` until the next version was read. */
export interface StoredConfiguration {
  readonly accountId: number;
  /** Null: the organisation's file. */
  readonly repositoryId: number | null;
  readonly kind: ConfigurationKind;
  /** As people are shown it. */
  readonly path: string;
  /** The last text that was valid; null when there is no file. */
  readonly text: string | null;
  readonly commitSha: string | null;
  /** When it was first read like this. Reading the same again makes no version. */
  readonly readAt: number;
  /** Why a newer text is not in force, for a person; null when it is. */
  readonly problem: string | null;
}

/** What was known at an earlier time. */
export interface KnownThen {
  /** Only what was recorded before this time, by the store's clock. Absent: all. */
  readonly recordedBefore?: number;
}

export interface ConfigurationsTable {
  /**
   * Adds a version, unless the newest one says the same (all but `readAt`). A reading that began before the newest one
   * that was saved is left out: it tells nothing new. Versions are never changed or removed.
   */
  save(configuration: StoredConfiguration): Promise<void>;
  /** The version in force; null when it was never read. */
  find(
    accountId: number,
    repositoryId: number | null,
    kind: ConfigurationKind,
    known?: KnownThen,
  ): Promise<StoredConfiguration | null>;
  /** Every version, oldest first. */
  list(
    accountId: number,
    repositoryId: number | null,
    kind: ConfigurationKind,
    known?: KnownThen,
  ): Promise<StoredConfiguration[]>;
  /**
   * The versions in force of all files of a kind in the account, by one select: ascending by repository, the organisation's
   * first. `shared`: of all files that others extend.
   */
  listInForce(
    accountId: number,
    kind: "configuration" | "exceptions" | "shared",
    options?: KnownThen & ConfigurationPage,
  ): Promise<StoredConfiguration[]>;
  /** Which files of the account were read, and what became of the last reading, without their texts. */
  listReadings(accountId: number): Promise<ConfigurationReading[]>;
}

/** A part of a long list: from a repository on, so many rows at most. */
export interface ConfigurationPage {
  /** Absent: from the organisation's on. */
  readonly fromRepository?: number;
  readonly limit?: number;
}

export interface ConfigurationReading
  extends Pick<StoredConfiguration, "repositoryId" | "kind" | "path" | "problem"> {
  /** Whether a text is in force. */
  readonly inForce: boolean;
}
