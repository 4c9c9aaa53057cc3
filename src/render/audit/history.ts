// Adoption over time as git tells it: week by week how many rules were met, and each commit at which one turned.
import type { AdoptionHistory, AdoptionPoint } from "../../core/audit/audit.ts";
import { isoWeekOf } from "../../core/scorecard/iso-week.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { formatDay } from "../numbers.ts";
import { type TerminalOptions, wrap } from "../terminal/terminal.ts";
import { showOnOneLine } from "../visible-text.ts";

const defaultWidth = 120;
const weekMillis = 7 * 24 * 60 * 60 * 1000;
const mostWeeks = 1040;

/** No line is wider than `width`, unless a single word is. */
export function renderAdoptionHistory(history: AdoptionHistory, options: TerminalOptions = {}): string {
  const width = options.width ?? defaultWidth;
  const { points } = history;
  const lines = points.flatMap((point) => [
    ...wrap(headingOf(point), width),
    ...point.turned.flatMap((turn) => wrap(`- ${showOnOneLine(tellTurn(turn))}`, width)),
  ]);
  const weeks = listWeeks(points).map(({ week, point }) => `${week}  ${countsOf(point)}`);
  return [
    `${showOnOneLine(history.repository.fullName)}  template rules over time`,
    ...(points.length === 0
      ? ["No commit is there to look at."]
      : ["", "By week", ...weeks, "", "By change", ...lines]),
    ...tellCut(history).flatMap((text) => wrap(text, width)),
  ].join("\n");
}

export function renderAdoptionHistoryMarkdown(history: AdoptionHistory): string {
  const { points } = history;
  const weeks = listWeeks(points).map(({ week, point }) => `| ${week} | ${countsOf(point)} |`);
  const changes = points.map((point) => {
    const turned = point.turned.map((turn) => escapeMarkdown(tellTurn(turn), { inTable: true })).join("<br>");
    return `| \`${point.commit.sha.slice(0, 10)}\` | ${formatDay(point.commit.committedAt)} | ${countsOf(point)} | ${turned} |`;
  });
  return [
    `### ${escapeMarkdown(history.repository.fullName)}: template rules over time`,
    ["| Week | Rules met |", "| :--- | :--- |", ...weeks].join("\n"),
    ["| Commit | Date | Rules met | Turned |", "| :--- | :--- | :--- | :--- |", ...changes].join("\n"),
    ...tellCut(history),
  ].join("\n\n");
}

function headingOf({ commit, ...point }: AdoptionPoint): string {
  return `${formatDay(commit.committedAt)}  ${commit.sha.slice(0, 10)}  ${countsOf({ commit, ...point })}`;
}

function countsOf({ met, measured, unseen }: AdoptionPoint): string {
  const share = measured === 0 ? "no rule could be evaluated" : `${met} of ${measured} met`;
  return unseen === 0 ? share : `${share}, ${unseen} not measured`;
}

function tellTurn({ title, from, to }: AdoptionPoint["turned"][number]): string {
  return from === null ? `${title}: ${to}` : `${title}: ${from} → ${to}`;
}

/** At the end of each ISO week the point that stood then; from the first to the last. */
function listWeeks(
  points: readonly AdoptionPoint[],
): { readonly week: string; readonly point: AdoptionPoint }[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const byWeek = new Map<string, AdoptionPoint>();
  for (const point of points) byWeek.set(isoWeekOf(point.commit.committedAt), point);
  const weeks: { week: string; point: AdoptionPoint }[] = [];
  let standing = first;
  const end = isoWeekOf(last.commit.committedAt);
  for (let at = first.commit.committedAt; weeks.length < mostWeeks; at += weekMillis) {
    const week = isoWeekOf(at);
    standing = byWeek.get(week) ?? standing;
    weeks.push({ week, point: standing });
    if (week === end || at > last.commit.committedAt) break;
  }
  return weeks;
}

function tellCut({ cutAt }: AdoptionHistory): string[] {
  return cutAt === null
    ? []
    : ["The clone is shallow: what lies before is not known. Fetch the rest: git fetch --unshallow."];
}
