// `firstpass overview` on a terminal and as Markdown. For private places: nothing is withheld.
import type { Overview } from "../../core/overview/overview.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { showOnOneLine } from "../visible-text.ts";
import { overviewHeading, overviewSections } from "./overview-sections.ts";
import { renderSectionsMarkdown, renderSectionsTerminal } from "./sections.ts";

const more = "narrow it by --group, or take --format json";
const defaultWidth = 120;
const rowsShown = { terminal: 50, markdown: 200 };

export function renderOverviewTerminal(
  overview: Overview,
  options: { readonly width?: number } = {},
): string {
  const width = options.width ?? defaultWidth;
  const sections = renderSectionsTerminal(overviewSections(overview), {
    rows: rowsShown.terminal,
    more,
    width,
  });
  return `${showOnOneLine(overviewHeading(overview))}\n\n${sections}`;
}

export function renderOverviewMarkdown(overview: Overview): string {
  const sections = renderSectionsMarkdown(overviewSections(overview), { rows: rowsShown.markdown, more });
  return `## ${escapeMarkdown(overviewHeading(overview))}\n\n${sections}`;
}
