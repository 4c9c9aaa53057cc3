// A number with everything that made it, on a terminal. A private place: nothing is withheld, nothing is cut.
import type { Explanation, ReproductionReport } from "../../core/scorecard/explain-kpi.ts";
import { nothing } from "../kpi-cells.ts";
import { showInvisible, showOnOneLine } from "../visible-text.ts";
import {
  countedCell,
  explainInParts,
  formatTime,
  type Line,
  type Part,
  reproductionPart,
  summariseEvidence,
} from "./explain-parts.ts";

/** All parts, then one row of evidence after the other: whether it is counted, its id, when, what; its link on a line of its own. */
export function renderExplanation(explanation: Explanation): string {
  const { repository, kpi, definition } = explanation;
  const heading = `${definition.title} (${kpi.id}) of ${showOnOneLine(repository.fullName)}`;
  return [
    `${heading}\n${definition.documentation.question}`,
    ...explainInParts(explanation).map(renderPart),
    `Evidence\n  ${[summariseEvidence(kpi), ...renderRows(explanation)].join("\n  ")}`,
  ].join("\n\n");
}

export function renderReproduction(report: ReproductionReport): string {
  return reproductionPart(report)
    .lines.map(({ text }) => showOnOneLine(text))
    .join("\n");
}

function renderPart({ title, lines }: Part): string {
  const width = Math.max(0, ...lines.map(({ label }) => label?.length ?? 0));
  return [title, ...lines.map((line) => `  ${renderLine(line, width)}`)].join("\n");
}

function renderLine({ label, text }: Line, width: number): string {
  const shown = showOnOneLine(text);
  return label === null ? shown : `${showOnOneLine(label).padEnd(width)}  ${shown}`;
}

function renderRows({ kpi }: Explanation): string[] {
  const rows = kpi.evidence.map((evidence) => ({
    counted: countedCell(evidence),
    id: showOnOneLine(evidence.id),
    when: evidence.at === null ? nothing : formatTime(evidence.at),
    note: showOnOneLine(evidence.note),
    url: evidence.url === null ? null : showOnOneLine(evidence.url),
    detail: (evidence.detail?.split("\n") ?? []).map((line) => showInvisible(line.replaceAll("\t", "  "))),
  }));
  const idWidth = Math.max("id".length, ...rows.map(({ id }) => id.length));
  const whenWidth = Math.max("when (UTC)".length, ...rows.map(({ when }) => when.length));
  const row = (counted: string, id: string, when: string, note: string) =>
    `${counted.padEnd(7)}  ${id.padEnd(idWidth)}  ${when.padEnd(whenWidth)}  ${note}`;
  if (rows.length === 0) return [];
  return [
    row("counted", "id", "when (UTC)", "what"),
    ...rows.flatMap(({ counted, id, when, note, url, detail }) => [
      row(counted, id, when, note),
      ...[...(url === null ? [] : [url]), ...detail].map((line) => `${" ".repeat(9)}${line}`),
    ]),
  ];
}
