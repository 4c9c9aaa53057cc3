// The job summary of a reading of GitHub: the scorecard as it stands, and what became of the weekly issue.
import type { Config } from "../../core/config/config.ts";
import { narrate } from "../../core/scorecard/narrative.ts";
import type { Scorecard } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { renderKpiTable } from "../kpi-table.ts";
import { formatDay } from "../numbers.ts";
import { renderProblems } from "../problems.ts";
import { renderReview } from "../review-lines.ts";
import { showOnOneLine } from "../visible-text.ts";
import { renderActions } from "../weekly/weekly-actions.ts";
import { isPublic, withholdFromPublic } from "../withhold.ts";
import { joinWithin } from "./join-within.ts";

export interface ReportSummaryView {
  readonly scorecard: Scorecard;
  readonly config: Config;
  readonly configProblems: readonly string[];
  /** Why the step fails; plain text, empty where it does not. */
  readonly failures: readonly string[];
  /** What became of the weekly issue, plain text; null: none was asked for. */
  readonly weekly: string | null;
  /** What the token did not let be done, plain text. */
  readonly warnings: readonly string[];
}

const textCharacters = 500;

/** Markdown; on a public repository with public-safe numbers only. */
export function renderReportSummary(view: ReportSummaryView): string {
  const hidden = isPublic(view.scorecard.repository.visibility);
  const scorecard = hidden ? withholdFromPublic(view.scorecard) : view.scorecard;
  const { repository, window } = scorecard;
  const actions = renderActions(scorecard.actions);
  return joinWithin(
    [
      `## Firstpass: ${link(repository.fullName, repository.url)}`,
      `${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC), as GitHub tells it today.`,
      list("Why this step fails:", view.failures),
      list("> ⚠️ Not done:", view.warnings),
      renderReview(scorecard.review),
      narrate(scorecard, scorecard.actions).slice(0, 3).map(tell).join(" "),
      renderKpiTable(scorecard.kpis, [
        "value",
        "interval",
        "before",
        "target",
        "variance",
        "trend",
        "status",
      ]),
      actions === "" ? "" : `### What to do next\n\n${actions}`,
      view.weekly === null ? "" : `**Weekly issue:** ${tell(view.weekly)}`,
      renderProblems(view.configProblems, hidden),
      hidden
        ? "This repository is public: findings, rules, files and secrets are withheld here. `firstpass report` shows all of it on your terminal."
        : "",
    ],
    [],
    [],
  );
}

function list(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const quote = heading.startsWith("> ") ? "> " : "";
  return [heading, quote.trim(), ...lines.map((line) => `${quote}- ${tell(line)}`)].join("\n");
}

function tell(text: string): string {
  return escapeMarkdown(cutCharacters(showOnOneLine(text), textCharacters));
}
