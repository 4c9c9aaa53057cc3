// One KPI in words, piece by piece: every surface (check run, weekly issue, terminal, Markdown) puts these same pieces together.
// The pieces are plain text made of numbers and our own words; names from outside are not in them, reasons are (escape them).
import type { KpiResult, Status, Trend } from "../core/scorecard/scorecard.ts";
import {
  formatBareValue,
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
export function statusInWords(kpi: KpiResult): string {
  return statusWords[kpi.status];
}

/** `❌ off target`. */
export function statusWithShape(kpi: KpiResult): string {
  return `${statusShapes[kpi.status]} ${statusWords[kpi.status]}`;
}

/** `87.5 % (7/8)`, or the outcome in words. */
export function valueCell(kpi: KpiResult): string {
  if (kpi.outcome !== "measured" || kpi.value === null)
    return statusWords[kpi.outcome === "measured" ? "not-measured" : kpi.outcome];
  const value = formatValue(kpi.value, kpi.unit);
  return kpi.numerator === null || kpi.denominator === null
    ? value
    : `${value} (${formatFraction(kpi.numerator, kpi.denominator)})`;
}

/** `3.15 (2/635)`: for a row whose title says the unit; shares keep their sign. */
export function shortValueCell(kpi: KpiResult): string {
  return kpi.unit === "%" ? valueCell(kpi) : valueCell(kpi).replace(` ${kpi.unit}`, "");
}

/** `53 to 98 %`. */
export function intervalCell(kpi: KpiResult): string {
  return kpi.interval === null ? nothing : formatInterval(kpi.interval, kpi.unit);
}

/** The window before: `80 %`. */
export function beforeCell(kpi: KpiResult): string {
  if (kpi.trend === null) return nothing;
  return formatBareValue(kpi.trend.previous, kpi.unit) + (kpi.unit === "%" ? " %" : "");
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
