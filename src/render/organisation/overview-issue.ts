// The weekly overview issue of an account. It names repositories, numbers and owners of private places: only for such a place.
import type { Overview } from "../../core/overview/overview.ts";
import type { IssueContent } from "../../core/publication/content.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { byteLength, cutBytes, limits } from "../fit.ts";
import { overviewHeading, overviewSections } from "./overview-sections.ts";
import { renderSectionsMarkdown } from "./sections.ts";

/** GitHub's label of all issues that Firstpass posts weekly. */
export const overviewLabel = "firstpass";

/** How much is shown, tried from much to little until the issue is short enough. */
const tried = [
  { rows: 50, withGroupKpis: true },
  ...[50, 30, 20, 12, 8, 5, 3, 1, 0].map((rows) => ({ rows, withGroupKpis: false })),
];

/** Hidden HTML comment, unique by account and ISO week; the first line of the issue's body. */
export function overviewMarker(accountId: number, isoWeek: string): string {
  return `<!-- firstpass:overview account=${accountId} week=${isoWeek} -->`;
}

/** Never longer than GitHub allows; pings nobody. */
export function renderOverviewIssue(overview: Overview): IssueContent {
  const isoWeek = overview.isoWeek ?? "";
  const head = `${overviewMarker(overview.account.id, isoWeek)}\n**${escapeMarkdown(overviewHeading(overview))}**`;
  const foot =
    "<sub>Made by Firstpass from the repositories' own scorecards: no number of a person, none made up where nothing was seen.</sub>";
  const more = `firstpass overview ${overview.account.login} --format json tells all`;
  let body = "";
  for (const { rows, withGroupKpis } of tried) {
    const sections = overviewSections(overview, withGroupKpis);
    body = [head, renderSectionsMarkdown(sections, { rows, more }), foot].join("\n\n");
    if (byteLength(body) <= limits.issueBodyBytes) break;
  }
  return {
    title: `Firstpass overview: ${isoWeek}`,
    body: cutBytes(body, limits.issueBodyBytes, "\n\n…cut here: GitHub allows no longer issue."),
    labels: [overviewLabel],
  };
}
