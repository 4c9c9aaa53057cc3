// `firstpass publish weekly`: posts the weekly issue of a repository now, or prints what would be posted.
import { type Command, Option } from "commander";
import { isoWeekOf, previousIsoWeek } from "../core/scorecard/iso-week.ts";
import { type Job, jobKey } from "../core/work/job.ts";
import { type Environment, EnvironmentError, readEnvironment } from "../environment.ts";
import { explainFailure } from "../failures.ts";
import { connectGitHub } from "../github/connect.ts";
import { createGate } from "../github/gate/gate.ts";
import { createLog } from "../log.ts";
import { createProbot } from "../probot.ts";
import { createJobWork } from "../schedule/job-work.ts";
import type { Store } from "../store/store.ts";
import { type JobOutcome, judgeJobFailure } from "../workflows/job-outcome.ts";
import type { JobServices } from "../workflows/services.ts";
import { prepareWeekly, publishWeekly, type WeeklyRequest } from "../workflows/weekly/publish-weekly.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository, parseWeek } from "./options.ts";
import { printWeeklyPlan } from "./publish-plan.ts";

/** Extended while it publishes; so this is how long the server waits when the command was killed. */
const LEASE_MILLIS = 30_000;

interface PublishOptions {
  readonly repo?: string;
  readonly week?: string;
  readonly dryRun?: true;
  readonly plan?: string | true;
  readonly format: "table" | "json";
}

export function registerPublishCommand(program: Command): void {
  const publish = program
    .command("publish")
    .description("Post on GitHub what is otherwise posted by the clock");
  publish
    .command("weekly")
    .description(
      "Post, or bring up to date, the weekly issue of a repository, or tell when all of them go out",
    )
    .option("--repo <repository>", "OWNER/REPO", parseRepository)
    .option("--week <week>", "ISO week such as 2026-W47; default: the one that ended last", parseWeek)
    .option("--dry-run", "print the issue's title and body, and post nothing")
    .option(
      "--plan [account]",
      "post nothing: tell when the issues of all repositories go out, and in which order",
    )
    .addOption(
      new Option("--format <format>", "how to print the plan").choices(["table", "json"]).default("table"),
    )
    .action(publishWeeklyIssue);
}

async function publishWeeklyIssue(options: PublishOptions): Promise<void> {
  const { repo, plan } = options;
  if (plan !== undefined) {
    if (repo !== undefined || options.week !== undefined || options.dryRun)
      throw new UsageError("--plan tells of all repositories: leave out --repo, --week and --dry-run.");
    return printWeeklyPlan(plan, options.format);
  }
  if (repo === undefined) throw new UsageError("Say which: --repo OWNER/REPO, or --plan for all.");
  const isoWeek = options.week ?? previousIsoWeek(isoWeekOf(Date.now()));
  await withSharedStore(async (store) => {
    const { state } = await findRepository(store, repo);
    const request = { accountId: state.accountId, repositoryId: state.repositoryId, isoWeek };
    if (options.dryRun) {
      const { content } = await prepareWeekly({ store, now: Date.now }, request);
      process.stdout.write(`# ${content.title}\n\n${content.body}\n`);
      return;
    }
    const outcome = await publishUnderLease(connect(readEnvironment(process.env), store), request);
    const said = `${repo}, ${isoWeek}: ${outcome.did}${outcome.reason ? `. ${outcome.reason}` : ""}`;
    if (outcome.did === "skipped") throw new CommandFailed(said);
    process.stdout.write(`${said}\n`);
  });
}

/** As the server does it: while this holds the job's lease, no server publishes the same week, and the other way round. */
async function publishUnderLease(
  services: Omit<JobServices, "holdsLease">,
  request: WeeklyRequest,
): Promise<JobOutcome> {
  const { store } = services;
  const job: Job = { kind: "publish-weekly", ...request };
  const { accountId, kind } = job;
  const leased = await store.jobs.take({ key: jobKey(job), kind, accountId, payload: job }, LEASE_MILLIS);
  if (leased === null) {
    throw new CommandFailed(`${request.isoWeek} is being published right now: look again in a minute.`);
  }
  const ending: { outcome?: JobOutcome; error?: unknown } = {};
  await createJobWork({
    store,
    leaseMillis: LEASE_MILLIS,
    async run(_, holdsLease) {
      ending.outcome = await publishWeekly({ ...services, holdsLease }, request, { asked: true });
    },
    judge(error) {
      ending.error = error;
      return { ...judgeJobFailure(error), reason: explainFailure(error) };
    },
    onWorked: () => {},
  }).work(leased);
  if (ending.outcome) return ending.outcome;
  throw ending.error ?? new CommandFailed(`Another process took ${request.isoWeek} over.`);
}

function connect(environment: Environment, store: Store) {
  const { credentials, github, logLevel, requests } = environment;
  if (!credentials) {
    throw new EnvironmentError([
      "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing: set them as for the server.",
    ]);
  }
  const log = createLog(logLevel);
  const probot = createProbot(credentials, github, log);
  const gate = createGate({ memory: store.rateLimits, now: Date.now, ...requests });
  return {
    store,
    // A person waits for it.
    github: connectGitHub((installationId) => probot.auth(installationId), { gate, priority: "check" }),
    log,
    now: Date.now,
  };
}
