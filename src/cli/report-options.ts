// The options of `firstpass report`, and what their texts mean.
import { type Command, InvalidArgumentError, Option } from "commander";
import { parseTime, parseWindow } from "./options.ts";
import { type ReportFormat, reportFormats } from "./report-output.ts";

export interface ReportOptions {
  readonly org?: string;
  readonly format: ReportFormat;
  readonly window?: number;
  readonly asOf?: number;
  readonly config?: string;
  readonly output?: string;
  readonly history?: number;
  /** False: `--no-cache`; true or absent: the usual folder. */
  readonly cache?: string | boolean;
  readonly maxWait: number;
}

const helpText = `
Environment: GITHUB_TOKEN or GH_TOKEN; for GitHub Enterprise Server GITHUB_API_URL (https://HOST/api/v3) and, where it lies
elsewhere, GITHUB_GRAPHQL_URL. Exit code: 0 all were read, 1 one was not, 2 wrong use.`;

export function addReportOptions(command: Command): Command {
  return command
    .argument(
      "[repository...]",
      'OWNER/REPO, of several a table; "-" for a list on standard input, one a line',
    )
    .option("--org <login>", "all repositories of an organisation that are not archived", parseLogin)
    .addOption(new Option("--format <format>", "how to print").choices([...reportFormats]).default("table"))
    .option("--window <span>", "length of the window, such as 28d; default: as configured", parseWindow)
    .option(
      "--as-of <time>",
      "the window ends then; what can only be read of today is not measured",
      parseTime,
    )
    .option(
      "--config <file>",
      "a firstpass.yml in the place of the organisation's, where the account has none",
    )
    .option(
      "--output <path>",
      "a file to write to; of several repositories a folder, for a file each beside the table",
    )
    .option(
      "--history <days>",
      "days of the past to read; default: 90, and at least twice the window",
      parseDays,
    )
    .option(
      "--cache <folder>",
      "where answers of GitHub are kept, so that what has not changed is not sent again",
    )
    .option("--no-cache", "keep no answers")
    .option("--max-wait <minutes>", "how long GitHub's limits are waited for, all in all", parseMinutes, 15)
    .addHelpText("after", helpText);
}

function parseLogin(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text))
    throw new InvalidArgumentError("Use an organisation's login, such as octo-org.");
  return text;
}

function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 365) throw new InvalidArgumentError("Use a number of days from 1 to 365.");
  return days;
}

function parseMinutes(text: string): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  if (minutes < 0 || minutes > 1440)
    throw new InvalidArgumentError("Use a number of minutes from 0 to 1440.");
  return minutes;
}
