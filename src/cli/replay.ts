// `firstpass replay PATH…`: recorded webhooks through the same signed path, into a store of their own, and the scorecards.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { renderJson } from "../render/json.ts";
import { renderMarkdownTable } from "../render/markdown-table.ts";
import { renderTerminalTable } from "../render/terminal/terminal.ts";
import { type Recordings, readRecordings } from "../replay/read-recordings.ts";
import { type ReplayedRepository, type ReplayOutcome, runReplay } from "../replay/run-replay.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { parseTime, parseWindow } from "./options.ts";

interface ReplayCommandOptions {
  readonly format: "table" | "markdown" | "json";
  readonly asOf?: number;
  readonly window?: number;
  readonly database?: string;
}

export function registerReplayCommand(program: Command): void {
  program
    .command("replay")
    .description(
      "Deliver recorded webhooks to a server of their own and print the scorecards that come of them",
    )
    .argument(
      "<path...>",
      "folders or files of JSON: payloads named after their event, delivery logs, lists or lines of them",
    )
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .option(
      "--as-of <time>",
      "speak as of this time; default: just after each repository's newest fact",
      parseTime,
    )
    .option("--window <span>", "length of the window, such as 28d; default: 28d", parseWindow)
    .option(
      "--database <url>",
      "keep what was received there (sqlite:PATH or postgres://…); default: thrown away",
    )
    .action(replay);
}

async function readPaths(paths: readonly string[]): Promise<Recordings> {
  try {
    return await readRecordings(paths);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new UsageError(
        `There is no such file or folder: ${"path" in error ? String(error.path) : error.message}.`,
      );
    }
    throw error;
  }
}

async function replay(paths: readonly string[], options: ReplayCommandOptions): Promise<void> {
  const read = await readPaths(paths);
  if (read.recordings.length === 0) {
    const [first] = read.unreadable;
    const why =
      first === undefined ? "no file ends in .json, .ndjson or .jsonl" : `${first.path} ${first.reason}`;
    throw new CommandFailed(`No recorded webhook was found in ${paths.join(", ")}: ${why}.`);
  }
  const folder = options.database === undefined ? await mkdtemp(join(tmpdir(), "firstpass-replay-")) : null;
  try {
    const outcome = await runReplay(read.recordings, {
      databaseUrl: options.database ?? `sqlite:${join(folder ?? "", "firstpass.db")}`,
      asOf: options.asOf ?? null,
      windowMillis: options.window ?? null,
      onProgress(done, all) {
        if (process.stderr.isTTY)
          process.stderr.write(`\r\u001b[K${done < all ? `${done} of ${all} deliveries` : ""}`);
      },
    });
    process.stdout.write(`${describe(read, outcome, options)}\n`);
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

const isoTime = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

/** Names can repeat among recordings, ids cannot. */
function describeRepository(replayed: ReplayedRepository, { asOf }: ReplayCommandOptions): string {
  const { repository, facts } = replayed;
  const when = isoTime(replayed.asOf) + (asOf === undefined ? ", just after its newest fact" : "");
  const count = `${facts} ${facts === 1 ? "fact" : "facts"}`;
  return `${repository.ownerLogin}/${repository.name} (${repository.repositoryId}): ${count}, as of ${when}`;
}

function describe(read: Recordings, outcome: ReplayOutcome, options: ReplayCommandOptions): string {
  if (options.format === "json") {
    const { recordings, unreadable, files } = read;
    const { byState, repeated, refused, withoutFacts } = outcome;
    const deliveries = {
      files,
      recorded: recordings.length,
      repeated,
      refused,
      byState,
      unreadable,
      withoutFacts,
    };
    const scorecards: unknown[] = outcome.repositories.map(({ scorecard }) =>
      JSON.parse(renderJson(scorecard)),
    );
    return JSON.stringify({ deliveries, scorecards }, null, 2);
  }
  const markdown = options.format === "markdown";
  const { isTTY, columns } = process.stdout;
  const terminal = {
    ...(columns ? { width: columns } : {}),
    colour: isTTY === true && process.env.NO_COLOR === undefined,
  };
  const measured = outcome.repositories.filter(({ scorecard }) =>
    scorecard.kpis.some((kpi) => kpi.outcome === "measured"),
  );
  const cards = measured.map((replayed) => {
    const { scorecard } = replayed;
    return markdown
      ? `## ${describeRepository(replayed, options)}\n\n${renderMarkdownTable(scorecard).trimEnd()}\n`
      : `${describeRepository(replayed, options)}\n${renderTerminalTable(scorecard, terminal).trimEnd()}\n`;
  });
  const others = outcome.repositories.filter((replayed) => !measured.includes(replayed));
  if (others.length > 0) {
    const lines = others.flatMap((replayed) => [
      `- ${describeRepository(replayed, options)}`,
      ...replayed.scorecard.kpis.map(({ title, reason }) => `  - ${title}: ${reason}`),
    ]);
    cards.push(`${markdown ? "## " : ""}Nothing to measure\n${markdown ? "\n" : ""}${lines.join("\n")}\n`);
  }
  return [...cards, ...describeDeliveries(read, outcome, markdown)].join("\n");
}

const stateWords = {
  done: "used",
  ignored: "ignored",
  unusable: "unusable",
  dead: "failed",
  pending: "not worked on",
} as const;

const LISTED_FILES = 20;

function describeDeliveries(read: Recordings, outcome: ReplayOutcome, markdown: boolean): string[] {
  const { recordings, files, unreadable } = read;
  const lines = [
    `${markdown ? "## " : ""}Deliveries`,
    ...(markdown ? [""] : []),
    `- ${recordings.length} recorded in ${files} ${files === 1 ? "file" : "files"}, ${outcome.repeated} of them repeats of others (counted once)`,
  ];
  for (const [state, word] of Object.entries(stateWords)) {
    const reasons = Object.entries(outcome.byState[state as keyof typeof stateWords] ?? {});
    if (reasons.length === 0) continue;
    const total = reasons.reduce((sum, [, count]) => sum + count, 0);
    lines.push(`- ${total} ${word}`);
    const named = reasons.filter(([reason]) => reason !== "").sort((a, b) => b[1] - a[1]);
    for (const [reason, count] of named) lines.push(`  - ${count} × ${reason}`);
  }
  for (const [status, count] of Object.entries(outcome.refused))
    lines.push(`- ${count} refused with ${status}`);
  if (outcome.withoutFacts > 0)
    lines.push(`- ${outcome.withoutFacts} repositories were named, and nothing of them is kept`);
  if (unreadable.length > 0) {
    lines.push(`- ${unreadable.length} unreadable:`);
    for (const { path, reason } of unreadable.slice(0, LISTED_FILES)) lines.push(`  - ${path} ${reason}`);
    if (unreadable.length > LISTED_FILES) lines.push(`  - and ${unreadable.length - LISTED_FILES} more`);
  }
  lines.push("- GitHub was not asked: template files and truncated pushes are not known in a replay");
  return lines;
}
