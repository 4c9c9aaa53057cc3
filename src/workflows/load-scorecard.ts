// Loads what the numbers of a repository are made of, and makes them: the one way to a scorecard, for check runs, weekly
// issues and the command line alike.
import type { Config } from "../core/config/config.ts";
import type { Fact } from "../core/facts/fact.ts";
import type { Window } from "../core/kpis/measurement.ts";
import { buildScorecard, type ScorecardInput } from "../core/scorecard/build.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import type { Store } from "../store/store.ts";
import { loadConfiguration } from "./load-configuration.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const weekMillis = 7 * dayMillis;

/** How long before a window a pull request may have begun and still be known from its beginning. */
const lookbackMillis = 90 * dayMillis;

export interface ScorecardQuery {
  readonly accountId: number;
  readonly repositoryId: number;
  /** When the scorecard speaks, milliseconds UTC. */
  readonly now: number;
  /** Absent: the configured number of days up to `now`. */
  readonly window?: Window;
  /** Makes the window from the configuration that was loaded. */
  readonly windowOf?: (config: Config) => Window;
  /** Only what was recorded before this time: what was known then. */
  readonly recordedBefore?: number;
  /** For how many weeks back facts are loaded too, for a history. */
  readonly historyWeeks?: number;
}

/** The scorecard and all that it was made of. */
export interface LoadedScorecard extends ScorecardInput {
  readonly scorecard: Scorecard;
  /** Why newer configuration texts are not in force, for a person. */
  readonly configProblems: readonly string[];
}

/** @throws Error when the repository is not known to the store. */
export async function loadScorecard(store: Store, query: ScorecardQuery): Promise<LoadedScorecard> {
  const { accountId, repositoryId, now } = query;
  const known = await store.repositories.find(accountId, repositoryId);
  if (known === null) throw new Error(`Repository ${repositoryId} is not known: no delivery has named it.`);
  const { config, problems } = await loadConfiguration(store, accountId, repositoryId);
  const window = query.window ??
    query.windowOf?.(config) ?? { from: now - config.windowDays * dayMillis, to: now };
  const facts = await loadFacts(store, query, window);
  const installation = await store.installations.find(accountId);
  const input = {
    repository: known.state,
    facts,
    config,
    window,
    now,
    coveredFrom: known.coveredFrom,
    resumedAt: latest(known.resumedAt, installation?.resumedAt ?? null),
    permissions: installation?.permissions ?? null,
  };
  return { scorecard: buildScorecard(input), configProblems: problems, ...input };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

async function loadFacts(store: Store, query: ScorecardQuery, window: Window): Promise<Fact[]> {
  const { accountId, repositoryId, recordedBefore, historyWeeks = 0 } = query;
  const place = { accountId, repositoryId, ...(recordedBefore === undefined ? {} : { recordedBefore }) };
  const lengthMillis = window.to - window.from;
  const from = window.from - Math.max(lengthMillis, historyWeeks * weekMillis) - lookbackMillis;
  return [
    // Observations stand until the next one, however old they are.
    ...(await store.facts.list({ ...place, to: from, kinds: ["paved-road"] })),
    ...(await store.facts.list({ ...place, from })),
  ];
}
