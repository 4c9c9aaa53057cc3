// Keeps what a step of a reading told and the ledger does not know in any form, on the transaction that keeps where the reading stands.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { missingFacts } from "../../core/listed-history/missing-facts.ts";
import type { HistoryPlace } from "../../core/listed-history/place.ts";
import type { Store } from "../../records/store.ts";

/** The same push told twice is minutes apart at most. */
const apartMillis = 60 * 60 * 1000;

/** Commits of one search. */
const headsAtOnce = 400;

/** Returns the facts that were missing. `store` is the transaction's. */
export async function keepMissing(store: Store, place: HistoryPlace, told: readonly Fact[]): Promise<Fact[]> {
  if (told.length === 0) return [];
  const missing = missingFacts(told, await loadKnown(store, place, told));
  await store.facts.append(missing, "history");
  return [...missing];
}

/** What the ledger has of the things that are told of. */
async function loadKnown(
  store: Store,
  { accountId, repositoryId }: HistoryPlace,
  told: readonly Fact[],
): Promise<Fact[]> {
  const place = { accountId, repositoryId };
  const known: Fact[] = [];
  for (const number of pullRequestsOf(told))
    known.push(...(await store.facts.listByPullRequest({ ...place, number })));
  const headShas = commitsOf(told);
  for (let from = 0; from < headShas.length; from += headsAtOnce) {
    const ofHeads = await store.facts.listByHeads({
      ...place,
      headShas: headShas.slice(from, from + headsAtOnce),
    });
    known.push(...ofHeads);
  }
  const pushes = factsOfKind(told, "push").map(({ occurredAt }) => occurredAt);
  if (pushes.length > 0) {
    const from = Math.min(...pushes) - apartMillis;
    const to = Math.max(...pushes) + apartMillis;
    known.push(...(await store.facts.list({ ...place, from, to, kinds: ["push"] })));
  }
  return known;
}

/** Numbers of the pull requests that the facts are of. */
export function pullRequestsOf(facts: readonly Fact[]): number[] {
  const ofReviews = factsOfKind(facts, "pull-request-review").map(({ data }) => data.pullRequestNumber);
  return [...new Set([...factsOfKind(facts, "pull-request").map(({ data }) => data.number), ...ofReviews])];
}

/** Commits that the facts of checks are of. */
export function commitsOf(facts: readonly Fact[]): string[] {
  const runs = [
    ...factsOfKind(facts, "check-run"),
    ...factsOfKind(facts, "check-suite"),
    ...factsOfKind(facts, "workflow-run"),
  ].map(({ data }) => data.headSha);
  return [...new Set([...runs, ...factsOfKind(facts, "commit-status").map(({ data }) => data.sha)])];
}
