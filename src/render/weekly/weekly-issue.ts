// The weekly issue of one repository: a lead sees in a minute what changed, why, and who acts. Everything else is folded away.
import type { Config } from "../../core/config/config.ts";
import type { IssueContent } from "../../core/publication/content.ts";
import type { Action } from "../../core/scorecard/action.ts";
import { chooseForWeekly, type WeeklyKpis } from "../../core/scorecard/choose-weekly.ts";
import { narrate } from "../../core/scorecard/narrative.ts";
import type { KpiResult, Scorecard } from "../../core/scorecard/scorecard.ts";
import { fullHeight, renderBarLine } from "../bar-line.ts";
import { codeSpan, escapeMarkdown, link } from "../escape-markdown.ts";
import { byteLength, cutBytes, cutCharacters, limits } from "../fit.ts";
import { renderKpiTable } from "../kpi-table.ts";
import { countOf, formatDay } from "../numbers.ts";
import { renderProblems } from "../problems.ts";
import { renderReview } from "../review-lines.ts";
import { isPublic, isSafeInPublic, whereWithheld, withholdFromPublic } from "../withhold.ts";
import { renderActions, renderMentions } from "./weekly-actions.ts";
import { type HistoryWeek, renderChart } from "./weekly-chart.ts";
import { renderEvidence } from "./weekly-evidence.ts";
import { renderHistoryLines, type WeeklyHistory } from "./weekly-history.ts";
import { weeklyMarker } from "./weekly-marker.ts";
import { renderReading } from "./weekly-reading.ts";
import { renderMissedTargets, renderNotShown } from "./weekly-targets.ts";

export {
  readWeeklyMarker,
  renderDuplicateNote,
  renderOnwardsNote,
  weeklyMark,
  weeklyMarker,
} from "./weekly-marker.ts";

export interface WeeklyIssueView {
  readonly scorecard: Scorecard;
  /** `2026-W47`. */
  readonly isoWeek: string;
  /** Oldest first, this week last. */
  readonly history: readonly HistoryWeek[];
  /** Plain text sentences. */
  readonly narrative: readonly string[];
  readonly actions: readonly Action[];
  readonly config: Config;
  readonly configProblems: readonly string[];
  readonly previous: { readonly number: number; readonly isoWeek: string } | null;
  /** Absent: all of the past is read, and nothing had been missed. */
  readonly past?: WeeklyHistory;
}

/** GitHub's label of all weekly issues. */
export const weeklyLabel = "firstpass";

const weeksShown = 12;
/** More than so many charts are a dump. */
const chartsDrawn = 3;
const sentenceCharacters = 600;
const dayMillis = 86_400_000;

/**
 * Title, body and label. The body holds no time of its making, so that unchanged numbers make an unchanged body;
 * it is never longer than GitHub allows, pings only `weekly.mention`, and in public shows public-safe numbers only.
 */
export function renderWeeklyIssue(given: WeeklyIssueView): IssueContent {
  const hidden = isPublic(given.scorecard.repository.visibility);
  const view = hidden ? withholdView(given) : given;
  const chosen = chooseForWeekly(view.scorecard.kpis, view.config);
  const { shown } = chosen;
  const before = [
    renderHead(view),
    view.past === undefined ? "" : renderHistoryLines(view.past),
    renderReview(view.scorecard.review),
    renderNarrative(view),
    renderTable(view, chosen),
    renderMissed(shown),
    renderNextSteps(view, hidden),
    renderCharts(view, shown),
  ];
  const after = [
    renderReading(shown, windowDays(view.scorecard)),
    renderProblems(view.configProblems, hidden),
    hidden ? withheldNotice(view.scorecard.repository.fullName) : "",
    renderFoot(view),
    renderMentions(view.config.weekly.mention),
  ];
  const evidenceHeading = "### Behind the numbers";
  const fixed = joinSections([...before, evidenceHeading, ...after]);
  const room = limits.issueBodyBytes - byteLength(fixed) - 2;
  const evidence = renderEvidence(shown, room, whereWithheld(view.scorecard.repository.fullName));
  const body = joinSections([
    ...before,
    evidence === "" ? "" : `${evidenceHeading}\n\n${evidence}`,
    ...after,
  ]);
  return {
    title: `Firstpass weekly scorecard: ${view.isoWeek}`,
    body: cutBytes(body, limits.issueBodyBytes, "\n\n…cut here: GitHub allows no longer issue."),
    labels: [weeklyLabel],
  };
}

/** The same view from public-safe numbers alone: sentences are made anew, since given ones may speak of anything. */
function withholdView(view: WeeklyIssueView): WeeklyIssueView {
  const scorecard = withholdFromPublic(view.scorecard);
  const actions = view.actions.filter(({ kpi }) => isSafeInPublic(kpi));
  return { ...view, scorecard, actions, narrative: narrate(scorecard, actions) };
}

function joinSections(sections: readonly string[]): string {
  return sections.filter((section) => section !== "").join("\n\n");
}

function windowDays(scorecard: Scorecard): number {
  return Math.round((scorecard.window.to - scorecard.window.from) / dayMillis);
}

function renderHead({ scorecard, isoWeek, previous }: WeeklyIssueView): string {
  const { repository, window, coveredFrom } = scorecard;
  const facts = [
    `**${link(repository.fullName, repository.url)}**`,
    `${countOf(windowDays(scorecard), "day")}, ${formatDay(window.from)} to ${formatDay(window.to - 1)} (UTC)`,
    previous === null ? "" : `last scorecard: #${previous.number} (${previous.isoWeek})`,
    coveredFrom === null
      ? "how far history is complete is not known"
      : coveredFrom > window.from
        ? `history is complete only from ${formatDay(coveredFrom)}`
        : "",
  ];
  return `${weeklyMarker(repository.id, isoWeek)}\n${facts.filter((fact) => fact !== "").join(" · ")}`;
}

function renderNarrative({ narrative }: WeeklyIssueView): string {
  return narrative
    .slice(0, 3)
    .map((sentence) => escapeMarkdown(cutCharacters(sentence, sentenceCharacters)))
    .join(" ");
}

function renderTable({ scorecard, history }: WeeklyIssueView, { shown, others }: WeeklyKpis): string {
  const weeks = history.slice(-weeksShown);
  const line = (kpi: KpiResult): string => {
    const values = weeks.map(({ values }) => values[kpi.id] ?? null);
    return codeSpan(renderBarLine(values, fullHeight(values, kpi.unit)), { inTable: true });
  };
  const table = renderKpiTable(
    shown,
    ["status", "valueAndInterval", "beforeAndTrend", "targetAndVariance"],
    {
      heading: weeks.length === 0 ? "Week by week" : `Last ${countOf(weeks.length, "week")}`,
      cell: line,
    },
    { groups: false },
  );
  return joinSections([table, renderNotShown(others, whereWithheld(scorecard.repository.fullName))]);
}

function renderMissed(shown: readonly KpiResult[]): string {
  const list = renderMissedTargets(shown);
  return list === "" ? "" : `### What is off target\n\n${list}`;
}

function renderNextSteps({ actions }: WeeklyIssueView, hidden: boolean): string {
  const list = renderActions(actions);
  if (list !== "") return `### What to do next\n\n${list}`;
  // In public there may be something to do that is not said.
  return hidden ? "" : "### What to do next\n\nThese numbers ask nothing of anybody this week.";
}

function renderCharts({ history }: WeeklyIssueView, shown: readonly KpiResult[]): string {
  const weeks = history.slice(-weeksShown);
  const drawn = shown
    .map((kpi) => ({ kpi, chart: renderChart(kpi, weeks) }))
    .filter(({ chart }) => chart !== "")
    .slice(0, chartsDrawn);
  if (drawn.length === 0) return "";
  const gaps = drawn.some(({ kpi }) => weeks.some(({ values }) => values[kpi.id] === undefined));
  const caption = gaps ? "Weeks that were not measured are left out of the charts." : "";
  return joinSections(["### Week by week", caption, ...drawn.map(({ chart }) => chart)]);
}

function withheldNotice(fullName: string): string {
  return `This repository is public: findings, rules, files and secrets are withheld here. Whoever runs Firstpass sees all of it with \`${whereWithheld(fullName)}\`.`;
}

function renderFoot({ scorecard }: WeeklyIssueView): string {
  return `<sub>Made by Firstpass from this repository's events; configuration \`${scorecard.configHash.slice(0, 12)}\`.</sub>`;
}
