// Keeps what was observed, unless the ledger knows it already: an observation stands until the next one, so that one that is
// equal to the last says nothing new. A few are kept once a day, and all once a week, because it counts when it was so last.
import { canonicalJson } from "../../core/canonical-json.ts";
import { type Fact, type FactKind, factsOfKind } from "../../core/facts/fact.ts";
import { isLaterFact } from "../../core/facts/latest-fact.ts";
import type { Store } from "../../records/store.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** How long an equal observation stands before it is kept again, milliseconds. Other kinds are events: the ledger is a set. */
const standsFor: Readonly<Partial<Record<FactKind, number>>> = {
  controls: 7 * dayMillis,
  "code-owners": 7 * dayMillis,
  "custom-properties": 7 * dayMillis,
  "release-evidence": 7 * dayMillis,
  "team-repositories": 7 * dayMillis,
  // They tell of a span of time, and how fresh a list is.
  "rule-suites": dayMillis,
  "findings-listed": dayMillis,
};

/** Returns how many facts were new. */
export async function keepObservations(store: Store, facts: readonly Fact[]): Promise<number> {
  const [first] = facts;
  if (first === undefined) return 0;
  const { accountId, repositoryId } = first;
  const kinds = [...new Set(facts.map(({ kind }) => kind))].filter((kind) => standsFor[kind] !== undefined);
  const known = await store.facts.list({ accountId, repositoryId, kinds });
  const resumedAt = await findResumedAt(store, accountId, repositoryId);
  return store.facts.append(
    facts.filter((fact) => !stands(findLast(known, fact), fact, resumedAt)),
    "observation",
  );
}

/** When deliveries last resumed or ceased to be lost, milliseconds UTC; the beginning of time where no interruption is known. */
async function findResumedAt(store: Store, accountId: number, repositoryId: number): Promise<number> {
  const repository = await store.repositories.find(accountId, repositoryId);
  const installation = await store.installations.find(accountId);
  const missed = await store.facts.listOfAccount({ accountId, kinds: ["deliveries-missed"] });
  const ends = factsOfKind(missed, "deliveries-missed").map(({ data }) => data.to);
  return Math.max(repository?.resumedAt ?? 0, installation?.resumedAt ?? 0, ...ends);
}

function findLast(known: readonly Fact[], { kind, subject }: Fact): Fact | null {
  let last: Fact | null = null;
  for (const fact of known) {
    if (fact.kind !== kind || fact.subject !== subject) continue;
    if (last === null || isLaterFact(fact, last)) last = fact;
  }
  return last;
}

/** Days, where they count, are those of UTC: what was kept yesterday evening is kept again this morning. */
function stands(last: Fact | null, next: Fact, resumedAt: number): boolean {
  const lasting = standsFor[next.kind];
  if (last === null || lasting === undefined) return false;
  // Nothing tells what happened while deliveries were interrupted: what was read before that proves nothing any more.
  if (last.occurredAt < resumedAt) return false;
  const day = (at: number) => Math.floor(at / dayMillis);
  return (
    contentOf(last) === contentOf(next) && day(next.occurredAt) - day(last.occurredAt) < lasting / dayMillis
  );
}

function contentOf({ kind, data }: Fact): string {
  // The span that was asked for moves with the clock.
  return canonicalJson(kind === "rule-suites" ? data.bypasses : data);
}
