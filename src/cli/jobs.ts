// `firstpass jobs`: the work that waits or was given up, why, and how to have it done again.
import Table from "cli-table3";
import { Argument, type Command, Option } from "commander";
import type { JobSummary } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseCount } from "./options.ts";

export function registerJobsCommand(program: Command): void {
  const jobs = program.command("jobs").description("Look at the work that waits or was given up");

  jobs
    .command("list")
    .description("List jobs, longest due first")
    .option("--dead", "only those that were given up")
    .option("--limit <count>", "at most this many", parseCount, 50)
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(listJobs);

  jobs
    .command("retry")
    .description("Have dead jobs worked on again by the running server")
    .addArgument(new Argument("[key]", "as `jobs list` shows it"))
    .option("--dead", "all that are dead")
    .action(retryJobs);
}

async function listJobs(options: { dead?: true; limit: number; format: "table" | "json" }): Promise<void> {
  const { dead, limit } = options;
  const rows = await withSharedStore((store) =>
    store.jobs.list({ ...(dead ? { state: "dead" as const } : {}), limit }),
  );
  if (options.format === "json") return print(JSON.stringify(rows.map(describe), null, 2));
  if (rows.length === 0) return print(dead ? "No dead jobs." : "No jobs.");
  const table = new Table({
    head: ["job", "state", "due", "tries", "reason"],
    style: { head: [], border: [] },
  });
  for (const { key, state, dueAt, tries, reason } of rows.map(describe)) {
    table.push([showOnOneLine(key), state, dueAt, tries, showOnOneLine(reason ?? "")]);
  }
  print(table.toString());
}

async function retryJobs(key: string | undefined, options: { dead?: true }): Promise<void> {
  if ((key === undefined) === (options.dead === undefined)) {
    throw new UsageError("Say which: `jobs retry KEY`, or `jobs retry --dead`.");
  }
  const count = await withSharedStore((store) => store.jobs.retry(key ?? null));
  if (key !== undefined && count === 0)
    throw new CommandFailed(`There is no dead job ${showOnOneLine(key)}.`);
  print(`${count} ${count === 1 ? "job" : "jobs"} will be worked on again.`);
}

function describe({ dueAt, ...rest }: JobSummary) {
  return { ...rest, dueAt: new Date(dueAt).toISOString() };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
