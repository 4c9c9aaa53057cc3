// The scorecard on a terminal: a table when it is wide enough, a list when it is not. A private place: nothing is withheld.
import Table from "cli-table3";
import type { KpiResult, Scorecard, Status } from "../core/scorecard/scorecard.ts";
import {
  beforeCell,
  intervalCell,
  statusInWords,
  targetCell,
  trendCell,
  valueCell,
  varianceCell,
} from "./kpi-cells.ts";
import { formatDay } from "./numbers.ts";
import { showOnOneLine } from "./visible-text.ts";

export interface TerminalOptions {
  /** Columns of the terminal; default 120. */
  readonly width?: number;
  /** ANSI colours; default none. */
  readonly colour?: boolean;
}

const defaultWidth = 120;

const shapes: Readonly<Record<Status, string>> = {
  "on-target": "●",
  near: "◐",
  "off-target": "○",
  "low-sample": "·",
  "no-target": "–",
  "not-applicable": "–",
  "not-measured": "?",
};

const colours: Readonly<Record<Status, number | null>> = {
  "on-target": 32,
  near: 33,
  "off-target": 31,
  "low-sample": null,
  "no-target": null,
  "not-applicable": null,
  "not-measured": 35,
};

const columns: readonly { readonly heading: string; readonly cell: (kpi: KpiResult) => string }[] = [
  { heading: "Now", cell: valueCell },
  { heading: "95 % interval", cell: intervalCell },
  { heading: "Before", cell: beforeCell },
  { heading: "Target", cell: targetCell },
  { heading: "Variance", cell: varianceCell },
  { heading: "Trend", cell: trendCell },
];

/** Repository, window, all KPIs, and under them why one was not measured. No line is wider than `width`, unless a single value is. */
export function renderTerminalTable(scorecard: Scorecard, options: TerminalOptions = {}): string {
  const width = options.width ?? defaultWidth;
  const colour = options.colour ?? false;
  const { repository, window } = scorecard;
  const heading = `${showOnOneLine(repository.fullName)}  ${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`;
  const table = renderWide(scorecard.kpis, false);
  const fits = table.split("\n").every((line) => line.length <= width);
  const kpis = fits ? renderWide(scorecard.kpis, colour) : renderNarrow(scorecard.kpis, colour);
  const reasons = scorecard.kpis.flatMap((kpi) =>
    kpi.reason === null ? [] : wrap(`${kpi.title}: ${showOnOneLine(kpi.reason)}`, width),
  );
  return [heading, kpis, ...reasons].join("\n");
}

function renderWide(kpis: readonly KpiResult[], colour: boolean): string {
  const table = new Table({
    head: ["KPI", ...columns.map(({ heading }) => heading), "Status"],
    style: { head: [], border: [], compact: true },
  });
  for (const kpi of kpis) {
    table.push([kpi.title, ...columns.map(({ cell }) => cell(kpi)), statusCell(kpi, colour)]);
  }
  return table.toString();
}

function renderNarrow(kpis: readonly KpiResult[], colour: boolean): string {
  return kpis
    .flatMap((kpi) => [
      `${kpi.title}: ${statusCell(kpi, colour)}`,
      ...columns.map(({ heading, cell }) => `  ${heading.padEnd(14)}${cell(kpi)}`),
    ])
    .join("\n");
}

function statusCell(kpi: KpiResult, colour: boolean): string {
  const words = `${shapes[kpi.status]} ${statusInWords(kpi)}`;
  const code = colours[kpi.status];
  return colour && code !== null ? `\u001b[${code}m${words}\u001b[39m` : words;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
