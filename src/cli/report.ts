// `firstpass report OWNER/REPO…`: scorecards read from GitHub's API with a token, without a server.
import type { Command } from "commander";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { connectWithToken } from "../github/token.ts";
import { openMemoryStore } from "../memory/open-memory-store.ts";
import { countOf } from "../render/numbers.ts";
import { withPolicy } from "../workflows/collect/with-policy.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { openReportCache } from "./report-cache.ts";
import { describeReadFailure } from "./report-failure.ts";
import { addReportOptions, type ReportOptions } from "./report-options.ts";
import {
  checkOutput,
  fileOf,
  type MadeReport,
  renderReport,
  renderReports,
  terminalOptions,
  writeReport,
} from "./report-output.ts";
import { readPolicy } from "./report-policy.ts";
import { startProgress } from "./report-progress.ts";
import { runReport } from "./report-run.ts";
import {
  eachOnce,
  listOrganisation,
  parseListed,
  parseRepositoryList,
  readStandardInput,
} from "./report-targets.ts";
import { readTokenEnvironment } from "./token-environment.ts";

const minuteMillis = 60_000;

export function registerReportCommand(program: Command): void {
  const command = program
    .command("report")
    .description(
      "Read repositories from GitHub's API with a token (GITHUB_TOKEN) and print their scorecards; no server is needed",
    );
  addReportOptions(command).action(report);
}

async function report(given: readonly string[], options: ReportOptions): Promise<void> {
  const startedAt = Date.now();
  const { org, format, output, asOf } = options;
  if (asOf !== undefined && asOf > startedAt) throw new UsageError("--as-of lies in the future.");
  const environment = readTokenEnvironment(process.env);
  const named = await namesOf(given, org);
  const several = org !== undefined || given.length !== 1 || given[0] === "-";
  const place = output === undefined ? null : { path: output, kind: await checkOutput(output, several) };
  const policy = options.config === undefined ? null : await readPolicy(options.config);

  const progress = startProgress(process.stderr);
  if (asOf !== undefined)
    progress.say(
      "--as-of: the configuration that is in force today is used, with today's targets and rules; what it was then is not known.",
    );
  const scorecards: Scorecard[] = [];
  const only: MadeReport[] = [];
  try {
    const cache = await openReportCache(options.cache ?? true, environment);
    const store = openMemoryStore({ now: Date.now, ...(cache === null ? {} : { httpResponses: cache }) });
    const connected = connectWithToken({ ...environment, kind: "token", store, now: Date.now });
    const told = new Set<string>();
    const github =
      policy === null
        ? connected
        : withPolicy(connected, policy, (holder) => {
            if (!told.has(holder))
              progress.say(`${options.config} is not used: ${holder} has a firstpass.yml of its own.`);
            told.add(holder);
          });
    const listed = org === undefined ? [] : await listOrganisation(connected, org, progress);
    const names = eachOnce([...named, ...listed]);
    const failed = await runReport(names, {
      services: { store, github, now: Date.now },
      asked: { ...options, waitUntil: startedAt + options.maxWait * minuteMillis },
      progress,
      token: environment.token,
      async onMade(made) {
        scorecards.push(made.scorecard);
        if (!several) only.push(made);
        if (place?.kind === "folder")
          await writeReport(
            fileOf(place.path, made.scorecard.repository.fullName, format),
            renderReport(made, format),
          );
      },
    });
    await cache?.tidy();
    progress.stop();
    if (several)
      process.stdout.write(renderReports({ scorecards, failed }, format, terminalOptions(process.stdout)));
    for (const made of only) {
      if (place === null) process.stdout.write(renderReport(made, format, terminalOptions(process.stdout)));
      else if (place.kind === "file") await writeReport(place.path, renderReport(made, format));
    }
    if (failed.length > 0)
      throw new CommandFailed(
        several
          ? `${countOf(failed.length, "repository")} of ${names.length} could not be read: see above.`
          : `${failed[0]?.fullName} could not be read: see above.`,
      );
  } catch (error) {
    if (error instanceof CommandFailed || error instanceof UsageError) throw error;
    throw new CommandFailed(describeReadFailure(error, environment.token));
  } finally {
    progress.stop();
  }
}

/** Those named, and those on standard input where it is asked for, or where nothing else is named and it is no terminal. */
async function namesOf(given: readonly string[], org: string | undefined): Promise<string[]> {
  const fromInput = given.includes("-") || (given.length === 0 && org === undefined && !process.stdin.isTTY);
  const named = given.filter((name) => name !== "-").map((name) => parseListed(name, "repository"));
  const listed = fromInput ? parseRepositoryList(await readStandardInput(process.stdin)) : [];
  const names = [...named, ...listed];
  if (names.length === 0 && org === undefined)
    throw new UsageError("Name a repository: OWNER/REPO, --org LOGIN, or a list on standard input.");
  return names;
}
