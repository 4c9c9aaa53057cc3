// `firstpass scorecard OWNER/REPO`: the scorecard of a repository, from the store, as the surfaces on GitHub show it.
import { Argument, type Command, Option } from "commander";
import type { Config } from "../core/config/config.ts";
import type { Window } from "../core/kpis/measurement.ts";
import { isoWeekEnd, weeklyWindow } from "../core/scorecard/iso-week.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { renderJson } from "../render/json.ts";
import { renderMarkdownTable } from "../render/markdown-table.ts";
import { renderTerminalTable } from "../render/terminal.ts";
import { loadScorecard } from "../workflows/load-scorecard.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository, parseTime, parseWeek, parseWindow } from "./options.ts";

interface ScorecardOptions {
  readonly format: "table" | "markdown" | "json";
  readonly asOf?: number;
  readonly knownAt?: number;
  readonly window?: number;
  readonly week?: string;
}

export function registerScorecardCommand(program: Command): void {
  program
    .command("scorecard")
    .description("Print the scorecard of a repository from what has been received")
    .addArgument(new Argument("<repository>", "OWNER/REPO").argParser(parseRepository))
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .option("--as-of <time>", "speak as of this time instead of now: the window ends then", parseTime)
    .option("--known-at <time>", "use only what had been received by this time", parseTime)
    .option("--window <span>", "length of the window, such as 28d; default: as configured", parseWindow)
    .option("--week <week>", "the window of that ISO week's issue, such as 2026-W47", parseWeek)
    .action(printScorecard);
}

async function printScorecard(fullName: string, options: ScorecardOptions): Promise<void> {
  const { asOf, knownAt, window, week, format } = options;
  if (week !== undefined && (asOf !== undefined || window !== undefined)) {
    throw new UsageError("--week says when and how long: leave out --as-of and --window.");
  }
  const now = asOf ?? Date.now();
  if (week !== undefined && isoWeekEnd(week) > now)
    throw new CommandFailed(`${week} has not ended yet, in UTC.`);

  const scorecard = await withSharedStore(async (store) => {
    const { state } = await findRepository(store, fullName);
    const loaded = await loadScorecard(store, {
      accountId: state.accountId,
      repositoryId: state.repositoryId,
      now,
      windowOf: (config) => chooseWindow(config, { now, window, week }),
      ...(knownAt === undefined ? {} : { recordedBefore: knownAt }),
    });
    for (const problem of loaded.configProblems) process.stderr.write(`firstpass: ${problem}\n`);
    return loaded.scorecard;
  });
  process.stdout.write(`${render(scorecard, format)}\n`);
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;

function chooseWindow(
  config: Config,
  asked: { now: number; window: number | undefined; week: string | undefined },
): Window {
  if (asked.week !== undefined) return weeklyWindow(asked.week, config.windowDays);
  return { from: asked.now - (asked.window ?? config.windowDays * DAY_MILLIS), to: asked.now };
}

function render(scorecard: Scorecard, format: ScorecardOptions["format"]): string {
  if (format === "json") return renderJson(scorecard);
  if (format === "markdown") return renderMarkdownTable(scorecard).trimEnd();
  const { isTTY, columns } = process.stdout;
  return renderTerminalTable(scorecard, {
    ...(columns ? { width: columns } : {}),
    colour: isTTY === true && process.env.NO_COLOR === undefined,
  }).trimEnd();
}
