// What a report writes: a scorecard, or a table of several, in the format that was asked for, to standard output or to files.
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../core/config/config.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { renderScorecardPage } from "../render/html/scorecard-page.ts";
import { renderJson } from "../render/json.ts";
import { renderMarkdownTable } from "../render/markdown-table.ts";
import type { Portfolio } from "../render/portfolio/portfolio.ts";
import {
  renderPortfolioMarkdown,
  renderPortfolioPage,
  renderPortfolioTerminal,
} from "../render/portfolio/render-portfolio.ts";
import { renderTerminalTable, type TerminalOptions } from "../render/terminal/terminal.ts";
import { CommandFailed, UsageError } from "./exit.ts";

export const reportFormats = ["table", "markdown", "json", "html"] as const;

export type ReportFormat = (typeof reportFormats)[number];

const endings: Readonly<Record<ReportFormat, string>> = {
  table: "txt",
  markdown: "md",
  json: "json",
  html: "html",
};

/** What was made of one repository. */
export interface MadeReport {
  readonly scorecard: Scorecard;
  readonly config: Config;
}

/** Ends with a line break. `terminal`: of standard output; a file has no colours. */
export function renderReport(
  { scorecard, config }: MadeReport,
  format: ReportFormat,
  terminal: TerminalOptions = {},
): string {
  switch (format) {
    case "json":
      return `${renderJson(scorecard)}\n`;
    case "markdown":
      return `${renderMarkdownTable(scorecard).trimEnd()}\n`;
    case "html":
      return renderScorecardPage(scorecard, config);
    case "table":
      return `${renderTerminalTable(scorecard, terminal).trimEnd()}\n`;
  }
}

/** As JSON an array of scorecards: those that could not be read are told on standard error alone. */
export function renderReports(
  portfolio: Portfolio,
  format: ReportFormat,
  terminal: TerminalOptions = {},
): string {
  switch (format) {
    case "json":
      return `${renderJson(portfolio.scorecards)}\n`;
    case "markdown":
      return `${renderPortfolioMarkdown(portfolio).trimEnd()}\n`;
    case "html":
      return renderPortfolioPage(portfolio);
    case "table":
      return `${renderPortfolioTerminal(portfolio, terminal).trimEnd()}\n`;
  }
}

/** Where a repository's own file lies in a folder: `octo-org.web.json`. No owner has a dot in its name. */
export function fileOf(folder: string, fullName: string, format: ReportFormat): string {
  return join(folder, `${fullName.toLowerCase().replace("/", ".")}.${endings[format]}`);
}

/**
 * Looked at before anything is read. Of one repository FILE may be a folder that is there; of several it is a folder, which is made.
 * @throws UsageError where a file is in the way.
 */
export async function checkOutput(path: string, several: boolean): Promise<"file" | "folder"> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) return "folder";
  if (there !== null && several)
    throw new UsageError(`${path} is a file: of several repositories name a folder, for a file each.`);
  return several || /[\\/]$/.test(path) ? "folder" : "file";
}

/** Makes the folders above it. @throws CommandFailed where it cannot be written. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new CommandFailed(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Colours and width of standard output. */
export function terminalOptions({ isTTY, columns }: NodeJS.WriteStream): TerminalOptions {
  const colour = isTTY === true && process.env.NO_COLOR === undefined;
  return { ...(columns ? { width: columns } : {}), colour };
}
