// Facts of alerts, each once, by alert number and in the order in which they can have happened.
import { canonicalJson } from "../canonical-json.ts";
import { type Effect, orderTold } from "./order-told.ts";

interface AlertFact {
  readonly occurredAt: number;
  readonly data: { readonly number: number; readonly action: string };
}

/** Alert number → its facts, the earliest first. */
export function alertsByNumber<F extends AlertFact>(
  facts: readonly F[],
  effects: Readonly<Record<string, Effect>>,
): [number, readonly F[]][] {
  const groups = [...Map.groupBy(facts, ({ data }) => data.number)].sort(([a], [b]) => a - b);
  return groups.map(([number, group]) => {
    const texts = new Map(group.map((fact) => [`${fact.occurredAt} ${canonicalJson(fact.data)}`, fact]));
    const ordered = orderTold([...texts], ([text, { occurredAt, data }]) => ({
      at: occurredAt,
      effect: (Object.hasOwn(effects, data.action) ? effects[data.action] : undefined) ?? "tells",
      text,
    }));
    return [number, ordered.map(([, fact]) => fact)];
  });
}

/** The last value that was told; null where none was. */
export function lastTold<T>(values: readonly (T | null)[]): T | null {
  return values.findLast((value) => value !== null) ?? null;
}
