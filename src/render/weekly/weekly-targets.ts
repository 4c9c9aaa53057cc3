// What misses its target, in the weekly issue: the two sentences of each KPI, and the one line on the KPIs that are not shown.
import { summariseTargets } from "../../core/scorecard/most-off-target.ts";
import type { KpiResult } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { statusWithShape } from "../kpi-cells.ts";
import { countOf } from "../numbers.ts";

const sentenceCharacters = 400;
const kpisListed = 8;

/** A list of the KPIs that are off target, the furthest first, each in two sentences of measured facts; empty when none is. */
export function renderMissedTargets(kpis: readonly KpiResult[]): string {
  const missed = summariseTargets(kpis).off.filter(({ explanation }) => explanation.length > 0);
  const lines = missed.slice(0, kpisListed).map((kpi) => {
    const sentences = kpi.explanation.map((sentence) =>
      escapeMarkdown(cutCharacters(sentence, sentenceCharacters)),
    );
    return `- ${statusWithShape(kpi).split(" ")[0]} ${sentences.join(" ")}`;
  });
  const more = missed.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${countOf(more, "more KPI")} off target`] : [])].join("\n");
}

/** How many KPIs are not shown, how they stand, and where they are; empty when all are shown. */
export function renderNotShown(others: readonly KpiResult[], whereAll: string): string {
  if (others.length === 0) return "";
  const { off, near, notMeasured } = summariseTargets(others);
  const standing = [
    off.length > 0 ? `❌ ${off.length} off target` : "",
    near > 0 ? `🔶 ${near} near target` : "",
    notMeasured > 0 ? `❔ ${notMeasured} not measured` : "",
  ].filter((part) => part !== "");
  const how = standing.length === 0 ? "none off target" : standing.join(", ");
  return `${countOf(others.length, "more KPI is", "more KPIs are")} not shown here: ${how}. \`${whereAll}\` shows all.`;
}
