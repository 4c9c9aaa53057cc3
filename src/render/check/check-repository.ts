// The repository in three lines, under a check run: how the gate stands, the first-pass rate, and what is furthest from its target.
import { summariseTargets } from "../../core/scorecard/most-off-target.ts";
import type { KpiResult, Scorecard } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import {
  shortValueCell,
  statusWithShape,
  targetCell,
  trendCell,
  valueCell,
  varianceCell,
} from "../kpi-cells.ts";
import { countOf, formatDay } from "../numbers.ts";
import { renderGate } from "../review-lines.ts";

const reasonCharacters = 240;

/** Three lines and no table: an engineer looks at a pull request here, not at twenty KPIs. */
export function renderRepository(scorecard: Scorecard): string {
  const { window, review, kpis } = scorecard;
  const heading = `#### This repository, ${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`;
  const lines = [
    `- **Release gate health:** ${renderGate(review)}`,
    renderRate(kpis.find(({ id }) => id === "first-pass-rate")),
    renderTargets(kpis),
  ];
  return `${heading}\n\n${lines.join("\n")}`;
}

function renderRate(kpi: KpiResult | undefined): string {
  if (kpi === undefined) return "- **First-pass rate:** not measured here.";
  const title = `- **${escapeMarkdown(kpi.title)}:** ${statusWithShape(kpi)}`;
  if (kpi.outcome !== "measured") {
    return `${title}: ${escapeMarkdown(cutCharacters(kpi.reason ?? "", reasonCharacters))}`;
  }
  return `${title}: **${valueCell(kpi)}**, target ${targetCell(kpi)}, ${trendCell(kpi)}.`;
}

function renderTargets(kpis: readonly KpiResult[]): string {
  const { judged, near, off, notMeasured } = summariseTargets(kpis);
  const unseen = notMeasured === 0 ? "" : ` ${countOf(notMeasured, "KPI is", "KPIs are")} not measured.`;
  const [worst] = off;
  if (judged === 0) return `- **Targets:** ❔ no KPI could be judged against a target.${unseen}`;
  if (worst === undefined) {
    const all = countOf(judged, "judged KPI");
    return near === 0
      ? `- **Targets:** ✅ ${judged} of ${all} on target.${unseen}`
      : `- **Targets:** 🔶 none of ${all} off target, ${near} near it.${unseen}`;
  }
  const named = `${escapeMarkdown(worst.title)}, ${shortValueCell(worst)} against ${targetCell(worst)} (${varianceCell(worst)})`;
  return `- **Targets:** ❌ ${off.length} of ${countOf(judged, "judged KPI")} off target, furthest ${named}.${unseen}`;
}
