// A report of several tables, told once and rendered twice: as Markdown and for a terminal. Cells are plain text, possibly hostile;
// each rendering makes them harmless in its own way. Long tables are cut, and it is said how much of them is not shown.
import Table from "cli-table3";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { countOf, pluralOf } from "../numbers.ts";
import { showOnOneLine } from "../visible-text.ts";

/** Text, or text that leads somewhere. */
export type Cell = string | { readonly text: string; readonly url: string };

export interface Section {
  readonly title: string;
  /** Sentences above the table. */
  readonly lead: readonly string[];
  readonly table: {
    readonly headings: readonly string[];
    /** Most urgent first: the last ones are cut. */
    readonly rows: readonly (readonly Cell[])[];
    /** What a row is, in singular: `repository`. */
    readonly of: string;
  } | null;
}

const cellCharacters = 240;
const leadCharacters = 600;
const titleCharacters = 120;

/** @param rows most rows of one table. `more`: what to do to see the rest, a sentence without its end. */
export interface SectionLimits {
  readonly rows: number;
  readonly more: string;
}

export function renderSectionsMarkdown(sections: readonly Section[], limits: SectionLimits): string {
  return sections
    .map(({ title, lead, table }) =>
      [
        `### ${escapeMarkdown(cutCharacters(title, titleCharacters))}`,
        lead.map((sentence) => escapeMarkdown(cutCharacters(sentence, leadCharacters))).join(" "),
        table === null || limits.rows === 0 ? "" : markdownTable(table, limits.rows),
        table === null ? "" : escapeMarkdown(tellRest(table, limits)),
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
    )
    .join("\n\n");
}

function markdownTable({ headings, rows }: NonNullable<Section["table"]>, most: number): string {
  const place = { inTable: true };
  const cell = (given: Cell): string => {
    const { text, url } = typeof given === "string" ? { text: given, url: null } : given;
    return link(cutCharacters(text, cellCharacters), url, place);
  };
  return [
    headings.map((heading) => escapeMarkdown(heading, place)),
    headings.map(() => ":---"),
    ...rows.slice(0, most).map((row) => row.map(cell)),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

export function renderSectionsTerminal(
  sections: readonly Section[],
  limits: SectionLimits & { readonly width: number },
): string {
  return sections
    .map(({ title, lead, table }) =>
      [
        showOnOneLine(title).toUpperCase(),
        ...lead.map((sentence) => showOnOneLine(sentence)),
        ...(table === null ? [] : [terminalTable(table, limits), tellRest(table, limits)]),
      ]
        .filter((part) => part !== "")
        .join("\n"),
    )
    .join("\n\n");
}

/** As a table where that fits, as a list where it does not. */
function terminalTable(
  { headings, rows }: NonNullable<Section["table"]>,
  { rows: most, width }: SectionLimits & { readonly width: number },
): string {
  const shown = rows.slice(0, most).map((row) => row.map(terminalCell));
  const table = new Table({ head: [...headings], style: { head: [], border: [], compact: true } });
  table.push(...shown);
  const drawn = table.toString();
  if (shown.length > 0 && drawn.split("\n").every((line) => line.length <= width)) return drawn;
  return shown
    .map(([first = "", ...others]) =>
      [
        first,
        ...others.flatMap((text, index) => (text === "" ? [] : `  ${headings[index + 1] ?? ""}: ${text}`)),
      ].join("\n"),
    )
    .join("\n");
}

function terminalCell(cell: Cell): string {
  return cutCharacters(showOnOneLine(typeof cell === "string" ? cell : cell.text), cellCharacters);
}

function tellRest({ rows, of }: NonNullable<Section["table"]>, limits: SectionLimits): string {
  const rest = rows.length - limits.rows;
  if (rest <= 0) return "";
  const what =
    limits.rows === 0 ? countOf(rest, of) : `${countOf(rest, `more ${of}`, `more ${pluralOf(of)}`)}`;
  return `${limits.rows === 0 ? "" : "And "}${what}: ${limits.more}.`;
}
