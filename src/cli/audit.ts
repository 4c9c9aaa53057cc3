// `firstpass audit PATH`: a clone on disk and nothing else, neither a token nor a network. Prints the part of the scorecard that files, git's
// history and files of findings support.
import { writeFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CloneError } from "../clone/clone.ts";
import { renderAuditMarkdown, renderAuditTerminal } from "../render/audit/audit.ts";
import { renderAdoptionHistory, renderAdoptionHistoryMarkdown } from "../render/audit/history.ts";
import { renderJson } from "../render/json.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { auditHistory } from "../workflows/audit/adoption-history.ts";
import { auditClone } from "../workflows/audit/audit-clone.ts";
import { type AskedAudit, openAudit } from "./audit-input.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { parseRepository, parseTime, parseWindow } from "./options.ts";

const weekMillis = 7 * 24 * 60 * 60 * 1000;
const weeksShown = 26;
const mostWeeks = 1040;

interface AuditOptions extends AskedAudit {
  readonly history?: true | number | "all";
  readonly format: "table" | "markdown" | "json";
  readonly output?: string;
}

export function registerAuditCommand(program: Command): void {
  program
    .command("audit")
    .description("Tell what a clone on disk shows: no token, no network")
    .argument("<path>", "a clone, or a bare repository")
    .option("--at <revision>", "the files of this commit, and the time of it; default: the files on disk")
    .option(
      "--as-of <time>",
      "when it speaks; without --at, of the commit that the branch was at then",
      parseTime,
    )
    .option("--window <span>", "length of the window, such as 28d; default: as configured", parseWindow)
    .option("--history [weeks]", `adoption over time; default ${weeksShown} weeks, or all`, parseHistory)
    .option("--sarif <file>", "findings: a SARIF file, a folder of them, a glob; again for more", collect)
    .option("--secrets-sarif <file>", "the same of scanners of secrets that read the whole history", collect)
    .option("--config <file>", "the organisation's configuration")
    .option("--exceptions <file>", "the organisation's exceptions file")
    .option(
      "--template <repository=path>",
      "a clone of another repository that rules or files name, such as acme/templates=../templates",
      collect,
    )
    .option("--repository <name>", "OWNER/REPO; default: by the remote origin", parseRepository)
    .option("--language <name>", "the main language, as GitHub names it, for rules that ask for it")
    .option(
      "--property <name=value>",
      "a custom property of the repository on GitHub; again for more",
      collect,
    )
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .option("--output <file>", "write there instead of printing")
    .action(runAudit);
}

async function runAudit(path: string, options: AuditOptions): Promise<void> {
  try {
    const { input, close } = await openAudit(path, options);
    try {
      await print(`${await answer(input, options)}\n`, options.output);
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof CloneError) throw new CommandFailed(showOnOneLine(error.message), { cause: error });
    throw error;
  }
}

async function answer(
  input: Awaited<ReturnType<typeof openAudit>>["input"],
  { format, history, output }: AuditOptions,
): Promise<string> {
  const { isTTY, columns } = process.stdout;
  const onTerminal = output === undefined;
  const options = {
    ...(onTerminal && columns ? { width: columns } : {}),
    colour: onTerminal && isTTY === true && process.env.NO_COLOR === undefined,
  };
  if (history !== undefined) {
    const weeks = history === true ? weeksShown : history;
    const told = await auditHistory(input, weeks === "all" ? null : weeks * weekMillis);
    tellProblems(told.configProblems);
    if (format === "json") return renderJson(told);
    return format === "markdown" ? renderAdoptionHistoryMarkdown(told) : renderAdoptionHistory(told, options);
  }
  const audit = await auditClone(input);
  tellProblems(audit.configProblems);
  if (format === "json") {
    const { sarif, notes } = audit.sightings;
    tellProblems([...sarif.map(({ file, broken }) => `${file} cannot be used: ${broken}`), ...notes]);
    return renderJson(audit.scorecard);
  }
  return format === "markdown" ? renderAuditMarkdown(audit) : renderAuditTerminal(audit, options);
}

function tellProblems(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`firstpass: ${showOnOneLine(problem)}\n`);
}

async function print(text: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(output, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${output} cannot be written: ${why}`);
  }
}

function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

function parseHistory(text: string): number | "all" {
  if (text === "all") return "all";
  const weeks = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (weeks < 1 || weeks > mostWeeks)
    throw new InvalidArgumentError(`Use a number of weeks from 1 to ${mostWeeks}, or all.`);
  return weeks;
}
