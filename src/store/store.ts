// What the rest of Firstpass knows of the store: tables with verbs, no SQL. SQLite and PostgreSQL answer alike.
// All times are milliseconds UTC by the store's clock, which a test may fix. Every read of tenant data takes the account id.
import type { Fact, FactKind } from "../core/facts/fact.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import type { ScorecardBasis } from "../core/scorecard/basis.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import type { ChangedFirstpassFile } from "../core/simulation/changed-file.ts";
import type { Simulation } from "../core/simulation/simulation.ts";
import type { ConfigurationKind } from "./configuration-kind.ts";

export interface Store {
  readonly dialect: "sqlite" | "postgres";
  readonly deliveries: DeliveriesTable;
  readonly facts: FactsTable;
  readonly jobs: JobsTable;
  readonly installations: InstallationsTable;
  readonly repositories: RepositoriesTable;
  readonly configurations: ConfigurationsTable;
  readonly checkRuns: CheckRunsTable;
  readonly weeklyIssues: WeeklyIssuesTable;
  readonly overviews: OverviewsTable;
  readonly simulations: SimulationsTable;
  readonly rateLimits: RateLimitsTable;
  readonly httpResponses: HttpResponsesTable;
  /** Runs `work` on one transaction: all of it is kept, or none. The store given to it must be used inside, the outer one not. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** The store's clock, milliseconds UTC: the database's own, or the one it was opened with. */
  now(): Promise<number>;
  /** Throws when the store cannot be written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

// ── Inbox ────────────────────────────────────────────────────────────────────

export type DeliveryState = "pending" | "done" | "ignored" | "unusable" | "dead";

export interface ReceivedDelivery {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly event: string;
  /** `X-GitHub-Hook-Installation-Target-ID` and -Type are not kept: the payload says whose it is. */
  readonly body: Uint8Array;
}

export interface DeliverySummary {
  readonly id: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly receivedAt: number;
  readonly processedAt: number | null;
  readonly tries: number;
  /** Why it is ignored, unusable or dead, or the last failure; null when there is none. */
  readonly reason: string | null;
}

export interface LeasedDelivery {
  readonly id: string;
  readonly event: string;
  readonly body: Uint8Array;
  /** 1 on the first try. */
  readonly tries: number;
  readonly receivedAt: number;
  /** Grows with every lease; a write with an older one is refused. */
  readonly fence: number;
}

export interface DeliveriesTable {
  /**
   * Makes the deliveries durable in one commit. Resolves only when it is on disk.
   * A known id is not stored again, except that one which is `dead` is armed again (a redelivery after failure).
   */
  add(deliveries: readonly ReceivedDelivery[]): Promise<readonly ("stored" | "duplicate" | "rearmed")[]>;
  /** Leases up to `limit` due pending deliveries, oldest first. */
  lease(options: { readonly limit: number; readonly leaseMillis: number }): Promise<LeasedDelivery[]>;
  /** Ends a delivery. False when the lease was lost: then nothing of this transaction may be kept. */
  finish(
    id: string,
    fence: number,
    outcome: { readonly state: "done" | "ignored" | "unusable"; readonly reason: string | null },
  ): Promise<boolean>;
  /** Puts it back for a later try, or ends it as `dead`. False when the lease was lost. */
  fail(
    id: string,
    fence: number,
    failure: { readonly reason: string; readonly retryAt: number | null },
  ): Promise<boolean>;
  /** Arms dead deliveries again: the given one, or all. Returns how many. */
  retry(id: string | null): Promise<number>;
  find(id: string): Promise<(DeliverySummary & { readonly body: Uint8Array | null }) | null>;
  list(options: { readonly state?: DeliveryState; readonly limit: number }): Promise<DeliverySummary[]>;
  /** Count by state, and the age in ms of the oldest pending one (null when none). */
  statistics(): Promise<{
    readonly counts: Readonly<Record<DeliveryState, number>>;
    readonly oldestPendingMillis: number | null;
  }>;
  /** Drops the bodies of deliveries processed before `before`; rows stay, so that duplicates are still known. Returns how many. */
  dropBodies(before: number): Promise<number>;
}

// ── Ledger ───────────────────────────────────────────────────────────────────

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

// ── Jobs ─────────────────────────────────────────────────────────────────────

export interface JobRequest {
  /**
   * Jobs of one key coalesce: a waiting one takes the newer payload and the earlier of the two times. A waiting payload
   * with `force: true` stands, so that what a person asked for is not forgotten over the next event.
   */
  readonly key: string;
  readonly kind: string;
  readonly accountId: number;
  readonly payload: unknown;
  /** Not before this time. Absent: now. */
  readonly notBefore?: number;
}

export interface LeasedJob {
  readonly key: string;
  readonly kind: string;
  readonly accountId: number;
  readonly payload: unknown;
  readonly tries: number;
  readonly fence: number;
}

export interface JobSummary {
  readonly key: string;
  readonly kind: string;
  readonly state: "waiting" | "dead";
  /** When it is to be worked on, or (dead) was to be worked on last. */
  readonly dueAt: number;
  readonly tries: number;
  /** The last failure; null when there is none. */
  readonly reason: string | null;
}

export interface JobsTable {
  /** A job enqueued while its key is leased runs once more after it. */
  enqueue(jobs: readonly JobRequest[]): Promise<void>;
  lease(options: { readonly limit: number; readonly leaseMillis: number }): Promise<LeasedJob[]>;
  /** Leases this very job, due or not, making it where there is none. Null while another worker has it. */
  take(job: JobRequest, leaseMillis: number): Promise<LeasedJob | null>;
  /** Extends a lease; false when it was lost. */
  extend(key: string, fence: number, leaseMillis: number): Promise<boolean>;
  /** Removes the job, unless it was enqueued again meanwhile: then it waits. False when the lease was lost. */
  complete(key: string, fence: number): Promise<boolean>;
  /** Puts it back for `retryAt`, or ends it as dead (null). False when the lease was lost. A wait that is not the job's fault does not count as a try. */
  fail(
    key: string,
    fence: number,
    failure: { readonly reason: string; readonly retryAt: number | null; readonly countsAsTry: boolean },
  ): Promise<boolean>;
  statistics(): Promise<{
    readonly waiting: number;
    readonly dead: number;
    readonly oldestDueMillis: number | null;
  }>;
  /** How many there are of each kind and state, where there are any. */
  countByKind(): Promise<
    readonly { readonly kind: string; readonly state: JobSummary["state"]; readonly count: number }[]
  >;
  /** Longest due first. One that is being worked on counts as waiting. */
  list(options: { readonly state?: JobSummary["state"]; readonly limit: number }): Promise<JobSummary[]>;
  /** Has dead jobs worked on again: the given one, or all. Returns how many. */
  retry(key: string | null): Promise<number>;
  listDead(
    limit: number,
  ): Promise<readonly { key: string; kind: string; reason: string | null; tries: number }[]>;
  /** Records that a cron run was taken; false when another process had it. */
  claimRun(job: string, scheduledAt: number): Promise<boolean>;
}

// ── What is installed where ──────────────────────────────────────────────────

export interface Installation {
  readonly installationId: number;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly accountType: string;
  readonly suspended: boolean;
  readonly deleted: boolean;
  /** Permission → `read` | `write`; null when never told. */
  readonly permissions: Readonly<Record<string, string>> | null;
  /** GitHub's time of this state: an older one never replaces a newer one. */
  readonly updatedAt: number;
}

export interface KnownInstallation extends Installation {
  /** When deliveries last resumed after a suspension or a missing permission; null: never, as far as told. */
  readonly resumedAt: number | null;
}

export interface InstallationsTable {
  save(installation: Installation): Promise<void>;
  /** Deliveries resumed: before this time some were not made. Keeps the latest. For an installation that was saved. */
  resume(accountId: number, at: number): Promise<void>;
  find(accountId: number): Promise<KnownInstallation | null>;
  list(): Promise<KnownInstallation[]>;
}

export interface KnownRepository {
  readonly state: RepositoryState;
  readonly installationId: number | null;
  /** False once removed from the installation or deleted. */
  readonly active: boolean;
  /** From when every event of it has been delivered to us; null when not known. */
  readonly coveredFrom: number | null;
  /** When it came back after it had left: before that time some events were not delivered. Null: never left, as far as told. */
  readonly resumedAt: number | null;
  readonly observedAt: number;
}

export interface RepositoriesTable {
  /** Keeps the newest state by `observedAt` (ties: the greater canonical JSON). Null parts of a newer state never erase known ones. */
  observe(
    state: RepositoryState,
    observation: { readonly observedAt: number; readonly installationId: number | null },
  ): Promise<void>;
  setActive(accountId: number, repositoryId: number, active: boolean, at: number): Promise<void>;
  /** It came under the App: every event from then on is delivered. Keeps the earliest; a later one after it had left makes `resumedAt`. */
  setCoveredFrom(accountId: number, repositoryId: number, at: number): Promise<void>;
  /** It left the App: nothing is delivered from then on. Keeps the earliest. */
  setCoveredUntil(accountId: number, repositoryId: number, at: number): Promise<void>;
  find(accountId: number, repositoryId: number): Promise<KnownRepository | null>;
  /** By `owner/name`, case-insensitive, among all accounts: for the command line only. */
  findByName(fullName: string): Promise<KnownRepository | null>;
  list(accountId: number): Promise<KnownRepository[]>;
  listAll(): Promise<KnownRepository[]>;
}

// ── Configuration ────────────────────────────────────────────────────────────

export type { ConfigurationKind, SharedFileKind } from "./configuration-kind.ts";

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

// ── What was posted ──────────────────────────────────────────────────────────

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

export interface RateLimitsTable {
  /** Requests of the installation wait until then; null: no wait. */
  notBefore(installationId: number): Promise<number | null>;
  /** Keeps the later of the two times. */
  hold(installationId: number, until: number): Promise<void>;
}

// ── Answers of GitHub ────────────────────────────────────────────────────────

/** An answer that is kept to be asked for again by its name, or not at all. */
export interface KeptResponse {
  /** GitHub's name for this version of the answer; null: the answer can never change. */
  readonly etag: string | null;
  /** As it was answered: JSON. */
  readonly body: string;
}

/** Kept per installation: what one may see says nothing of what another may. */
export interface HttpResponsesTable {
  find(installationId: number, request: string): Promise<KeptResponse | null>;
  /** Keeps the newest answer to a request. One whose body is larger than 256 KiB is not kept. */
  keep(installationId: number, request: string, response: KeptResponse): Promise<void>;
  /** Drops what nobody asked for since `usedBefore`. Returns how many. */
  drop(usedBefore: number): Promise<number>;
}
