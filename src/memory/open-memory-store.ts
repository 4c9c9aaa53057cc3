// The store of a command or the Action: the same contract as in a database, gone with the process. Workflows cannot tell them apart.
import { accountWide } from "../core/facts/account.ts";
import type { Pace } from "../core/requests/pace.ts";
import type {
  HttpResponsesTable,
  KnownInstallation,
  PostedCheckRun,
  PostedOverview,
  PostedWeeklyIssue,
  RepositoryHistory,
  Store,
  StoredSimulation,
} from "../records/store.ts";
import { configurationsTable, type Versions } from "./configurations.ts";
import { factsTable, type Ledgers, type Run } from "./facts.ts";
import { historiesTable } from "./histories.ts";
import { httpResponsesTable } from "./http-responses.ts";
import { installationsTable } from "./installations.ts";
import type { JobRow } from "./job-rows.ts";
import { jobsTable } from "./jobs.ts";
import { KeptMap, keyOf } from "./kept-map.ts";
import { checkRunsTable, overviewsTable, simulationsTable, weeklyIssuesTable } from "./posted.ts";
import { rateLimitsTable, type Wait } from "./rate-limits.ts";
import { type RepositoryRow, repositoriesTable } from "./repositories.ts";
import { createTurns, type Journal } from "./turns.ts";

export interface MemoryStoreOptions {
  /** The clock, milliseconds UTC. */
  readonly now: () => number;
  /** Where answers of GitHub are kept. Absent: in memory, too. */
  readonly httpResponses?: HttpResponsesTable;
}

export interface MemoryStore extends Store {
  /**
   * Forgets a repository's facts, and how far its past was read: for a run over many, once its scorecard is made. What the account
   * shares stays: its own facts, configurations, and what each repository is.
   */
  dropRepository(accountId: number, repositoryId: number): Promise<void>;
}

export function openMemoryStore({ now, httpResponses }: MemoryStoreOptions): MemoryStore {
  const turns = createTurns();
  const tables = createTables(turns.journal);
  const responses = httpResponses ?? httpResponsesTable(now);
  const inside: Store = {
    ...storeOn(tables, turns.runInside, turns.journal, now, responses),
    transaction: (work) => turns.runInside(() => work(inside)),
    now: async () => now(),
    async close() {
      throw new Error("A store cannot be closed from inside its transaction.");
    },
  };
  return {
    ...storeOn(tables, turns.run, turns.journal, now, responses),
    transaction: (work) => turns.run(() => work(inside)),
    now: async () => now(),
    close: async () => {},
    dropRepository: (accountId, repositoryId) =>
      turns.run(() => {
        if (repositoryId === accountWide) return;
        tables.ledgers.get(accountId)?.delete(repositoryId);
        tables.histories.delete(keyOf(accountId, repositoryId));
        // What is read of it the next time begins anew.
        const key = keyOf(accountId, repositoryId);
        const row = tables.repositories.get(key);
        if (row !== undefined)
          tables.repositories.set(key, { ...row, coveredFrom: null, firstLeftAt: null, lastAddedAt: null });
      }),
  };
}

type Tables = ReturnType<typeof createTables>;

function createTables(journal: Journal) {
  const ledgers: Ledgers = new Map();
  return {
    ledgers,
    jobs: { jobs: new KeptMap<JobRow>(journal), runs: new KeptMap<true>(journal) },
    installations: new KeptMap<KnownInstallation>(journal),
    repositories: new KeptMap<RepositoryRow>(journal),
    configurations: new KeptMap<Versions>(journal),
    checkRuns: new KeptMap<PostedCheckRun>(journal),
    weeklyIssues: new KeptMap<PostedWeeklyIssue>(journal),
    overviews: new KeptMap<PostedOverview>(journal),
    simulations: new KeptMap<StoredSimulation>(journal),
    limits: { waits: new KeptMap<Wait>(journal), paces: new KeptMap<Pace>(journal) },
    histories: new KeptMap<RepositoryHistory>(journal),
  };
}

function storeOn(
  tables: Tables,
  run: Run,
  journal: Journal,
  now: () => number,
  httpResponses: HttpResponsesTable,
): Omit<Store, "transaction" | "now" | "close"> {
  return {
    facts: factsTable(tables.ledgers, run, journal, now),
    jobs: jobsTable(tables.jobs, run, now),
    installations: installationsTable(tables.installations, run),
    repositories: repositoriesTable(tables.repositories, run),
    configurations: configurationsTable(tables.configurations, run, now),
    checkRuns: checkRunsTable(tables.checkRuns, run),
    weeklyIssues: weeklyIssuesTable(tables.weeklyIssues, run),
    overviews: overviewsTable(tables.overviews, run),
    simulations: simulationsTable(tables.simulations, run),
    rateLimits: rateLimitsTable(tables.limits, run, now),
    httpResponses,
    histories: historiesTable(tables.histories, run),
  };
}
