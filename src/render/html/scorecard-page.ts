// A scorecard as one HTML page, for a private place: what the terminal's table shows, and of each KPI what `explain` shows.
import type { Config } from "../../core/config/config.ts";
import { explainKpi } from "../../core/scorecard/explain-kpi.ts";
import { groupKpis } from "../../core/scorecard/groups.ts";
import type { KpiResult, Scorecard } from "../../core/scorecard/scorecard.ts";
import {
  beforeCell,
  intervalCell,
  shortValueCell,
  statusWithShape,
  targetCell,
  trendCell,
  varianceCell,
} from "../kpi-cells.ts";
import { formatDay } from "../numbers.ts";
import { reviewWords } from "../review-lines.ts";
import { groupReasons } from "../shared-reasons.ts";
import { actionsHtml } from "./actions-html.ts";
import { escapeHtml, linkHtml } from "./escape-html.ts";
import { explanationHtml } from "./explanation-html.ts";
import { renderPage, renderTable } from "./page.ts";

/** Where the facts came from, in words. */
const sources = {
  api: "read from GitHub's API with a token",
  clone: "read from a clone on disk",
  app: "told to the App by GitHub",
} as const;

/** Self-contained, with no script and nothing from elsewhere; nothing is withheld. `config`: the one that the scorecard was made under. */
export function renderScorecardPage(scorecard: Scorecard, config: Config): string {
  const { repository, window, kpis, source = "app" } = scorecard;
  const days = `${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`;
  const body = [
    "<header>",
    `<h1>Security scorecard: ${linkHtml(repository.fullName, repository.url, repository.url)}</h1>`,
    `<p class="soft">${escapeHtml(`${days}, ${sources[source]}`)}</p>`,
    "</header>",
    "<main>",
    reviewHtml(scorecard),
    ...groupKpis(kpis).map(({ title, kpis: ofGroup }) => kpiTable(title, ofGroup)),
    reasonsHtml(kpis),
    actionsHtml(scorecard.actions, repository.url),
    "<h2>What each number is made of</h2>",
    ...kpis.flatMap(({ id }) => {
      const explanation = explainKpi(id, { scorecard, config, recordedBefore: null });
      return explanation === null ? [] : explanationHtml(explanation);
    }),
    "</main>",
    `<footer>${escapeHtml(footer(scorecard))}</footer>`,
  ];
  return renderPage({
    title: `${repository.fullName}: security scorecard`,
    body: body.filter((part) => part !== "").join("\n"),
  });
}

function footer({ generatedAt, configHash, repository }: Scorecard): string {
  const made = new Date(generatedAt).toISOString().slice(0, 16).replace("T", " ");
  const care =
    repository.visibility === "public"
      ? " The repository is public, this page is not meant to be: it tells of findings."
      : " For those who may read the repository: it tells of findings.";
  return `Made by Firstpass, as of ${made} UTC, under configuration ${configHash.slice(0, 12)}.${care}`;
}

function reviewHtml({ review }: Scorecard): string {
  const rows = reviewWords(review).map(
    ({ label, verdict, text }) =>
      `<dt>${escapeHtml(label)}</dt><dd>${verdict === "" ? "" : `<strong>${escapeHtml(verdict)}</strong>: `}${escapeHtml(text)}</dd>`,
  );
  return `<dl>${rows.join("")}</dl>`;
}

function kpiTable(title: string, kpis: readonly KpiResult[]): string {
  return renderTable({
    caption: title,
    headings: ["KPI", "Now", "95 % interval", "Before", "Trend", "Target", "Variance", "Status"],
    rows: kpis.map((kpi) => [
      `<a href="#${kpi.id}">${escapeHtml(kpi.title)}</a>`,
      `<span class="value">${escapeHtml(shortValueCell(kpi))}</span>`,
      ...[intervalCell, beforeCell, trendCell, targetCell, varianceCell].map((cell) => escapeHtml(cell(kpi))),
      `<span class="status ${kpi.status}">${escapeHtml(statusWithShape(kpi))}</span>`,
    ]),
  });
}

function reasonsHtml(kpis: readonly KpiResult[]): string {
  const reasons = groupReasons(kpis);
  if (reasons.length === 0) return "";
  const lines = reasons.map(
    ({ text, titles }) => `<li><strong>${escapeHtml(titles.join(", "))}</strong>: ${escapeHtml(text)}</li>`,
  );
  return `<h2>Why numbers are missing</h2>\n<ul>\n${lines.join("\n")}\n</ul>`;
}
