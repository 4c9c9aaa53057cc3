// KPIs as a Markdown table; each surface chooses its columns.
import type { KpiResult } from "../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";
import {
  beforeCell,
  intervalCell,
  statusWithShape,
  targetCell,
  trendCell,
  valueCell,
  varianceCell,
} from "./kpi-cells.ts";

const reasonCharacters = 240;

const columns = {
  value: { heading: "Now", cell: valueWithReason },
  interval: { heading: "95 % interval", cell: intervalCell },
  before: { heading: "Before", cell: beforeCell },
  target: { heading: "Target", cell: targetCell },
  variance: { heading: "Variance", cell: varianceCell },
  trend: { heading: "Trend", cell: trendCell },
  status: { heading: "Status", cell: statusWithShape },
} as const;

export type KpiColumn = keyof typeof columns;

/** An extra last-but-one column of the caller's own: plain text cells by KPI. */
export interface ExtraColumn {
  readonly heading: string;
  readonly cell: (kpi: KpiResult) => string;
}

/** The KPIs as a Markdown table. Where nothing was measured the reason stands in place of the value, never a number. */
export function renderKpiTable(
  kpis: readonly KpiResult[],
  shown: readonly KpiColumn[],
  extra?: ExtraColumn,
): string {
  const chosen = [...shown.map((column) => columns[column]), ...(extra === undefined ? [] : [extra])];
  const headings = ["KPI", ...chosen.map(({ heading }) => heading)];
  const rows = kpis.map((kpi) => [
    `**${escapeMarkdown(kpi.title, { inTable: true })}**`,
    ...chosen.map(({ cell }) => cell(kpi)),
  ]);
  return [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function valueWithReason(kpi: KpiResult): string {
  if (kpi.outcome === "measured" || kpi.reason === null) return valueCell(kpi);
  return `${valueCell(kpi)}: ${escapeMarkdown(cutCharacters(kpi.reason, reasonCharacters), { inTable: true })}`;
}
