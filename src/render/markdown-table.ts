// The scorecard as Markdown for a private place: the command line and job summaries.
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { renderKpiTable } from "./kpi-table.ts";
import { formatDay } from "./numbers.ts";

/** Repository, window and all KPIs, nothing withheld: not for a public place. */
export function renderMarkdownTable(scorecard: Scorecard): string {
  const { from, to } = scorecard.window;
  return [
    `### ${escapeMarkdown(scorecard.repository.fullName)}, ${formatDay(from)} to ${formatDay(to - 1)} (UTC)`,
    renderKpiTable(scorecard.kpis, ["value", "interval", "before", "target", "variance", "trend", "status"]),
  ].join("\n\n");
}
