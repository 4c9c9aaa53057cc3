// What `scorecard` and `explain` have in common: which window is asked for, and whose knowledge of it.
import { type Command, Option } from "commander";
import type { Config } from "../core/config/config.ts";
import type { Window } from "../core/kpis/measurement.ts";
import { isoWeekEnd, weeklyWindow } from "../core/scorecard/iso-week.ts";
import type { ServerStore } from "../records/store.ts";
import { type LoadedScorecard, loadScorecard } from "../workflows/load-scorecard.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { parseKnownAt, parseTime, parseWeek, parseWindow } from "./options.ts";

export interface AskedScorecard {
  readonly format: "table" | "markdown" | "json";
  readonly asOf?: number;
  readonly knownAt?: number | "now";
  readonly window?: number;
  readonly week?: string;
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;

export function addScorecardOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .option(
      "--as-of <time>",
      "the window ends then, and only what had been recorded by then is used",
      parseTime,
    )
    .option(
      "--known-at <time>",
      "use what had been recorded by this time instead; `now`: all that is recorded",
      parseKnownAt,
    )
    .option("--window <span>", "length of the window, such as 28d; default: as configured", parseWindow)
    .option("--week <week>", "the window of that ISO week's issue, such as 2026-W47", parseWeek);
}

/** Milliseconds UTC at which the answer speaks. @throws UsageError, CommandFailed for what cannot be asked. */
export function timeAsked({ asOf, window, week }: AskedScorecard): number {
  if (week !== undefined && (asOf !== undefined || window !== undefined)) {
    throw new UsageError("--week says when and how long: leave out --as-of and --window.");
  }
  const now = asOf ?? Date.now();
  if (week !== undefined && isoWeekEnd(week) > now)
    throw new CommandFailed(`${week} has not ended yet, in UTC.`);
  return now;
}

/** Null: all that is recorded. */
export function knowledgeAsked({ asOf, knownAt }: AskedScorecard): number | null {
  if (knownAt === "now") return null;
  return knownAt ?? asOf ?? null;
}

/** @throws CommandFailed when nothing had been recorded by the time that was asked for. */
export async function loadAsked(
  store: ServerStore,
  place: { readonly accountId: number; readonly repositoryId: number; readonly fullName: string },
  asked: AskedScorecard,
): Promise<LoadedScorecard> {
  const { accountId, repositoryId, fullName } = place;
  const now = timeAsked(asked);
  const recordedBefore = knowledgeAsked(asked);
  if (recordedBefore !== null) {
    const first = await store.facts.firstRecordedAt(accountId, repositoryId);
    if (first !== null && first >= recordedBefore) throw new CommandFailed(tellBeginning(fullName, first));
  }
  const loaded = await loadScorecard(store, {
    accountId,
    repositoryId,
    now,
    windowOf: (config) => chooseWindow(config, now, asked),
    ...(recordedBefore === null ? {} : { recordedBefore }),
  });
  for (const problem of loaded.configProblems) process.stderr.write(`firstpass: ${problem}\n`);
  return loaded;
}

function tellBeginning(fullName: string, first: number): string {
  return `Nothing of ${fullName} had been recorded by then: its ledger begins at ${new Date(first).toISOString()}. Add --known-at now to look at that window with what is known today.`;
}

function chooseWindow(config: Config, now: number, { window, week }: AskedScorecard): Window {
  if (week !== undefined) return weeklyWindow(week, config.windowDays);
  return { from: now - (window ?? config.windowDays * DAY_MILLIS), to: now };
}
