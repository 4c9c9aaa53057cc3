#!/usr/bin/env node
// The command line: one file per command. Standard output carries the answer, standard error everything else.
import nodeModule from "node:module";
import { Command } from "commander";
import { describeFailure, exitCodeOf } from "./exit.ts";

/** By name, in the order of the help. Only what is asked for is loaded: a command that reads a file needs no server. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  audit: async () => (await import("./audit.ts")).registerAuditCommand,
  report: async () => (await import("./report.ts")).registerReportCommand,
  start: async () => (await import("./start.ts")).registerStartCommand,
  doctor: async () => (await import("./doctor.ts")).registerDoctorCommand,
  deliveries: async () => (await import("./deliveries.ts")).registerDeliveriesCommand,
  redeliver: async () => (await import("./redeliver.ts")).registerRedeliverCommand,
  erase: async () => (await import("./erase.ts")).registerEraseCommand,
  backfill: async () => (await import("./backfill.ts")).registerBackfillCommand,
  reconcile: async () => (await import("./reconcile.ts")).registerReconcileCommand,
  jobs: async () => (await import("./jobs.ts")).registerJobsCommand,
  scorecard: async () => (await import("./scorecard.ts")).registerScorecardCommand,
  explain: async () => (await import("./explain.ts")).registerExplainCommand,
  adoption: async () => (await import("./adoption.ts")).registerAdoptionCommand,
  overview: async () => (await import("./overview.ts")).registerOverviewCommand,
  publish: async () => (await import("./publish.ts")).registerPublishCommand,
  demo: async () => (await import("./demo.ts")).registerDemoCommand,
  replay: async () => (await import("./replay.ts")).registerReplayCommand,
  config: async () => (await import("./config.ts")).registerConfigCommand,
};

// Not in Node 20.
nodeModule.enableCompileCache?.();
loadEnvironmentFile();
const program = new Command("firstpass")
  .description("Security KPIs for every repository, posted where the work happens.")
  .exitOverride()
  .showHelpAfterError("(add --help for what is allowed)");
const [asked = ""] = process.argv.slice(2);
const wanted = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
for (const name of wanted) (await commands[name]?.())?.(program);

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
