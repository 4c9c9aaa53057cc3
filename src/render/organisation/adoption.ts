// `firstpass adoption` on a terminal, as Markdown, and as CSV for a spreadsheet. For private places: nothing is withheld.
import type { Adoption } from "../../core/adoption/adoption.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { showInvisible, showOnOneLine } from "../visible-text.ts";
import { placeText } from "./adoption-cells.ts";
import { adoptionHeading, adoptionSections } from "./adoption-sections.ts";
import { renderSectionsMarkdown, renderSectionsTerminal } from "./sections.ts";

const more = "narrow it by --group, --rule or --repository, or take --format json or csv";
const defaultWidth = 120;
const rowsShown = { terminal: 50, markdown: 200 };

export function renderAdoptionTerminal(
  adoption: Adoption,
  options: { readonly width?: number } = {},
): string {
  const width = options.width ?? defaultWidth;
  const sections = renderSectionsTerminal(adoptionSections(adoption), {
    rows: rowsShown.terminal,
    more,
    width,
  });
  return `${showOnOneLine(adoptionHeading(adoption))}\n\n${sections}`;
}

export function renderAdoptionMarkdown(adoption: Adoption): string {
  const sections = renderSectionsMarkdown(adoptionSections(adoption), { rows: rowsShown.markdown, more });
  return `## ${escapeMarkdown(adoptionHeading(adoption))}\n\n${sections}`;
}

const repositoryColumns =
  "repository,visibility,tier,owner,groups,rule,kind,status,found,since,since_is_a_lower_bound,runs_seen,where,note,allowed";
const historyColumns = "week,rule,adopted,measured,not_measured,not_applicable";

/** RFC 4180: one line per repository and rule; with a history, one per week and rule instead. Times are ISO 8601 in UTC. */
export function renderAdoptionCsv({ repositories, history }: Adoption): string {
  const lines =
    history === null
      ? [
          repositoryColumns,
          ...repositories.flatMap((one) =>
            one.rules.map((rule) =>
              csvLine([
                one.fullName,
                one.visibility,
                one.tier ?? "",
                one.owner ?? "",
                one.groups.map(({ id }) => id).join(" "),
                rule.ruleId,
                rule.kind,
                rule.status,
                rule.found.join(" "),
                rule.since === null ? "" : new Date(rule.since.at).toISOString(),
                rule.since === null ? "" : String(rule.since.atLeast),
                rule.runs === null ? "" : String(rule.runs),
                placeText(rule.place),
                rule.note,
                rule.allowed,
              ]),
            ),
          ),
        ]
      : [
          historyColumns,
          ...history.map(({ isoWeek, ruleId, share, notMeasured, notApplicable }) =>
            csvLine([
              isoWeek,
              ruleId ?? "",
              String(share.numerator),
              String(share.denominator),
              String(notMeasured),
              String(notApplicable),
            ]),
          ),
        ];
  return lines.join("\r\n");
}

function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(",");
}

/** A spreadsheet takes some beginnings for a formula: an apostrophe keeps them text. */
function csvCell(text: string): string {
  const visible = showInvisible(text);
  const inert = /^[=+\-@]/.test(visible.trimStart()) ? `'${visible}` : visible;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
