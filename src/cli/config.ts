// `firstpass config validate`: what is wrong with a configuration file, before it is pushed.
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { formatConfigProblem } from "../core/config/problem.ts";
import { readConfigFile } from "../core/config/read-config-file.ts";
import { CommandFailed, UsageError } from "./exit.ts";

export function registerConfigCommand(program: Command): void {
  const config = program.command("config").description("Check configuration files");
  config
    .command("validate")
    .description("Check a .github/firstpass.yml or an organisation's firstpass.yml; 1 when it has errors")
    .argument("<path>", "the file to check")
    .action(validateFile);
}

async function validateFile(path: string): Promise<void> {
  const { problems } = readConfigFile({ path, text: await readText(path) });
  const errors = problems.filter(({ severity }) => severity === "error").length;
  for (const problem of problems) process.stdout.write(`${formatConfigProblem(problem)}\n`);
  if (errors > 0) {
    const count = errors === 1 ? "an error" : `${errors} errors`;
    throw new CommandFailed(`${path} has ${count}: nothing of it would be in force.`);
  }
  const warnings =
    problems.length === 0 ? "" : ` Read the ${problems.length === 1 ? "warning" : "warnings"}.`;
  process.stdout.write(`${path} is valid.${warnings}\n`);
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${describeReadError(error)}`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CommandFailed(`${path} is not UTF-8 text. Save it as UTF-8.`);
  }
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is no such file.";
  if (code === "EISDIR") return "it is a folder. Name the file.";
  return error instanceof Error ? error.message : String(error);
}
