// A number with everything that made it, as Markdown for a private place: an audit's file, a ticket.
import type { Explanation, ReproductionReport } from "../../core/scorecard/explain-kpi.ts";
import { codeSpan, escapeMarkdown, link } from "../escape-markdown.ts";
import { fence } from "../fence.ts";
import { nothing } from "../kpi-cells.ts";
import {
  countedCell,
  explainInParts,
  formatTime,
  type Line,
  type Part,
  reproductionPart,
  summariseEvidence,
} from "./explain-parts.ts";

const inTable = { inTable: true };

/** All parts as lists, then the evidence as a table; nothing is withheld or cut. */
export function renderExplanationMarkdown(explanation: Explanation): string {
  const { repository, kpi, definition } = explanation;
  return [
    `### ${escapeMarkdown(definition.title)} (${codeSpan(kpi.id)}) of ${escapeMarkdown(repository.fullName)}`,
    `*${definition.documentation.question}*`,
    ...explainInParts(explanation).map(renderPart),
    `#### Evidence\n\n${summariseEvidence(kpi)}`,
    ...renderTable(explanation),
  ].join("\n\n");
}

export function renderReproductionMarkdown(report: ReproductionReport): string {
  return renderPart(reproductionPart(report));
}

function renderPart({ title, lines }: Part): string {
  return `#### ${title}\n\n${lines.map((line) => `- ${renderLine(line)}`).join("\n")}`;
}

function renderLine({ label, text, kind }: Line): string {
  // What follows in a paragraph of its own stays within the list's item.
  const shown = kind === "ours" ? text.replace(/\n(?=.)/g, "\n  ") : markUp(text, kind);
  return label === null ? shown : `**${markUp(label, kind)}:** ${shown}`;
}

function markUp(text: string, kind: Line["kind"]): string {
  return kind === "code" ? codeSpan(text) : escapeMarkdown(text);
}

function renderTable({ kpi }: Explanation): string[] {
  if (kpi.evidence.length === 0) return [];
  const rows = kpi.evidence.map((evidence) => [
    countedCell(evidence),
    link(evidence.id, evidence.url, inTable),
    evidence.at === null ? nothing : codeSpan(formatTime(evidence.at), inTable),
    escapeMarkdown(evidence.note, inTable),
  ]);
  const table = [["Counted", "Id", "When (UTC)", "What"], [":---", ":---", ":---", ":---"], ...rows];
  const details = kpi.evidence.flatMap(({ id, url, detail }) =>
    detail === undefined ? [] : `${link(id, url)}:\n\n${fence(detail, "diff")}`,
  );
  return [table.map((cells) => `| ${cells.join(" | ")} |`).join("\n"), ...details];
}
