// KPIs as a Markdown table; each surface chooses its columns.
import { groupKpis } from "../core/scorecard/groups.ts";
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
import { findSharedReasons, renderSharedReasons } from "./shared-reasons.ts";

const reasonCharacters = 240;

interface Column {
  readonly heading: string;
  /** `shared`: reasons that stand once below the table. */
  readonly cell: (kpi: KpiResult, shared: ReadonlySet<string>) => string;
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
    cell: (kpi, shared) => stack(valueWithReason(kpi, shared), intervalCell(kpi)),
  },
  beforeAndTrend: { heading: "Before<br>Trend", cell: (kpi) => stack(beforeCell(kpi), trendCell(kpi)) },
  targetAndVariance: {
    heading: "Target<br>Variance",
    cell: (kpi) => stack(targetCell(kpi), varianceCell(kpi)),
  },
} as const satisfies Record<string, Column>;

export type KpiColumn = keyof typeof columns;

/**
 * The KPIs as Markdown tables, by heading where they are of more than one group. Where nothing was measured the reason stands in
 * place of the value, never a number; one that several KPIs share stands once, below. An extra last column is the caller's own;
 * without `groups` it is one table in the order given.
 */
export function renderKpiTable(
  kpis: readonly KpiResult[],
  shown: readonly KpiColumn[],
  extra?: Column,
  options: { readonly groups: boolean } = { groups: true },
): string {
  const own: readonly Column[] = shown.map((column) => columns[column]);
  const chosen = extra === undefined ? own : [...own, extra];
  const shared = findSharedReasons(kpis);
  const groups = groupKpis(kpis);
  const tables =
    groups.length < 2 || !options.groups
      ? [renderRows(kpis, chosen, shared)]
      : groups.map(({ title, kpis: ofGroup }) => `**${title}**\n\n${renderRows(ofGroup, chosen, shared)}`);
  return [...tables, renderSharedReasons(kpis)].filter((part) => part !== "").join("\n\n");
}

function renderRows(
  kpis: readonly KpiResult[],
  chosen: readonly Column[],
  shared: ReadonlySet<string>,
): string {
  const headings = ["KPI", ...chosen.map(({ heading }) => heading)];
  const rows = kpis.map((kpi) => [
    `**${escapeMarkdown(kpi.title, { inTable: true })}**`,
    ...chosen.map(({ cell }) => cell(kpi, shared)),
  ]);
  return [headings, headings.map(() => ":---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function valueWithReason(kpi: KpiResult, shared: ReadonlySet<string>): string {
  if (kpi.outcome === "measured") return shortValueCell(kpi).replace(/^.*?(?= \(|$)/, "**$&**");
  const own = kpi.reasons.filter(({ text }) => !shared.has(text)).map(({ text }) => text);
  const said = own.length === 0 ? "see below" : own.join(" ");
  if (kpi.reasons.length === 0) return valueCell(kpi);
  return `${valueCell(kpi)}: ${escapeMarkdown(cutCharacters(said, reasonCharacters), { inTable: true })}`;
}

/** A difference in brackets may stand on a line of its own. */
function stack(above: string, below: string): string {
  return below === nothing ? above : `${above}<br>${unbroken(below).replace("\u00a0(", " (")}`;
}

/** Short cells stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}
