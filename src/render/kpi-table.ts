// KPIs as a Markdown table; each surface chooses its columns.
import type { KpiResult } from "../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";
import {
  beforeCell,
  intervalCell,
  nothing,
  shortValueCell,
  statusWithShape,
  targetCell,
  trendCell,
  valueCell,
  varianceCell,
} from "./kpi-cells.ts";

const reasonCharacters = 240;

interface Column {
  readonly heading: string;
  readonly cell: (kpi: KpiResult) => string;
}

const columns = {
  value: { heading: "Now", cell: valueWithReason },
  interval: { heading: "95 % interval", cell: intervalCell },
  before: { heading: "Before", cell: beforeCell },
  target: { heading: "Target", cell: (kpi) => unbroken(targetCell(kpi)) },
  variance: { heading: "Variance", cell: (kpi) => unbroken(varianceCell(kpi)) },
  trend: { heading: "Trend", cell: (kpi) => unbroken(trendCell(kpi)) },
  status: { heading: "Status", cell: (kpi) => unbroken(statusWithShape(kpi)) },
  // Two lines in one cell, for places that are too narrow for eight columns.
  valueAndInterval: {
    heading: "Now<br>95 % interval",
    cell: (kpi) => stack(valueWithReason(kpi), intervalCell(kpi)),
  },
  beforeAndTrend: { heading: "Before<br>Trend", cell: (kpi) => stack(beforeCell(kpi), trendCell(kpi)) },
  targetAndVariance: {
    heading: "Target<br>Variance",
    cell: (kpi) => stack(targetCell(kpi), varianceCell(kpi)),
  },
} as const satisfies Record<string, Column>;

export type KpiColumn = keyof typeof columns;

/** The KPIs as a Markdown table. Where nothing was measured the reason stands in place of the value, never a number. An extra last column is the caller's own. */
export function renderKpiTable(
  kpis: readonly KpiResult[],
  shown: readonly KpiColumn[],
  extra?: Column,
): string {
  const own: readonly Column[] = shown.map((column) => columns[column]);
  const chosen = extra === undefined ? own : [...own, extra];
  const headings = ["KPI", ...chosen.map(({ heading }) => heading)];
  const rows = kpis.map((kpi) => [
    `**${escapeMarkdown(kpi.title, { inTable: true })}**`,
    ...chosen.map(({ cell }) => cell(kpi)),
  ]);
  return [headings, headings.map(() => ":---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function valueWithReason(kpi: KpiResult): string {
  if (kpi.outcome === "measured") return shortValueCell(kpi).replace(/^.*?(?= \(|$)/, "**$&**");
  if (kpi.reason === null) return valueCell(kpi);
  return `${valueCell(kpi)}: ${escapeMarkdown(cutCharacters(kpi.reason, reasonCharacters), { inTable: true })}`;
}

function stack(above: string, below: string): string {
  return below === nothing ? above : `${above}<br>${unbroken(below)}`;
}

/** Short cells stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}
