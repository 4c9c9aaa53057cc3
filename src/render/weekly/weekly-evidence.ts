// What is behind each number of the weekly issue, folded away: what was left out, what it breaks down into, and its evidence.
import type { Beside, Evidence } from "../../core/kpis/measurement.ts";
import type { KpiResult } from "../../core/scorecard/scorecard.ts";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { fence } from "../fence.ts";
import { byteLength, countFittingRows, cutCharacters } from "../fit.ts";
import { valueCell } from "../kpi-cells.ts";
import { countOf, formatCount, formatDay, formatFraction, formatValue } from "../numbers.ts";

const linesListed = 8;
const nameCharacters = 120;
const noteCharacters = 200;
/** Of each KPI; a reader who needs more opens the files. */
const textsShown = 3;
const inTable = { inTable: true };

/** All KPIs' details in at most `limitBytes`: evidence rows are left out from the end, whole, and the place that has them all is named. */
export function renderEvidence(kpis: readonly KpiResult[], limitBytes: number, whereAll: string): string {
  const rows = kpis.map((kpi) => kpi.evidence.map(evidenceRow));
  const bare = joinDetails(
    kpis,
    rows.map(() => []),
    whereAll,
  );
  let room = limitBytes - byteLength(bare) - kpis.length * byteLength(tableHead);
  const shown = rows.map((ofKpi, index) => {
    const count = countFittingRows(ofKpi, Math.max(0, room) / (rows.length - index));
    const kept = ofKpi.slice(0, count);
    room -= byteLength(kept.join("\n")) + 1;
    return kept;
  });
  const full = joinDetails(kpis, shown, whereAll);
  const rich = joinDetails(kpis, shown, whereAll, { withTexts: true });
  return [rich, full, bare].find((text) => byteLength(text) <= limitBytes) ?? "";
}

const tableHead = "\n\n| Evidence | When (UTC) | In the numerator | What |\n| :--- | :--- | :--- | :--- |\n";

/** A median and a total have no numerator: their rows are in the number or not. Never longer than the other. */
function tableHeadOf({ statistic }: KpiResult): string {
  return statistic === "median" || statistic === "total"
    ? tableHead.replace("In the numerator", "Counted")
    : tableHead;
}

function joinDetails(
  kpis: readonly KpiResult[],
  rows: readonly (readonly string[])[],
  whereAll: string,
  { withTexts } = { withTexts: false },
): string {
  return kpis.map((kpi, index) => renderDetails(kpi, rows[index] ?? [], whereAll, withTexts)).join("\n\n");
}

function renderDetails(
  kpi: KpiResult,
  rows: readonly string[],
  whereAll: string,
  withTexts: boolean,
): string {
  const left = kpi.evidence.length - rows.length;
  const parts = [
    `<details>\n<summary><b>${escapeHtml(kpi.title)}</b>: ${escapeHtml(valueCell(kpi))}</summary>`,
    ...describe(kpi),
    rows.length === 0 ? "" : `${tableHeadOf(kpi).trim()}\n${rows.join("\n")}`,
    ...(withTexts ? kpi.evidence.slice(0, rows.length).flatMap(textOf).slice(0, textsShown) : []),
    left > 0
      ? `${countOf(left, "row")} of evidence not shown here; \`${whereAll} --format json\` shows all.`
      : "",
    "</details>",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function describe(kpi: KpiResult): string[] {
  return [
    kpi.outcome === "measured"
      ? ""
      : bulletList(kpi.reasons.map(({ text }) => escapeMarkdown(cutCharacters(text, noteCharacters)))),
    labelled(
      "Left out",
      Object.entries(kpi.excluded).map(([reason, count]) => `${countOfName(reason, count)}`),
    ),
    labelled("Beside it", kpi.beside.map(besideWords)),
    labelled(
      "Largest parts",
      kpi.breakdown.map(({ label, count, of }) => `${cutName(label)} ${formatFraction(count, of)}`),
    ),
    bulletList(kpi.notes.map((note) => escapeMarkdown(cutCharacters(note, 2 * noteCharacters)))),
  ];
}

function labelled(label: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length - linesListed;
  return `**${label}:** ${items.slice(0, linesListed).join(" · ")}${more > 0 ? ` · ${more} more` : ""}`;
}

function bulletList(items: readonly string[]): string {
  return items
    .slice(0, linesListed)
    .map((item) => `- ${item}`)
    .join("\n");
}

function countOfName(reason: string, count: number): string {
  return `${formatCount(count)} ${cutName(reason)}`;
}

function besideWords(beside: Beside): string {
  return `${cutName(beside.label)} ${beside.value === null ? "not known" : formatValue(beside.value, beside.unit)}`;
}

function cutName(name: string): string {
  return escapeMarkdown(cutCharacters(name, nameCharacters));
}

function evidenceRow(evidence: Evidence): string {
  const counted = evidence.counted === null ? "" : evidence.counted ? "yes" : "no";
  const cells = [
    link(cutCharacters(evidence.id, nameCharacters), evidence.url, inTable),
    evidence.at === null ? "" : formatDay(evidence.at),
    counted,
    escapeMarkdown(cutCharacters(evidence.note, noteCharacters), inTable),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** What belongs to a row and does not fit into a cell, e.g. how a file differs. */
function textOf({ id, url, detail }: Evidence): string[] {
  if (detail === undefined) return [];
  return [`${link(cutCharacters(id, nameCharacters), url)}:\n\n${fence(detail, "diff")}`];
}

/** For the inside of an HTML block, where Markdown is not read. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
