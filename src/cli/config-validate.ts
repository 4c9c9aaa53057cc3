// `firstpass config validate`: what is wrong with configuration and exceptions files, before they are pushed.
import { basename, dirname } from "node:path";
import { type Command, Option } from "commander";
import type { FileScope } from "../core/config/check/file-scope.ts";
import { type ConfigProblem, formatConfigProblem } from "../core/config/problem.ts";
import { readConfigFile } from "../core/config/read-config-file.ts";
import { organisationExceptionsPath, organisationRepositories } from "../core/exceptions/file-address.ts";
import { readExceptionsFile } from "../core/exceptions/read-exceptions-file.ts";
import { organisationConfigPath } from "../core/paved-road/paths.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { readTextFile } from "./read-text-file.ts";

interface AskedFiles {
  readonly organisation: boolean;
  readonly format: "text" | "json";
}

export function registerValidateCommand(config: Command): void {
  config
    .command("validate")
    .description(
      "Check files such as firstpass.yml or firstpass-exceptions.yml, of a repository or an organisation; 1 when one has errors",
    )
    .argument("<path...>", "the files to check")
    .option("--organisation", "the files are the organisation's", false)
    .addOption(
      new Option("--format <format>", "how problems are written").choices(["text", "json"]).default("text"),
    )
    .action(validateFiles);
}

async function validateFiles(paths: readonly string[], { organisation, format }: AskedFiles): Promise<void> {
  const problems: ConfigProblem[] = [];
  const failures: Error[] = [];
  for (const path of paths) {
    try {
      const read = validate(path, await readTextFile(path), organisation);
      problems.push(...read.problems);
      if (format === "text") tell(path, read.problems);
      const failure = describeErrors(path, read);
      if (failure !== null) failures.push(new CommandFailed(failure));
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof CommandFailed)) throw error;
      failures.push(error);
    }
  }
  if (format === "json") process.stdout.write(`${JSON.stringify(problems, null, 2)}\n`);
  if (failures.length === 0) return;
  const message = failures.map((failure) => failure.message).join("\nfirstpass: ");
  // That a file cannot be read weighs more than what is wrong in another.
  throw failures.some((failure) => failure instanceof UsageError)
    ? new UsageError(message)
    : new CommandFailed(message);
}

function tell(path: string, problems: readonly ConfigProblem[]): void {
  for (const problem of problems) process.stdout.write(`${formatConfigProblem(problem)}\n`);
  if (problems.some(({ severity }) => severity === "error")) return;
  const warnings =
    problems.length === 0 ? "" : ` Read the ${problems.length === 1 ? "warning" : "warnings"}.`;
  process.stdout.write(`${path} is valid.${warnings}\n`);
}

interface Validated {
  readonly problems: readonly ConfigProblem[];
  /** What an error keeps from being in force. */
  readonly lost: string;
}

function describeErrors(path: string, { problems, lost }: Validated): string | null {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  if (errors === 0) return null;
  return `${path} has ${errors === 1 ? "an error" : `${errors} errors`}: ${lost} would be in force.`;
}

function validate(path: string, text: string, ofOrganisation: boolean): Validated {
  if (basename(path) !== organisationExceptionsPath) {
    const scope = ofOrganisation ? "organisation" : scopeOf(path);
    return { problems: readConfigFile({ path, text }, { scope }).problems, lost: "nothing of it" };
  }
  const origin = ofOrganisation ? "organisation-file" : "repository-file";
  const { entries, problems } = readExceptionsFile({ path, text }, { origin, at: Date.now() });
  return { problems, lost: entries === null ? "nothing of it" : "none of the entries with an error" };
}

/**
 * Whose file it is, by where it lies: `.github/firstpass.yml` is a repository's, unless the folder is itself a checkout of the
 * organisation's repository, which only `--organisation` can tell. Any other may be one that others extend.
 */
function scopeOf(path: string): FileScope["scope"] {
  if (basename(path) !== organisationConfigPath) return "any";
  const folder = basename(dirname(path));
  if (folder === ".github") return "repository";
  return organisationRepositories.includes(folder) ? "organisation" : "any";
}
