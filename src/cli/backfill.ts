// `firstpass backfill`: how far the past of the repositories is read, and having one read now or anew. The running server reads.
import { setTimeout as sleep } from "node:timers/promises";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import ora from "ora";
import type { KnownRepository, ServerStore } from "../records/store.ts";
import { backfillRequest } from "../workflows/history/requested.ts";
import { describeBackfills, isAtWork, type ShownBackfill, tableOfBackfills } from "./backfill-table.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository } from "./options.ts";

const LOOK_MILLIS = 2000;

interface BackfillOptions {
  readonly days?: number;
  readonly again?: true;
  readonly watch?: true;
  readonly format: "table" | "json";
}

export function registerBackfillCommand(program: Command): void {
  program
    .command("backfill")
    .description("Show how far the past of the repositories is read; have one read, or read anew")
    .addArgument(
      new Argument("[repository]", "OWNER/REPO; without it all are shown").argParser(parseRepository),
    )
    .option("--days <days>", "how many days back, where it is read anew", parseDays)
    .option("--again", "read it anew, also where it is done")
    .option("--watch", "stay until it is done, and show how it goes on")
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(backfill);
}

async function backfill(repository: string | undefined, options: BackfillOptions): Promise<void> {
  if (repository === undefined && (options.again || options.days !== undefined))
    throw new UsageError("Say which repository is to be read: `backfill OWNER/REPO --again`.");
  if (options.days !== undefined && !options.again)
    throw new UsageError("Add --again: how many days are read is decided when a reading begins.");
  await withSharedStore(async (store) => {
    const known = repository === undefined ? null : await findRepository(store, repository);
    if (known !== null) await queue(store, known, options);
    if (options.watch) await watch(store, known);
    print(await describeBackfills(store, known), options.format);
  });
}

async function queue(
  store: ServerStore,
  { state, active }: KnownRepository,
  options: BackfillOptions,
): Promise<void> {
  if (!active)
    throw new CommandFailed(`Firstpass is not installed on ${state.ownerLogin}/${state.name} any more.`);
  const { accountId, repositoryId } = state;
  await store.transaction(async (transaction) => {
    if (options.again) await transaction.histories.forgetBackfill(accountId, repositoryId);
    await transaction.jobs.enqueue([backfillRequest(state, undefined, options.days ?? null)]);
  });
}

/** On a terminal a line that moves; else a line for each change. */
async function watch(store: ServerStore, known: KnownRepository | null): Promise<void> {
  const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY });
  spinner.start();
  let told = "";
  for (;;) {
    const shown = await describeBackfills(store, known);
    const line = summarise(shown);
    spinner.text = line;
    if (!process.stderr.isTTY && line !== told) process.stderr.write(`${line}\n`);
    told = line;
    if (!shown.some(isAtWork)) break;
    await sleep(LOOK_MILLIS);
  }
  spinner.stop();
}

function summarise(shown: readonly ShownBackfill[]): string {
  const days = shown.reduce((sum, { daysRead }) => sum + (daysRead ?? 0), 0);
  const ofDays = shown.reduce((sum, { days }) => sum + (days ?? 0), 0);
  const requests = shown.reduce((sum, one) => sum + (one.requests ?? 0), 0);
  const left = shown.filter(isAtWork).length;
  const percent = ofDays === 0 ? 100 : Math.floor((100 * days) / ofDays);
  const filled = Math.floor(percent / 5);
  const bar = `${"█".repeat(filled)}${"░".repeat(20 - filled)}`;
  return `${bar} ${percent} %, ${left} of ${shown.length} repositories left, ${requests} requests`;
}

function print(shown: readonly ShownBackfill[], format: BackfillOptions["format"]): void {
  const text = format === "json" ? JSON.stringify(shown, null, 2) : tableOfBackfills(shown);
  process.stdout.write(`${text}\n`);
}

function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 365) throw new InvalidArgumentError("Use a number of days from 1 to 365.");
  return days;
}
