// Loads what the numbers of a repository are made of, and makes them: the one way to a scorecard, for check runs, weekly
// issues and the command line alike.
import type { Config } from "../core/config/config.ts";
import type { DataSource } from "../core/kpis/data-source.ts";
import type { Window } from "../core/kpis/measurement.ts";
import type { LedgerCut } from "../core/scorecard/basis.ts";
import { buildScorecard, type ScorecardInput } from "../core/scorecard/build.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import type { KnownRepository, Store } from "../records/store.ts";
import {
  listExceptionProblems,
  loadConfiguration,
  loadExceptionFiles,
} from "./configuration/load-configuration.ts";
import { letOthersRun } from "./let-others-run.ts";
import { cutFor, loadFacts } from "./load-facts.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export interface ScorecardQuery {
  readonly accountId: number;
  readonly repositoryId: number;
  /** When the scorecard speaks, milliseconds UTC. */
  readonly now: number;
  /** Absent: the configured number of days up to `now`. */
  readonly window?: Window;
  /** Makes the window from the configuration that was loaded. */
  readonly windowOf?: (config: Config) => Window;
  /**
   * Only facts and files that were recorded before this time: what was known then. What the repository is and what the
   * installation may read is known of today alone. Absent: all that is recorded now.
   */
  readonly recordedBefore?: number;
  /** For how many weeks back facts are loaded too, for a history. */
  readonly historyWeeks?: number;
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
  /** As in `ScorecardInput`. */
  readonly policyUnseen?: string | null;
}

/** The scorecard and all that it was made of. */
export interface LoadedScorecard extends ScorecardInput {
  readonly scorecard: Scorecard;
  /** Why newer texts of configuration or exceptions are not in force, for a person. */
  readonly configProblems: readonly string[];
  /** Which facts were looked at: kept with what is posted, so that it can be made again. */
  readonly cut: LedgerCut;
}

/** @throws Error when the repository is not known to the store. */
export async function loadScorecard(store: Store, query: ScorecardQuery): Promise<LoadedScorecard> {
  const { accountId, repositoryId, now } = query;
  const known = await store.repositories.find(accountId, repositoryId);
  if (known === null) throw new Error(`Repository ${repositoryId} is not known: no delivery has named it.`);
  // One cut for all that is read: what is recorded meanwhile is in none of it.
  const recordedBefore = query.recordedBefore ?? (await store.now()) + 1;
  const { config, problems } = await loadConfiguration(store, accountId, repositoryId, { recordedBefore });
  const window = query.window ??
    query.windowOf?.(config) ?? { from: now - config.windowDays * dayMillis, to: now };
  const cut = cutFor(window, recordedBefore, query.historyWeeks ?? 0);
  const input = await loadInput(store, known, {
    config,
    window,
    now,
    cut,
    ...(query.source !== undefined && { source: query.source }),
    ...(query.policyUnseen !== undefined && { policyUnseen: query.policyUnseen }),
  });
  await letOthersRun();
  const configProblems = [...problems, ...listExceptionProblems(input.exceptionFiles, known.state)];
  const scorecard = buildScorecard(input);
  await letOthersRun();
  return { scorecard, configProblems, cut, ...input };
}

/** What a scorecard is made of, under a configuration that need not be the one in force. */
export async function loadInput(
  store: Store,
  known: KnownRepository,
  asked: Pick<ScorecardInput, "config" | "window" | "now" | "source" | "policyUnseen"> & {
    readonly cut: LedgerCut;
  },
) {
  const { accountId, repositoryId } = known.state;
  const { cut, ...rest } = asked;
  const { recordedBefore } = cut;
  const installation = await store.installations.find(accountId);
  return {
    repository: known.state,
    facts: await loadFacts(store, { repository: known.state, rules: asked.config.templates.rules }, cut),
    ...rest,
    coveredFrom: known.coveredFrom,
    resumedAt: latestBefore(recordedBefore, known.resumedAt, installation?.resumedAt ?? null),
    permissions: installation?.permissions ?? null,
    exceptionFiles: await loadExceptionFiles(store, accountId, repositoryId, { recordedBefore }),
  };
}

/** What had not happened yet was not known then. */
function latestBefore(end: number, ...times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null).filter((at) => at < end);
  return known.length === 0 ? null : Math.max(...known);
}
