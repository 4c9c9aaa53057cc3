#!/usr/bin/env node
// The command line: one file per command. Standard output carries the answer, standard error everything else.
import { statSync } from "node:fs";
import nodeModule from "node:module";
import { Command } from "commander";
import { showLines } from "../render/visible-text.ts";
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

/** They work where code of others lies: a `.env` there could name a library to load, or the address that a token is sent to. */
const amongFilesOfOthers: readonly string[] = ["audit", "report"];

// Not in Node 20.
nodeModule.enableCompileCache?.();
const asked = process.argv.slice(2).find((argument) => !argument.startsWith("-")) ?? "";
if (!amongFilesOfOthers.includes(asked)) loadEnvironmentFile();
const program = new Command("firstpass")
  .description("Security KPIs for every repository, posted where the work happens.")
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(showLines(text)) })
  .showHelpAfterError("(add --help for what is allowed)");
const wanted = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
for (const name of wanted) (await commands[name]?.())?.(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  const message = describeFailure(error);
  if (message !== null) process.stderr.write(`firstpass: ${showLines(message)}\n`);
}

/** `.env` of the working directory, as Probot reads it; what is set already stays as it is. Python has folders of that name. */
function loadEnvironmentFile(): void {
  if (statSync(".env", { throwIfNoEntry: false })?.isDirectory() === false) process.loadEnvFile();
}
