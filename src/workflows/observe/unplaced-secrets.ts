// Which listed secrets nobody has placed: no webhook told where they are, and GitHub was not asked yet or had no answer. Until
// it has one, none of them may pass for newly exposed, nor for found in history.
import { factsOfKind } from "../../core/facts/fact.ts";
import { envelopeOf, type Visit } from "./visit.ts";

const dayMillis = 24 * 60 * 60 * 1000;
/** Nobody looks at windows that are longer ago. */
const lookedAtMillis = 400 * dayMillis;

interface ListedAlert {
  readonly number: number;
  readonly createdAt: number;
}

/** Numbers of such alerts of the last 400 days, ascending. */
export async function findUnplaced(visit: Visit, alerts: readonly ListedAlert[]): Promise<number[]> {
  const from = visit.now() - lookedAtMillis;
  const recent = alerts.filter(({ createdAt }) => createdAt >= from);
  if (recent.length === 0) return [];
  const { placed } = await placesKnown(visit);
  return recent.flatMap(({ number }) => (placed.has(number) ? [] : number)).sort((a, b) => a - b);
}

/** Numbers of the alerts that are placed, and of those for which GitHub was asked and had no answer. */
export async function placesKnown(visit: Visit): Promise<{ placed: Set<number>; refused: Set<number> }> {
  const kinds = ["secret-location", "secret-places-read"] as const;
  const known = await visit.store.facts.list({ ...envelopeOf(visit), kinds });
  const placed = new Set(factsOfKind(known, "secret-location").map(({ data }) => data.alertNumber));
  const refused = new Set<number>();
  for (const { data } of factsOfKind(known, "secret-places-read"))
    ("seen" in data.places ? placed : refused).add(data.alertNumber);
  return { placed, refused };
}
