// `firstpass config simulate`: what a changed configuration or exceptions file would do, before it is merged, from the store.
import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readSharedAddress, type SharedAddress } from "../core/config/layers/shared-address.ts";
import { formatConfigProblem } from "../core/config/problem.ts";
import { organisationExceptionsPath, repositoryExceptionsPath } from "../core/exceptions/file-address.ts";
import { organisationConfigPath, repositoryConfigPath } from "../core/paved-road/paths.ts";
import type { ChangedFirstpassFile } from "../core/simulation/changed-file.ts";
import type { Simulation } from "../core/simulation/simulation.ts";
import type { KnownRepository, ServerStore } from "../records/store.ts";
import { renderSimulation } from "../render/check/simulation.ts";
import { renderJson } from "../render/json.ts";
import { renderTerminalSimulation } from "../render/terminal/terminal-simulation.ts";
import { simulateChange } from "../workflows/simulation/simulate-change.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findOrganisation } from "./find-organisation.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository } from "./options.ts";
import { readTextFile } from "./read-text-file.ts";
import { reviewChangedFile } from "./review-changed-file.ts";

interface Asked {
  readonly organisation?: string;
  readonly repository?: string;
  readonly shared?: SharedAddress;
  readonly format: "table" | "markdown" | "json";
}

export function registerSimulateCommand(config: Command): void {
  config
    .command("simulate")
    .description(
      "Print which repositories a changed file would affect, and which KPI statuses would change; 1 when it has errors",
    )
    .argument("<path>", "the changed firstpass.yml, shared file or firstpass-exceptions.yml")
    .option("--organisation <login>", "it is the file of this organisation")
    .option("--repository <repository>", "it is the file of OWNER/REPO", parseRepository)
    .option("--shared <address>", "it is the shared file OWNER/REPO:PATH", parseAddress)
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "markdown", "json"]).default("table"),
    )
    .action(simulateFile);
}

async function simulateFile(path: string, asked: Asked): Promise<void> {
  const given = [asked.organisation, asked.repository, asked.shared].filter((each) => each !== undefined);
  if (given.length !== 1)
    throw new UsageError("Say whose file it is, by one of --organisation, --repository and --shared.");
  const text = await readTextFile(path);
  const { errors, simulation } = await withSharedStore(async (store) => {
    const { holder, file } = await placeFile(store, path, text, asked);
    const now = Date.now();
    const { problems, lost } = await reviewChangedFile(store, holder, file, now);
    for (const problem of problems) process.stderr.write(`${formatConfigProblem({ ...problem, path })}\n`);
    const count = problems.filter(({ severity }) => severity === "error").length;
    if (lost) return { errors: count, simulation: null };
    return {
      errors: count,
      simulation: await simulateChange(store, { holder: holder.state, files: [file], now }),
    };
  });
  if (simulation !== null) process.stdout.write(`${render(simulation, asked.format)}\n`);
  if (errors === 0) return;
  const said = errors === 1 ? "an error" : `${errors} errors`;
  const what = simulation === null ? "nothing of it would be in force" : "the rest of it was simulated";
  throw new CommandFailed(`${path} has ${said}: ${what}.`);
}

/** The file where it would stand on GitHub. A file of the exceptions' name is one. */
async function placeFile(
  store: ServerStore,
  path: string,
  text: string,
  { organisation, repository, shared }: Asked,
): Promise<{ holder: KnownRepository; file: ChangedFirstpassFile }> {
  const excepts = basename(path) === basename(organisationExceptionsPath);
  if (shared !== undefined) {
    const holder = await findRepository(store, `${shared.owner}/${shared.name}`);
    return { holder, file: { role: "shared", path: shared.path, text } };
  }
  if (organisation !== undefined) {
    const holder = await findOrganisation(store, organisation);
    const file: ChangedFirstpassFile = excepts
      ? { role: "organisation-exceptions", path: organisationExceptionsPath, text }
      : { role: "organisation", path: organisationConfigPath, text };
    return { holder, file };
  }
  const file: ChangedFirstpassFile = excepts
    ? { role: "repository-exceptions", path: repositoryExceptionsPath, text }
    : { role: "repository", path: repositoryConfigPath, text };
  return { holder: await findRepository(store, repository ?? ""), file };
}

function parseAddress(text: string): SharedAddress {
  const address = readSharedAddress(text);
  if ("refused" in address) throw new InvalidArgumentError(`It ${address.refused}`);
  return address;
}

function render(simulation: Simulation, format: Asked["format"]): string {
  if (format === "json") return renderJson(simulation);
  return format === "markdown" ? renderSimulation(simulation) : renderTerminalSimulation(simulation);
}
