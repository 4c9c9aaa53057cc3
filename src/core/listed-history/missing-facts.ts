// One event can be told twice, by a webhook and by a reading: with other data, or a second apart. Here is decided which facts of a
// reading are news, so that nothing is counted twice, whichever came first.
import { canonicalJson } from "../canonical-json.ts";
import type { Fact } from "../facts/fact.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import { eventOf, eventsProvedBy, sameEventMillis } from "./same-event.ts";

/**
 * The facts of a reading that tell what `known` does not know in any form. What tells one event again is left out, also where it tells it at
 * another second or with other data; what happened twice is looked for twice. Order and repetition do not matter.
 * @param known Facts of the same repository: at least all of the pull requests, pushes and commits that `told` is about.
 */
export function missingFacts(told: readonly Fact[], known: readonly Fact[]): Fact[] {
  const knownByEvent = new Map<string, Fact[]>();
  for (const fact of known) for (const key of eventsProvedBy(fact)) addTo(knownByEvent, key, fact);
  const toldByEvent = new Map<string, Fact[]>();
  for (const fact of told) addTo(toldByEvent, eventOf(fact).key, fact);
  return [...toldByEvent].flatMap(([key, facts]) => findNews(facts, knownByEvent.get(key) ?? []));
}

/** The facts without those that were read and tell what was delivered as well: every fold looks at these. */
export const withoutEchoes = oncePerList((facts: readonly Fact[]): readonly Fact[] => {
  const read = facts.filter((fact) => fact.read === true);
  if (read.length === 0) return facts;
  const delivered = facts.filter((fact) => fact.read !== true);
  return [...delivered, ...missingFacts(read, delivered)];
});

function addTo(groups: Map<string, Fact[]>, key: string, fact: Fact): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [fact]);
  else group.push(fact);
}

/** Facts of one event, without those that a known one stands for. */
function findNews(told: readonly Fact[], known: readonly Fact[]): readonly Fact[] {
  const facts = distinct(told);
  const [first] = facts;
  if (first === undefined || known.length === 0) return facts;
  if (!eventOf(first).recurs) return [];
  const others = distinct(known);
  const near = facts
    .flatMap((fact) => others.map((other) => ({ fact, other, apart: distance(fact, other) })))
    .filter(({ apart }) => apart <= sameEventMillis)
    .sort((a, b) => a.apart - b.apart || compare(a.fact, b.fact) || compare(a.other, b.other));
  const taken = new Set<Fact>();
  for (const { fact, other } of near) {
    if (!taken.has(fact) && !taken.has(other)) taken.add(fact).add(other);
  }
  return facts.filter((fact) => !taken.has(fact));
}

function distinct(facts: readonly Fact[]): readonly Fact[] {
  if (facts.length < 2) return facts;
  return [...new Map(facts.map((fact) => [identityOf(fact), fact])).values()];
}

function distance(a: Fact, b: Fact): number {
  return Math.abs(a.occurredAt - b.occurredAt);
}

function compare(a: Fact, b: Fact): number {
  const [left, right] = [identityOf(a), identityOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The natural key. */
function identityOf({ kind, accountId, repositoryId, subject, occurredAt, data }: Fact): string {
  return canonicalJson([kind, accountId, repositoryId, subject, occurredAt, data]);
}
