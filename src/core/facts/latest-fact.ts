// The last word of one kind of fact: how an observation that stands until the next one is found in the ledger.
import { canonicalJson } from "../canonical-json.ts";
import { type Fact, type FactKind, factsOfKind } from "./fact.ts";

/**
 * The last fact of a kind with `occurredAt` before `before` (milliseconds UTC, exclusive); null where there is none. Of two
 * at one moment the one whose data sorts last, so that neither order nor repetition of the facts can be seen.
 */
export function findLatestFact<K extends FactKind>(
  facts: readonly Fact[],
  kind: K,
  before: number,
): Extract<Fact, { kind: K }> | null {
  let latest: Extract<Fact, { kind: K }> | null = null;
  for (const fact of factsOfKind(facts, kind)) {
    if (fact.occurredAt < before && (latest === null || isLaterFact(fact, latest))) latest = fact;
  }
  return latest;
}

/** Whether a fact stands over another of its kind: by time, at the same time by content. */
export function isLaterFact(fact: Fact, than: Fact): boolean {
  if (fact.occurredAt !== than.occurredAt) return fact.occurredAt > than.occurredAt;
  return canonicalJson(fact.data) > canonicalJson(than.data);
}

/** The last fact of each subject before `before` (milliseconds UTC, exclusive), of facts of one kind. */
export function latestBySubject<Told extends Fact>(facts: readonly Told[], before: number): Told[] {
  const latest = new Map<string, Told>();
  for (const fact of facts) {
    if (fact.occurredAt >= before) continue;
    const known = latest.get(fact.subject);
    if (known === undefined || isLaterFact(fact, known)) latest.set(fact.subject, fact);
  }
  return [...latest.values()];
}
