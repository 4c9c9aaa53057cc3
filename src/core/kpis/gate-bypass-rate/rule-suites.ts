// What was read of pushes that were let through against the rules: which there were, and of which times that is known.
import { factsOfKind } from "../../facts/fact.ts";
import type { BypassedRuleSuite, RuleSuitesFact, Unseen } from "../../facts/observations.ts";
import type { KpiInput } from "../definition.ts";
import type { Window } from "../measurement.ts";
import { holdSpan, uniteSpans } from "../spans.ts";

export interface RuleSuites {
  /** By time and id. */
  readonly bypasses: readonly BypassedRuleSuite[];
  /** Whether bypasses of this moment were read. */
  readonly covers: (at: number) => boolean;
  /** Whether those of every moment of the span were. */
  readonly coversSpan: (span: Window) => boolean;
  /** Until when they were read last, milliseconds UTC; null: never. */
  readonly readUntil: number | null;
  /** Why the last attempt saw nothing; null where it did, or where there was none. */
  readonly unseen: Unseen | null;
  /** The configuration leaves them out: what the checks had said decides alone, and nothing of them is known. */
  readonly leftOut: boolean;
}

const leftOut: RuleSuites = {
  bypasses: [],
  covers: () => true,
  coversSpan: () => false,
  readUntil: null,
  unseen: null,
  leftOut: true,
};

export function readRuleSuites({ facts, config }: Pick<KpiInput, "facts" | "config">): RuleSuites {
  if (!config.gates.ruleSuites) return leftOut;
  const readings = factsOfKind(facts, "rule-suites");
  const byId = new Map<number, BypassedRuleSuite>();
  const spans: Window[] = [];
  let latest: RuleSuitesFact | null = null;
  for (const reading of readings) {
    if (latest === null || isLater(reading, latest)) latest = reading;
    const { from, to, bypasses } = reading.data;
    if (!("seen" in bypasses)) continue;
    spans.push({ from, to });
    for (const suite of bypasses.seen) {
      const known = byId.get(suite.id);
      if (known === undefined || JSON.stringify(suite) > JSON.stringify(known)) byId.set(suite.id, suite);
    }
  }
  const union = uniteSpans(spans);
  return {
    bypasses: [...byId.values()].sort((a, b) => a.pushedAt - b.pushedAt || a.id - b.id),
    covers: (at) => union.some(({ from, to }) => at >= from && at < to),
    coversSpan: (span) => holdSpan(union, span),
    readUntil: union.at(-1)?.to ?? null,
    unseen: latest !== null && "unseen" in latest.data.bypasses ? latest.data.bypasses.unseen : null,
    leftOut: false,
  };
}

function isLater(fact: RuleSuitesFact, than: RuleSuitesFact): boolean {
  if (fact.occurredAt !== than.occurredAt) return fact.occurredAt > than.occurredAt;
  return JSON.stringify(fact.data) > JSON.stringify(than.data);
}
