// One KPI in words, piece by piece: every surface (check run, weekly issue, terminal, Markdown) puts these same pieces together.
// The pieces are plain text made of numbers and our own words; names from outside are not in them, reasons are (escape them).
import type { Action } from "../core/scorecard/action.ts";
import { mostWeeksCounted } from "../core/scorecard/off-target-weeks.ts";
import type { KpiResult, Status, Trend } from "../core/scorecard/scorecard.ts";
import {
  countOf,
  formatBareValue,
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatTarget,
  formatValue,
} from "./numbers.ts";

/** What stands where there is nothing to say. */
export const nothing = "–";

const statusWords: Readonly<Record<Status, string>> = {
  "on-target": "on target",
  near: "near target",
  "off-target": "off target",
  "low-sample": "too few to judge",
  "no-target": "no target set",
  "not-applicable": "not applicable",
  "not-measured": "not measured",
};

/** Differ in shape, not only in colour. */
const statusShapes: Readonly<Record<Status, string>> = {
  "on-target": "✅",
  near: "🔶",
  "off-target": "❌",
  "low-sample": "⚪",
  "no-target": "➖",
  "not-applicable": "➖",
  "not-measured": "❔",
};

/** `off target`. */
export function statusInWords(kpi: Pick<KpiResult, "status">): string {
  return statusWords[kpi.status];
}

/** `❌ off target`. */
export function statusWithShape(kpi: Pick<KpiResult, "status">): string {
  return `${statusShapes[kpi.status]} ${statusWords[kpi.status]}`;
}

/** `87.5 % (7/8)`, `6.2 days (median of 14)`, `132 weighted days (over 12 open findings)`, or the outcome in words. */
export function valueCell(kpi: KpiResult): string {
  if (kpi.outcome !== "measured" || kpi.value === null)
    return statusWords[kpi.outcome === "measured" ? "not-measured" : kpi.outcome];
  return `${formatValue(kpi.value, kpi.unit)}${basis(kpi)}`;
}

function basis({ statistic, numerator, denominator, denominatorUnit }: KpiResult): string {
  if (denominator === null) return "";
  if (statistic === "median") return ` (median of ${formatCount(denominator)})`;
  if (statistic === "total") return ` (over ${countOf(denominator, denominatorUnit)})`;
  return numerator === null ? "" : ` (${formatFraction(numerator, denominator)})`;
}

/** `3.15 (2/635)` for a row whose title says the unit, as that of a rate does; the other units stay. */
export function shortValueCell(kpi: KpiResult): string {
  return kpi.statistic === "events-per-exposure"
    ? valueCell(kpi).replace(` ${kpi.unit}`, "")
    : valueCell(kpi);
}

/** `53 to 98 %`. */
export function intervalCell(kpi: KpiResult): string {
  return kpi.interval === null ? nothing : formatInterval(kpi.interval, kpi.unit);
}

/** The window before: `80 %`. */
export function beforeCell(kpi: KpiResult): string {
  if (kpi.trend === null) return nothing;
  const { previous } = kpi.trend;
  const longUnit = kpi.statistic === "events-per-exposure" || kpi.statistic === "total";
  return longUnit ? formatBareValue(previous, kpi.unit) : formatValue(previous, kpi.unit);
}

/** `≥ 85 %`. */
export function targetCell(kpi: KpiResult): string {
  return kpi.target === null ? nothing : formatTarget(kpi.target, kpi.unit);
}

/** Actual − target: `+2.5 pp`. */
export function varianceCell(kpi: KpiResult): string {
  return kpi.variance === null ? nothing : formatDifference(kpi.variance, kpi.unit);
}

/** `▲ improving (+4.2 pp)`, or that there is no comparison yet: the arrow says where the value went, the word whether that is good and more than noise. */
export function trendCell(kpi: KpiResult): string {
  if (kpi.trend === null) return kpi.outcome === "measured" ? "no comparison yet" : nothing;
  return `${trendArrow(kpi.trend)} ${kpi.trend.verdict} (${formatDifference(kpi.trend.delta, kpi.unit)})`;
}

/** Up, down, or `=` when the difference is within noise. */
export function trendArrow(trend: Trend): string {
  if (trend.verdict === "steady" || trend.delta === 0) return "=";
  return trend.delta > 0 ? "▲" : "▼";
}

/** `⏫ **escalated:** off target for 4 weeks in a row`; what has been off target for one week alone needs no mark. Markdown. */
export function escalationWords({
  offTargetWeeks,
  escalated,
}: Pick<Action, "offTargetWeeks" | "escalated">): string {
  const weeks =
    offTargetWeeks >= mostWeeksCounted ? `${mostWeeksCounted} weeks or more` : `${offTargetWeeks} weeks`;
  const row = `off target for ${offTargetWeeks === 1 ? "this week" : `${weeks} in a row`}`;
  if (escalated) return `⏫ **escalated:** ${row}`;
  return offTargetWeeks > 1 ? row : "";
}
