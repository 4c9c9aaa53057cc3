#!/usr/bin/env node
// The command line: one file per command. Standard output carries the answer, standard error everything else.
import { Command } from "commander";
import { registerAdoptionCommand } from "./adoption.ts";
import { registerConfigCommand } from "./config.ts";
import { registerDeliveriesCommand } from "./deliveries.ts";
import { registerDemoCommand } from "./demo.ts";
import { registerDoctorCommand } from "./doctor.ts";
import { describeFailure, exitCodeOf } from "./exit.ts";
import { registerExplainCommand } from "./explain.ts";
import { registerJobsCommand } from "./jobs.ts";
import { registerOverviewCommand } from "./overview.ts";
import { registerPublishCommand } from "./publish.ts";
import { registerReplayCommand } from "./replay.ts";
import { registerScorecardCommand } from "./scorecard.ts";
import { registerStartCommand } from "./start.ts";

loadEnvironmentFile();
const program = new Command("firstpass")
  .description("Security KPIs for every repository, posted where the work happens.")
  .exitOverride()
  .showHelpAfterError("(add --help for what is allowed)");
registerStartCommand(program);
registerDoctorCommand(program);
registerDeliveriesCommand(program);
registerJobsCommand(program);
registerScorecardCommand(program);
registerExplainCommand(program);
registerAdoptionCommand(program);
registerOverviewCommand(program);
registerPublishCommand(program);
registerDemoCommand(program);
registerReplayCommand(program);
registerConfigCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  const message = describeFailure(error);
  if (message !== null) process.stderr.write(`firstpass: ${message}\n`);
}

/** `.env` of the working directory, as Probot reads it; what is set already stays as it is. */
function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
