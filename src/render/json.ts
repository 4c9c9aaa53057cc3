// The scorecard as JSON for programs: the published shape, in one order of keys, safe to print on a terminal.
import type { Adoption } from "../core/adoption/adoption.ts";
import type { AdoptionHistory } from "../core/audit/audit.ts";
import type { ShownConfiguration } from "../core/config/layers/shown-configuration.ts";
import type { Overview } from "../core/overview/overview.ts";
import type { Explanation, ReproductionReport } from "../core/scorecard/explain-kpi.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import type { Simulation } from "../core/simulation/simulation.ts";

/** The order in which a person would look; keys that are not here follow by name. */
const keyOrder = [
  "schemaVersion",
  "id",
  "repository",
  "window",
  "from",
  "to",
  "generatedAt",
  "coveredFrom",
  "configHash",
  "review",
  "gateHealth",
  "reviewLatency",
  "topFailureMode",
  "verdict",
  "actions",
  "kpi",
  "text",
  "why",
  "kpis",
  "fullName",
  "visibility",
  "definitionVersion",
  "title",
  "outcome",
  "value",
  "unit",
  "direction",
  "statistic",
  "numerator",
  "denominator",
  "denominatorUnit",
  "interval",
  "low",
  "high",
  "level",
  "target",
  "variance",
  "status",
  "trend",
  "explanation",
  "advice",
  "offTargetWeeks",
  "escalated",
];
const rank = new Map(keyOrder.map((key, index) => [key, index]));
const unsafeOnTerminals = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Two spaces, keys in a fixed order however it was put together; invisible characters as `\uXXXX`. Nothing withheld. */
export function renderJson(
  published:
    | Scorecard
    | readonly Scorecard[]
    | Explanation
    | ReproductionReport
    | Simulation
    | Adoption
    | AdoptionHistory
    | Overview
    | ShownConfiguration,
): string {
  return JSON.stringify(published, orderKeys, 2).replace(unsafeOnTerminals, (character) =>
    Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join(""),
  );
}

function orderKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareKeys(a, b)));
}

function compareKeys(a: string, b: string): number {
  const byRank = (rank.get(a) ?? keyOrder.length) - (rank.get(b) ?? keyOrder.length);
  return byRank !== 0 ? byRank : a < b ? -1 : a > b ? 1 : 0;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
