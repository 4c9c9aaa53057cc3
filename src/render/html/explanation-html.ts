// One number with everything that made it, as a part of a page that opens on demand: the same parts as on a terminal, then its evidence.
import type { Evidence } from "../../core/kpis/measurement.ts";
import type { Explanation } from "../../core/scorecard/explain-kpi.ts";
import {
  countedCell,
  explainInParts,
  formatTime,
  type Line,
  type Part,
  summariseEvidence,
} from "../explain/explain-parts.ts";
import { nothing, statusWithShape, valueCell } from "../kpi-cells.ts";
import { documentationHtml, escapeHtml, escapeHtmlLines, linkHtml } from "./escape-html.ts";
import { renderTable } from "./page.ts";

/** A closed `<details>` with the KPI's id. */
export function explanationHtml(explanation: Explanation): string {
  const { kpi, definition, repository } = explanation;
  const heading = `${escapeHtml(definition.title)}: ${escapeHtml(valueCell(kpi))}`;
  return `<details id="${kpi.id}">
<summary>${heading} <span class="status ${kpi.status}">${escapeHtml(statusWithShape(kpi))}</span></summary>
<p><em>${documentationHtml(definition.documentation.question)}</em></p>
${explainInParts(explanation).map(partHtml).join("\n")}
<h3>Evidence</h3>
<p>${escapeHtml(summariseEvidence(kpi))}</p>
${evidenceHtml(kpi.evidence, repository.url)}
</details>`;
}

function partHtml({ title, lines }: Part): string {
  const labelled = lines.filter(({ label }) => label !== null);
  const sentences = lines.filter(({ label }) => label === null);
  return [
    `<h3>${escapeHtml(title)}</h3>`,
    labelled.length === 0
      ? ""
      : `<dl>${labelled.map((line) => `<dt>${escapeHtml(line.label ?? "")}</dt><dd>${lineHtml(line)}</dd>`).join("")}</dl>`,
    ...sentences.map((line) => `<p>${lineHtml(line)}</p>`),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function lineHtml({ text, kind }: Line): string {
  if (kind === "ours") return documentationHtml(text);
  return kind === "code" ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text);
}

function evidenceHtml(evidence: readonly Evidence[], home: string): string {
  if (evidence.length === 0) return "";
  return renderTable({
    caption: "Rows of evidence",
    headings: ["Id", "Counted", "When (UTC)", "What"],
    rows: evidence.map((row) => [
      linkHtml(row.id, row.url, home),
      countedCell(row),
      row.at === null ? nothing : formatTime(row.at),
      `${escapeHtml(row.note)}${row.detail === undefined ? "" : `<pre>${escapeHtmlLines(row.detail)}</pre>`}`,
    ]),
  });
}
