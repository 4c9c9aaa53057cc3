// The scorecard on a terminal: a table as wide as it has room for, a list where it has little. A private place: nothing is withheld.
import Table from "cli-table3";
import { groupKpis } from "../../core/scorecard/groups.ts";
import type { KpiResult, Scorecard, Status } from "../../core/scorecard/scorecard.ts";
import {
  beforeCell,
  intervalCell,
  nothing,
  shortValueCell,
  statusInWords,
  targetCell,
  trendCell,
  varianceCell,
} from "../kpi-cells.ts";
import { formatDay } from "../numbers.ts";
import { reviewWords } from "../review-lines.ts";
import { groupReasons } from "../shared-reasons.ts";
import { showOnOneLine } from "../visible-text.ts";
import { describeActions } from "./terminal-actions.ts";

export interface TerminalOptions {
  /** Columns of the terminal; default 120. */
  readonly width?: number;
  /** ANSI colours; default none. */
  readonly colour?: boolean;
  /** Whether the review stands above the table; default: it does. */
  readonly review?: boolean;
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

interface Column {
  readonly heading: string;
  readonly cell: (kpi: KpiResult) => string;
}

const now: Column = { heading: "Now", cell: shortValueCell };
const interval: Column = { heading: "95 % interval", cell: intervalCell };
const before: Column = { heading: "Before", cell: beforeCell };
const trend: Column = { heading: "Trend", cell: trendCell };
const target: Column = { heading: "Target", cell: targetCell };
const variance: Column = { heading: "Variance", cell: varianceCell };

/** In a table that is not wide, titles and values of more than so many characters take a second line. */
const wrappedWidth = 26;

/** From wide to narrow: side by side, then two to a column. */
const layouts: readonly (readonly Column[])[] = [
  [now, interval, before, trend, target, variance],
  [stack(now, interval), stack(before, trend), stack(target, variance)],
];
const listed: readonly Column[] = [now, interval, before, trend, target, variance];

/**
 * Repository, window, review, all KPIs by heading, then each reason for which one was not measured, once, and what to do next.
 * No line is wider than `width`, unless a single value or word is.
 */
export function renderTerminalTable(scorecard: Scorecard, options: TerminalOptions = {}): string {
  const width = options.width ?? defaultWidth;
  const colour = options.colour ?? false;
  const { repository, window, review } = scorecard;
  const heading = `${showOnOneLine(repository.fullName)}  ${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`;
  const fitting = layouts.find((columns) => fits(renderTable(scorecard.kpis, columns, false), width));
  const kpis =
    fitting === undefined ? renderList(scorecard.kpis, colour) : renderTable(scorecard.kpis, fitting, colour);
  const reviewed = options.review === false ? [] : reviewWords(review);
  const lines = reviewed.flatMap(({ label, verdict, text }) => {
    const words = verdict.replace(/^\P{L}+/u, "");
    return wrap(`${label}: ${words === "" ? "" : `${words}: `}${showOnOneLine(text)}`, width);
  });
  const reasons = groupReasons(scorecard.kpis).flatMap(({ text, titles }) =>
    wrap(`${titles.map(showOnOneLine).join(", ")}: ${showOnOneLine(text)}`, width),
  );
  const next = describeActions(scorecard.actions).flatMap((text) => wrap(text, width));
  return [heading, ...lines, kpis, ...reasons, ...next].join("\n");
}

function fits(table: string, width: number): boolean {
  return table.split("\n").every((line) => line.length <= width);
}

function renderTable(kpis: readonly KpiResult[], columns: readonly Column[], colour: boolean): string {
  const table = new Table({
    head: ["KPI", ...columns.map(({ heading }) => heading), "Status"],
    style: { head: [], border: [], compact: columns.length > 3 },
    ...(columns.length > 3 ? {} : { colWidths: [wrappedWidth, wrappedWidth], wordWrap: true }),
  });
  const groups = groupKpis(kpis);
  for (const { title, kpis: ofGroup } of groups) {
    if (groups.length > 1) table.push([{ content: title.toUpperCase(), colSpan: columns.length + 2 }]);
    for (const kpi of ofGroup) {
      table.push([kpi.title, ...columns.map(({ cell }) => cell(kpi)), statusCell(kpi, colour)]);
    }
  }
  return table.toString();
}

/** What there is nothing to say of has no line. */
function renderList(kpis: readonly KpiResult[], colour: boolean): string {
  const groups = groupKpis(kpis);
  return groups
    .flatMap(({ title, kpis: ofGroup }) => [
      ...(groups.length > 1 ? [title.toUpperCase()] : []),
      ...ofGroup.flatMap((kpi) => renderItem(kpi, colour)),
    ])
    .join("\n");
}

function renderItem(kpi: KpiResult, colour: boolean): string[] {
  return [
    `${kpi.title}: ${statusCell(kpi, colour)}`,
    ...listed
      .map(({ heading, cell }) => ({ heading, text: cell(kpi) }))
      .filter(({ text }) => kpi.outcome === "measured" && text !== nothing)
      .map(({ heading, text }) => `  ${heading.padEnd(14)}${text}`),
  ];
}

function stack(above: Column, below: Column): Column {
  const cell = (kpi: KpiResult) => {
    const second = below.cell(kpi);
    return second === nothing ? above.cell(kpi) : `${above.cell(kpi)}\n${second}`;
  };
  return { heading: `${above.heading}\n${below.heading}`, cell };
}

function statusCell(kpi: KpiResult, colour: boolean): string {
  const words = `${shapes[kpi.status]} ${statusInWords(kpi)}`;
  const code = colours[kpi.status];
  return colour && code !== null ? `\u001b[${code}m${words}\u001b[39m` : words;
}

/** Lines of at most `width`, all but the first indented; a word that is longer stays whole. */
export function wrap(text: string, width: number): string[] {
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
