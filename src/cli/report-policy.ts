// `--config FILE`: a file that stands in for the organisation's configuration where the account has none that the token may see.
import { formatConfigProblem } from "../core/config/problem.ts";
import { readConfigFile } from "../core/config/read-config-file.ts";
import { CommandFailed } from "./exit.ts";
import { readTextFile } from "./read-text-file.ts";

/** @throws CommandFailed where it has errors, as `config validate --organisation` would tell; UsageError where there is no such file. */
export async function readPolicy(path: string): Promise<string> {
  const text = await readTextFile(path);
  const { problems } = readConfigFile({ path, text }, { scope: "organisation" });
  for (const problem of problems) process.stderr.write(`${formatConfigProblem(problem)}\n`);
  if (problems.some(({ severity }) => severity === "error"))
    throw new CommandFailed(`${path} has errors: nothing was read from GitHub.`);
  return text;
}
