// `firstpass config validate`: what is wrong with a configuration or exceptions file, before it is pushed.
import { basename } from "node:path";
import type { Command } from "commander";
import { type ConfigProblem, formatConfigProblem } from "../core/config/problem.ts";
import { readConfigFile } from "../core/config/read-config-file.ts";
import { organisationExceptionsPath } from "../core/exceptions/file-address.ts";
import { readExceptionsFile } from "../core/exceptions/read-exceptions-file.ts";
import { CommandFailed } from "./exit.ts";
import { readTextFile } from "./read-text-file.ts";

export function registerValidateCommand(config: Command): void {
  config
    .command("validate")
    .description(
      "Check a firstpass.yml or a firstpass-exceptions.yml, of a repository or an organisation; 1 when it has errors",
    )
    .argument("<path>", "the file to check")
    .option("--organisation", "the exceptions file is the organisation's", false)
    .action(validateFile);
}

async function validateFile(path: string, options: { organisation: boolean }): Promise<void> {
  const { problems, lost } = validate(path, await readTextFile(path), options.organisation);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  for (const problem of problems) process.stdout.write(`${formatConfigProblem(problem)}\n`);
  if (errors > 0) {
    const count = errors === 1 ? "an error" : `${errors} errors`;
    throw new CommandFailed(`${path} has ${count}: ${lost} would be in force.`);
  }
  const warnings =
    problems.length === 0 ? "" : ` Read the ${problems.length === 1 ? "warning" : "warnings"}.`;
  process.stdout.write(`${path} is valid.${warnings}\n`);
}

/** `lost`: what an error keeps from being in force. */
function validate(
  path: string,
  text: string,
  ofOrganisation: boolean,
): { readonly problems: readonly ConfigProblem[]; readonly lost: string } {
  if (basename(path) !== organisationExceptionsPath) {
    return { problems: readConfigFile({ path, text }).problems, lost: "nothing of it" };
  }
  const origin = ofOrganisation ? "organisation-file" : "repository-file";
  const { entries, problems } = readExceptionsFile({ path, text }, { origin, at: Date.now() });
  return { problems, lost: entries === null ? "nothing of it" : "none of the entries with an error" };
}
