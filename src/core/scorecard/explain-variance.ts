// Why a KPI misses its target, as far as that was measured: two sentences that quote numbers and never guess at a cause.
import { countOf, formatBareValue, formatCount, formatDifference, formatValue } from "./format-value.ts";
import type { KpiResult } from "./scorecard.ts";

/** What the sentences are made of. */
export type Explained = Pick<
  KpiResult,
  | "title"
  | "status"
  | "statistic"
  | "value"
  | "unit"
  | "numerator"
  | "denominator"
  | "denominatorUnit"
  | "target"
  | "variance"
  | "trend"
  | "breakdown"
>;

/**
 * The first sentence: the value, what it is of, and how far it is from the target. The second: the window before, whether the
 * difference is more than chance, and the part where most of it gathers. Plain text, possibly with hostile names in it; none
 * where the target is not missed.
 */
export function explainVariance(kpi: Explained): string[] {
  const { title, unit, value, target, variance } = kpi;
  if (kpi.status !== "off-target" && kpi.status !== "near") return [];
  if (value === null || target === null || variance === null) return [];
  const side = variance < 0 ? "below" : "above";
  const distance = formatDifference(Math.abs(variance), unit).slice(1);
  const asked = `${target.op === ">=" ? "at least" : "at most"} ${formatValue(target.value, unit)}`;
  return [
    `${title}${kpi.statistic === "events-per-exposure" ? `: ${formatBareValue(value, unit)}` : ` is ${formatValue(value, unit)}`}${tellBasis(kpi)}, ${distance} ${side} the target of ${asked}.`,
    `${upperFirst([tellChange(kpi), tellConcentration(kpi)].filter((part) => part !== null).join("; "))}.`,
  ];
}

/** ` (20 of 32 changes)`, ` (2 over 635 commits)`, ` (median of 14 changes)`, ` (over 12 open findings)`; empty where there is none to tell. */
export function tellBasis(
  kpi: Pick<KpiResult, "statistic" | "numerator" | "denominator" | "denominatorUnit">,
): string {
  const { statistic, numerator, denominator, denominatorUnit } = kpi;
  if (denominator === null) return "";
  const all = countOf(denominator, denominatorUnit);
  if (statistic === "median") return ` (median of ${all})`;
  if (statistic === "total") return ` (over ${all})`;
  if (numerator === null) return "";
  return ` (${formatBareValue(numerator, "")} ${statistic === "events-per-exposure" ? "over" : "of"} ${all})`;
}

function tellChange({ trend, unit, statistic }: Explained): string {
  if (trend === null) return "there is no comparison with the window before";
  const before = `in the window before it was ${formatValue(trend.previous, unit)}`;
  if (trend.delta === 0) return `${before}, the same`;
  const change = `a difference of ${formatDifference(trend.delta, unit)}`;
  if (trend.verdict === "steady") return `${before}, ${change} that chance alone can make`;
  const counted = statistic === "census" || statistic === "total";
  const way = trend.verdict === "improving" ? "better" : "worse";
  return `${before}, ${change} for the ${way}${counted ? "" : ", more than chance alone makes"}`;
}

/** The largest part, or the two that are equally large; nothing where more of them are, or where there is no part of two. */
function tellConcentration({ breakdown }: Explained): string | null {
  const [first, second, third] = breakdown;
  if (first === undefined || first.count === 0) return null;
  if (second?.count !== first.count) {
    return `the largest part is “${first.label}” with ${formatCount(first.count)} of ${formatCount(first.of)}`;
  }
  if (third?.count === first.count) return null;
  return `the largest parts are “${first.label}” and “${second.label}” with ${formatCount(first.count)} of ${formatCount(first.of)} each`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
