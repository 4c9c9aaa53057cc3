// Charts of the weekly issue, for mermaid: one a KPI that is a share, its weeks as bars and its target as a line.
import type { KpiId } from "../../core/kpis/measurement.ts";
import type { KpiResult } from "../../core/scorecard/scorecard.ts";
import { cutCharacters } from "../fit.ts";
import { formatTarget } from "../numbers.ts";

/** One week of history; a KPI that was not measured in it is absent. */
export interface HistoryWeek {
  readonly isoWeek: string;
  readonly values: Readonly<Partial<Record<KpiId, number>>>;
}

const fewestWeeks = 2;
const labelCharacters = 60;
/** The grammar takes no empty text. */
const unnamed = "unnamed";
/** Low, so that two charts and the table fit one screen; bars in blue and the target in red on light and dark pages. */
const chartLook = `%%{init: {"xyChart": {"width": 720, "height": 240}, "themeVariables": {"xyChart": {"plotColorPalette": "#54aeff, #cf222e"}}}}%%`;

/** A fenced mermaid block, or an empty string when fewer than two weeks were measured: one bar is no trend. */
export function renderChart(kpi: KpiResult, history: readonly HistoryWeek[]): string {
  const weeks = history.flatMap(({ isoWeek, values }) => {
    const value = values[kpi.id];
    return value === undefined ? [] : [{ isoWeek, value }];
  });
  if (kpi.unit !== "%" || weeks.length < fewestWeeks) return "";
  const target = kpi.target === null ? "" : ` (line: target ${formatTarget(kpi.target, kpi.unit)})`;
  const lines = [
    "```mermaid",
    chartLook,
    "xychart-beta",
    `  title "${chartLabel(kpi.title)}${target}"`,
    `  x-axis [${weeks.map(({ isoWeek }) => `"${chartLabel(isoWeek.replace(/^\d+-/, ""))}"`).join(", ")}]`,
    `  y-axis "%" 0 --> 100`,
    `  bar [${weeks.map(({ value }) => chartNumber(value)).join(", ")}]`,
    ...(kpi.target === null
      ? []
      : [`  line [${weeks.map(() => chartNumber(kpi.target?.value ?? 0)).join(", ")}]`]),
    "```",
  ];
  return lines.join("\n");
}

/** Only what mermaid's grammar takes for text inside quotes: anything else, a comment sign or a quote above all, becomes a space. */
function chartLabel(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N} .,()/-]+/gu, " ").replace(/-{2,}/g, "-");
  const label = cutCharacters(plain.replace(/ +/g, " ").trim(), labelCharacters).replace("…", "");
  return label === "" ? unnamed : label;
}

function chartNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}
