// The tables as Kysely types them. Times are milliseconds UTC, flags 0 or 1, JSON is text, untrusted text is encoded (text.ts).

import type { Generated } from "kysely";
import type { Resource } from "../core/requests/request-cost.ts";
import type { ConfigurationKind } from "../records/configuration-kind.ts";
import type { DeliveryState } from "../records/store.ts";

export interface DeliveriesRow {
  id: string;
  event: string;
  state: DeliveryState;
  received_at: number;
  /** While pending: when it may be leased next. A lease moves it to the lease's end. */
  due_at: number;
  processed_at: number | null;
  tries: number;
  /** Grows with every lease and with its end. */
  fence: number;
  /** How often a redelivery brought it back from `dead`. */
  rearms: number;
  reason: string | null;
  /** As it came, or compressed; null once dropped. */
  body: Uint8Array | null;
  /** 1: compressed, as of every delivery that has ended. */
  compressed: 0 | 1;
}

export interface FactsRow {
  account_id: number;
  repository_id: number;
  occurred_at: number;
  /** SHA-256 of kind, subject and data: with the columns before it, the natural key. */
  digest: string;
  kind: string;
  subject: string;
  head_sha: string | null;
  pull_request_number: number | null;
  recorded_at: number;
  /** Where it was first seen: a webhook, a backfill. */
  source: string;
  /** Canonical JSON. */
  data: string;
}

export interface JobsRow {
  key: string;
  kind: string;
  account_id: number;
  payload: string;
  state: "waiting" | "dead";
  due_at: number;
  /** Null: not leased. */
  lease_until: number | null;
  /** Grows with every enqueue. */
  revision: number;
  /** The revision that the lease works on. */
  leased_revision: number | null;
  tries: number;
  fence: number;
  reason: string | null;
  /** Of its priority: 0 is worked on first. */
  rank: number;
}

export interface CronRunsRow {
  job: string;
  scheduled_at: number;
}

export interface InstallationsRow {
  account_id: number;
  updated_at: number;
  /** Canonical JSON of an `Installation`. */
  data: string;
  resumed_at: number | null;
}

export interface RepositoriesRow {
  account_id: number;
  repository_id: number;
  /** Lower-case `owner/name`; null while only told of without its state. */
  name_key: string | null;
  /** Canonical JSON of what was merged from all observations; null while there was none. */
  observed: string | null;
  active: number;
  active_at: number | null;
  covered_from: number | null;
  first_left_at: number | null;
  last_added_at: number | null;
}

export interface ConfigurationsRow {
  account_id: number;
  /** 0: the organisation's file. */
  repository_id: number;
  kind: ConfigurationKind;
  /** 1 is the oldest; in the order of `read_at`. */
  version: number;
  path: string;
  text: string | null;
  commit_sha: string | null;
  read_at: number;
  /** When the same was read last. */
  confirmed_at: number;
  recorded_at: number;
  problem: string | null;
}

export interface CheckRunsRow {
  account_id: number;
  repository_id: number;
  head_sha: string;
  check_run_id: number | null;
  content_hash: string;
  title: string;
  completed: number;
  posted_at: number;
}

export interface WeeklyIssuesRow {
  account_id: number;
  repository_id: number;
  iso_week: string;
  issue_number: number | null;
  content_hash: string;
  scorecard: string;
  /** Canonical JSON of a `ScorecardBasis`. */
  basis: string;
  posted_at: number;
  closed: number;
}

export interface OverviewIssuesRow {
  account_id: number;
  iso_week: string;
  repository_id: number;
  issue_number: number | null;
  content_hash: string;
  posted_at: number;
  closed: number;
}

export interface SimulationsRow {
  account_id: number;
  repository_id: number;
  head_sha: string;
  digest: string;
  /** Canonical JSON of the changed files. */
  files: string;
  /** Canonical JSON of a `Simulation`; null while it is asked for only. */
  result: string | null;
  saved_at: Generated<number>;
}

export interface RateLimitsRow {
  installation_id: number;
  resource: Resource | "all";
  /** For this priority and the less urgent: 0 is the most urgent. */
  from_rank: number;
  not_before: number;
  /** How often the wait was doubled; −1: GitHub gave the time. */
  doublings: number;
}

export interface RequestPacesRow {
  installation_id: number;
  /** JSON of a `Pace`. */
  pace: string;
}

export interface HttpResponsesRow {
  installation_id: number;
  /** SHA-256 (hex) of the request. */
  request: string;
  etag: string | null;
  /** Compressed. */
  body: Uint8Array;
  used_at: number;
}

export interface HistoriesRow {
  account_id: number;
  repository_id: number;
  /** Of the backfill: `reading`, `done`, `stopped`; null: never begun. */
  state: string | null;
  slices: number;
  /** Why the last run of the backfill failed. */
  error: string | null;
  /** Canonical JSON of a `Backfill`. */
  backfill: string | null;
  wanted_since: number | null;
  reconciled_to: number | null;
  /** Canonical JSON of a `Reconciliation`. */
  reconciliation: string | null;
  /** Sum of the last reconciliation's drift, and of all of them. */
  missed: number;
  missed_total: number;
}

export interface DeliverySweepsRow {
  app_id: number;
  swept_at: number | null;
  frontier_id: string | null;
  /** Canonical JSON of a `LogScan`. */
  scan: string | null;
  not_before: number | null;
  last_asked: number;
  asked: number;
  recovered: number;
  given_up: number;
  missed_spans: number;
}

export interface RedeliveriesRow {
  guid: string;
  attempt_id: string;
  event: string;
  installation_id: number | null;
  first_failed_at: number;
  failed_at: number;
  status_code: number;
  /** `erased`: of a tenant that was erased; only its id is still known. */
  state: "waiting" | "given-up" | "erased";
  asks: number;
  next_ask_at: number;
  reason: string | null;
}

export interface Tables {
  deliveries: DeliveriesRow;
  facts: FactsRow;
  jobs: JobsRow;
  cron_runs: CronRunsRow;
  installations: InstallationsRow;
  repositories: RepositoriesRow;
  configurations: ConfigurationsRow;
  check_runs: CheckRunsRow;
  weekly_issues: WeeklyIssuesRow;
  overview_issues: OverviewIssuesRow;
  simulations: SimulationsRow;
  rate_limits: RateLimitsRow;
  request_paces: RequestPacesRow;
  http_responses: HttpResponsesRow;
  delivery_sweeps: DeliverySweepsRow;
  redeliveries: RedeliveriesRow;
  histories: HistoriesRow;
}
