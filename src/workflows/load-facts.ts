// Which facts of the ledger a scorecard is made of: what happened around its window, and whatever stands until something newer
// is told, however old it is.
import type { TemplateRule } from "../core/config/config.ts";
import { type Fact, type FactKind, factsOfKind } from "../core/facts/fact.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import type { Window } from "../core/kpis/measurement.ts";
import type { LedgerCut } from "../core/scorecard/basis.ts";
import { mostWeeksCounted } from "../core/scorecard/off-target-weeks.ts";
import type { Store } from "../records/store.ts";
import { loadAccountFacts } from "./observe/load-account-facts.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const weekMillis = 7 * dayMillis;

/** How long before a window a pull request may have begun and still be known from its beginning. */
const lookbackMillis = 90 * dayMillis;

/** A transaction that tells facts ends well within this time: longer, and its lease is lost. */
const unsettledMillis = 60_000;

/** Whose facts, and what they are held against. */
export interface FactsPlace {
  readonly repository: Pick<RepositoryState, "accountId" | "repositoryId" | "ownerLogin">;
  /** Of the configuration: facts of templates that none of them names are not looked at. */
  readonly rules: readonly TemplateRule[];
}

/** A finding that was opened years ago may be open still; an observation holds until the next one. */
export const standingKinds: readonly FactKind[] = [
  "code-scanning-alert",
  "dependabot-alert",
  "secret-scanning-alert",
  "secret-location",
  "secret-places-read",
  "secret-scan",
  "paved-road",
  "controls",
  "findings-listed",
  "rule-suites",
  "code-owners",
  "release-evidence",
  "releases-listed",
  "custom-properties",
  "security-features",
  "commit",
  "repository",
  "history-read",
];

/**
 * What a window, the window before it and the weeks before it need: those in which a KPI may have been off target, and
 * `historyWeeks` where more are shown. So a weekly issue and the command line look at the same facts.
 */
export function cutFor(window: Window, recordedBefore: number, historyWeeks: number): LedgerCut {
  const weeks = Math.max(historyWeeks, mostWeeksCounted);
  const back = Math.max(window.to - window.from, weeks * weekMillis);
  const settledBefore = recordedBefore - unsettledMillis;
  return { recordedBefore, settledBefore, from: window.from - back - lookbackMillis, standingKinds };
}

/**
 * The facts of a cut: the repository's own, and of its account what `rules` need. By few selects, whatever the number of kinds
 * and of the account's repositories.
 */
export function loadFacts(store: Store, place: FactsPlace, cut: LedgerCut): Promise<Fact[]> {
  return listFacts(store, place, cut, { recordedBefore: cut.recordedBefore });
}

/** What was recorded before the cut was settled. */
export function loadSettledFacts(store: Store, place: FactsPlace, cut: LedgerCut): Promise<Fact[]> {
  return listFacts(store, place, cut, { recordedBefore: cut.settledBefore });
}

/** What was recorded so shortly before the cut that some of it may not have been committed when it was read. */
export function loadUnsettledFacts(store: Store, place: FactsPlace, cut: LedgerCut): Promise<Fact[]> {
  const { settledBefore: recordedFrom, recordedBefore } = cut;
  return listFacts(store, place, cut, { recordedFrom, recordedBefore });
}

async function listFacts(
  store: Store,
  { repository, rules }: FactsPlace,
  { from, standingKinds: kinds, recordedBefore: knownBefore }: LedgerCut,
  recorded: { readonly recordedFrom?: number; readonly recordedBefore: number },
): Promise<Fact[]> {
  const { accountId, repositoryId, ownerLogin: owner } = repository;
  const place = { accountId, repositoryId };
  const standing = await store.facts.list({ ...place, ...recorded, to: from, kinds });
  const recent = await store.facts.list({ ...place, ...recorded, from });
  // When deliveries were lost, whatever else of the account counts: no number may hide it.
  const missed = await store.facts.listOfAccount({ accountId, ...recorded, kinds: ["deliveries-missed"] });
  const own = [...standing, ...recent, ...missed];
  if (rules.length === 0) return own;
  // What workflows call is followed from all observations of the cut, also where only a part of it is asked for.
  const isWhole = recorded.recordedFrom === undefined && recorded.recordedBefore === knownBefore;
  const observations = isWhole
    ? own
    : await store.facts.list({ ...place, recordedBefore: knownBefore, kinds: ["paved-road"] });
  const observed = factsOfKind(observations, "paved-road").map(({ data }) => data);
  const shared = await loadAccountFacts(store, { accountId, owner, rules, observed, knownBefore }, recorded);
  return [...own, ...shared];
}
