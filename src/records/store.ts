// What the rest of Firstpass knows of the store: tables with verbs. SQLite, PostgreSQL and memory answer alike.
// All times are milliseconds UTC by the store's clock, which a test may fix. Every read of tenant data takes the account id.
import type { ConfigurationsTable } from "./contract/configurations.ts";
import type { DeliverySweepsTable } from "./contract/delivery-sweeps.ts";
import type { HistoriesTable } from "./contract/histories.ts";
import type { ErasureTable, HousekeepingTable } from "./contract/housekeeping.ts";
import type { HttpResponsesTable } from "./contract/http-responses.ts";
import type { DeliveriesTable } from "./contract/inbox.ts";
import type { FactsTable } from "./contract/ledger.ts";
import type { InstallationsTable, RepositoriesTable } from "./contract/places.ts";
import type {
  CheckRunsTable,
  OverviewsTable,
  SimulationsTable,
  WeeklyIssuesTable,
} from "./contract/posted.ts";
import type { JobsTable } from "./contract/queue.ts";
import type { RateLimitsTable } from "./contract/rate-limits.ts";

export type * from "./contract/configurations.ts";
export type * from "./contract/delivery-sweeps.ts";
export type * from "./contract/histories.ts";
export type * from "./contract/housekeeping.ts";
export type * from "./contract/http-responses.ts";
export type * from "./contract/inbox.ts";
export type * from "./contract/ledger.ts";
export type * from "./contract/places.ts";
export type * from "./contract/posted.ts";
export type * from "./contract/queue.ts";
export type * from "./contract/rate-limits.ts";

/** What workflows work on: in a database while the server runs, in memory while a command or the Action does. */
export interface Store {
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
  readonly histories: HistoriesTable;
  /** Runs `work` on one transaction: all of it is kept, or none. The store given to it must be used inside, the outer one not. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** The store's clock, milliseconds UTC: the database's own, or the one it was opened with. */
  now(): Promise<number>;
  close(): Promise<void>;
}

/** What the server has besides: its inbox, and what keeps the database and GitHub's log of deliveries in order. */
export interface ServerStore extends Store {
  readonly dialect: "sqlite" | "postgres";
  readonly deliveries: DeliveriesTable;
  readonly sweeps: DeliverySweepsTable;
  readonly housekeeping: HousekeepingTable;
  readonly erasure: ErasureTable;
  transaction<T>(work: (store: ServerStore) => Promise<T>): Promise<T>;
  /** Throws when the store cannot be written. */
  ping(): Promise<void>;
}
