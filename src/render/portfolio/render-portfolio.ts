// Several repositories on a terminal, as Markdown and as an HTML page. For private places: nothing is withheld.
import { escapeMarkdown } from "../escape-markdown.ts";
import { escapeHtml, linkHtml } from "../html/escape-html.ts";
import { renderPage, renderTable } from "../html/page.ts";
import {
  type Cell,
  renderSectionsMarkdown,
  renderSectionsTerminal,
  type Section,
} from "../organisation/sections.ts";
import { showOnOneLine } from "../visible-text.ts";
import type { Portfolio } from "./portfolio.ts";
import { portfolioHeading, portfolioSections } from "./portfolio-sections.ts";

const defaultWidth = 120;
/** Every repository that was asked for has its row. */
const limits = { rows: Number.MAX_SAFE_INTEGER, more: "" };

export function renderPortfolioTerminal(
  portfolio: Portfolio,
  { width = defaultWidth }: { readonly width?: number } = {},
): string {
  const wide = portfolioSections(portfolio);
  const asTable = renderSectionsTerminal(wide.slice(0, 1), { ...limits, width: Number.POSITIVE_INFINITY });
  const fits = asTable.split("\n").every((line) => line.length <= width);
  const sections = renderSectionsTerminal(fits ? wide : portfolioSections(portfolio, "little"), {
    ...limits,
    width,
  });
  return `${showOnOneLine(portfolioHeading(portfolio))}\n\n${sections}`;
}

export function renderPortfolioMarkdown(portfolio: Portfolio): string {
  const sections = renderSectionsMarkdown(portfolioSections(portfolio), limits);
  return `## ${escapeMarkdown(portfolioHeading(portfolio))}\n\n${sections}`;
}

export function renderPortfolioPage(portfolio: Portfolio): string {
  const heading = `Security KPIs of ${portfolioHeading(portfolio)}`;
  const body = [
    `<header><h1>${escapeHtml(heading)}</h1></header>`,
    "<main>",
    ...portfolioSections(portfolio).map(sectionHtml),
    "</main>",
    "<footer>Made by Firstpass. For those who may read the repositories: it tells of findings.</footer>",
  ];
  return renderPage({ title: heading, body: body.join("\n") });
}

function sectionHtml({ title, lead, table }: Section): string {
  return [
    `<h2>${escapeHtml(title)}</h2>`,
    ...lead.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...(table === null
      ? []
      : [
          renderTable({
            caption: title,
            headings: table.headings,
            rows: table.rows.map((row) => row.map(cellHtml)),
          }),
        ]),
  ].join("\n");
}

/** A link of ours leads to the repository itself. */
function cellHtml(cell: Cell): string {
  return typeof cell === "string" ? escapeHtml(cell) : linkHtml(cell.text, cell.url, cell.url);
}
