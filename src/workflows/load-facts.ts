// Which facts of the ledger a scorecard is made of: what happened around its window, and whatever stands until something newer
// is told, however old it is.
import type { Fact, FactKind } from "../core/facts/fact.ts";
import type { Window } from "../core/kpis/measurement.ts";
import type { LedgerCut } from "../core/scorecard/basis.ts";
import { mostWeeksCounted } from "../core/scorecard/off-target-weeks.ts";
import type { Store } from "../store/store.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const weekMillis = 7 * dayMillis;

/** How long before a window a pull request may have begun and still be known from its beginning. */
const lookbackMillis = 90 * dayMillis;

/** A transaction that tells facts ends well within this time: longer, and its lease is lost. */
const unsettledMillis = 60_000;

interface Place {
  readonly accountId: number;
  readonly repositoryId: number;
}

/** A finding that was opened years ago may be open still; an observation holds until the next one. */
export const standingKinds: readonly FactKind[] = [
  "code-scanning-alert",
  "dependabot-alert",
  "secret-scanning-alert",
  "secret-location",
  "secret-scan",
  "paved-road",
  "controls",
  "findings-listed",
  "rule-suites",
  "code-owners",
  "release-evidence",
  "custom-properties",
  "security-features",
  "commit",
  "repository",
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

/** The facts of a cut, by two selects, whatever the number of kinds. */
export function loadFacts(store: Store, place: Place, cut: LedgerCut): Promise<Fact[]> {
  return listFacts(store, place, cut, { recordedBefore: cut.recordedBefore });
}

/** What was recorded before the cut was settled. */
export function loadSettledFacts(store: Store, place: Place, cut: LedgerCut): Promise<Fact[]> {
  return listFacts(store, place, cut, { recordedBefore: cut.settledBefore });
}

/** What was recorded so shortly before the cut that some of it may not have been committed when it was read. */
export function loadUnsettledFacts(store: Store, place: Place, cut: LedgerCut): Promise<Fact[]> {
  const { settledBefore: recordedFrom, recordedBefore } = cut;
  return listFacts(store, place, cut, { recordedFrom, recordedBefore });
}

async function listFacts(
  store: Store,
  { accountId, repositoryId }: Place,
  { from, standingKinds: kinds }: LedgerCut,
  recorded: { readonly recordedFrom?: number; readonly recordedBefore: number },
): Promise<Fact[]> {
  const standing = await store.facts.list({ accountId, repositoryId, ...recorded, to: from, kinds });
  const recent = await store.facts.list({ accountId, repositoryId, ...recorded, from });
  return [...standing, ...recent];
}
