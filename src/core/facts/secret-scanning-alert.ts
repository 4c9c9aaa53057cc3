// Facts of secret scanning: alerts, where the secret was seen, and the scans. The secret itself never enters a fact.
import type { FactOf } from "./fact-of.ts";
import type { Sight } from "./observations.ts";

export interface SecretScanningAlertData {
  readonly number: number;
  readonly action: string;
  readonly state: "open" | "resolved" | null;
  readonly createdAt: number;
  readonly resolvedAt: number | null;
  /** false_positive, wont_fix, revoked, used_in_tests, pattern_deleted, pattern_edited, … */
  readonly resolution: string | null;
  readonly resolvedById: number | null;
  readonly secretType: string | null;
  /** active, inactive, unknown. */
  readonly validity: string | null;
  readonly pushProtectionBypassed: boolean | null;
  /** Can precede `createdAt`. */
  readonly pushProtectionBypassedAt: number | null;
  readonly publiclyLeaked: boolean | null;
  readonly multiRepository: boolean | null;
  readonly url: string | null;
}

/** `subject` = `secret-scanning-alert:<number>:<action>`; `occurredAt` = the time of the transition. */
export type SecretScanningAlertFact = FactOf<"secret-scanning-alert", SecretScanningAlertData>;

export interface SecretLocationData {
  readonly alertNumber: number;
  /** commit, wiki_commit, issue_title, issue_body, issue_comment, discussion_…, pull_request_…: GitHub's 13 kinds. */
  readonly locationType: string;
  readonly commitSha: string | null;
  readonly path: string | null;
}

/** `subject` = `secret-location:<alert>:<type>:<commit sha, or API path>`; `occurredAt` = the alert's created_at: a location has no time of its own. */
export type SecretLocationFact = FactOf<"secret-location", SecretLocationData>;

export interface SecretPlacesReadData {
  readonly alertNumber: number;
  /** The places themselves are `secret-location` facts. Not complete: GitHub lists more than are read. */
  readonly places: Sight<{ readonly complete: boolean }>;
}

/** GitHub was asked where a listed secret is. `subject` = `secret-places-read:<alert>`; `occurredAt` = when GitHub was read. */
export type SecretPlacesReadFact = FactOf<"secret-places-read", SecretPlacesReadData>;

export interface SecretScanData {
  /** backfill, custom-pattern-backfill, pattern-version-backfill, incremental. */
  readonly scanType: string;
  readonly source: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number;
}

/** `subject` = `secret-scan:<type>:<source>`; `occurredAt` = completed_at. */
export type SecretScanFact = FactOf<"secret-scan", SecretScanData>;
