// An audit on a terminal and as Markdown: the usual scorecard of what is measured, then what is not and what it would need, then the rules,
// findings and notes. A private place: nothing is withheld.
import type { Audit } from "../../core/audit/audit.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { renderMarkdownTable } from "../markdown-table.ts";
import { renderTerminalTable, type TerminalOptions, wrap } from "../terminal/terminal.ts";
import { showOnOneLine } from "../visible-text.ts";
import { describeAudit } from "./audit-parts.ts";

const defaultWidth = 120;
const nothingMeasured = "Nothing of the scorecard can be measured with what was given.";

/** No line is wider than `width`, unless a single value or word is. */
export function renderAuditTerminal(audit: Audit, options: TerminalOptions = {}): string {
  const width = options.width ?? defaultWidth;
  const seen = whatIsSeen(audit.scorecard);
  const name = showOnOneLine(audit.scorecard.repository.fullName);
  const table =
    seen.kpis.length === 0
      ? `${name}\n${nothingMeasured}`
      : renderTerminalTable(seen, { ...options, review: false });
  const parts = describeAudit(audit).map(({ title, lines }) =>
    [title, ...lines.flatMap((line) => wrap(`- ${showOnOneLine(line)}`, width))].join("\n"),
  );
  return [table, ...parts].join("\n\n");
}

export function renderAuditMarkdown(audit: Audit): string {
  const seen = whatIsSeen(audit.scorecard);
  const table =
    seen.kpis.length === 0
      ? `### ${escapeMarkdown(audit.scorecard.repository.fullName)}\n\n${nothingMeasured}`
      : renderMarkdownTable(seen).trimEnd();
  const parts = describeAudit(audit).map(
    ({ title, lines }) =>
      `#### ${escapeMarkdown(title)}\n\n${lines.map((line) => `- ${escapeMarkdown(showOnOneLine(line))}`).join("\n")}`,
  );
  return [table, ...parts].join("\n\n");
}

function whatIsSeen(scorecard: Scorecard): Scorecard {
  return { ...scorecard, kpis: scorecard.kpis.filter(({ outcome }) => outcome !== "not-measured") };
}
