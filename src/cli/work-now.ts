// Does a job in the command's own process, as the server does it: under the job's lease, so that no server does the same meanwhile.
import { type Job, jobKey } from "../core/work/job.ts";
import { EnvironmentError, readEnvironment } from "../environment.ts";
import { explainFailure } from "../failures.ts";
import { connectGitHub } from "../github/connect.ts";
import { createGate } from "../github/gate/gate.ts";
import { createLog } from "../log.ts";
import { createProbot } from "../probot.ts";
import type { ServerStore } from "../records/store.ts";
import { createJobWork } from "../schedule/job-work.ts";
import { type JobOutcome, judgeJobFailure } from "../workflows/job-outcome.ts";
import { runJob } from "../workflows/run-job.ts";
import type { JobServices, ServerServices } from "../workflows/services.ts";
import { CommandFailed } from "./exit.ts";

/** Extended while it works; so this is how long the server waits when the command was killed. */
const LEASE_MILLIS = 30_000;

/** GitHub as the server asks it, by the environment. @throws EnvironmentError without credentials. */
export function connectServices(store: ServerStore): ServerServices {
  const { credentials, github, logLevel, requests, backfillDays } = readEnvironment(process.env);
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
    github: connectGitHub((installationId) => probot.auth(installationId), { gate }),
    log,
    now: Date.now,
    backfillDays,
  };
}

/**
 * @param run does the job in another way than the server; absent: in the same.
 * @throws CommandFailed while a server works on the same; and the error that the job ended with.
 */
export async function workNow(
  services: ServerServices,
  job: Job,
  run: (services: JobServices) => Promise<JobOutcome> = ({ holdsLease }) => runJob(services, job, holdsLease),
): Promise<JobOutcome> {
  const { store } = services;
  const { kind, accountId } = job;
  const leased = await store.jobs.take({ key: jobKey(job), kind, accountId, payload: job }, LEASE_MILLIS);
  if (leased === null)
    throw new CommandFailed(`The server works on ${jobKey(job)} right now: look again in a minute.`);
  const ending: { outcome?: JobOutcome; error?: unknown } = {};
  await createJobWork({
    store,
    leaseMillis: LEASE_MILLIS,
    async run(_, holdsLease) {
      ending.outcome = await run({ ...services, holdsLease });
    },
    judge(error) {
      ending.error = error;
      return { ...judgeJobFailure(error), reason: explainFailure(error) };
    },
    onWorked: () => {},
  }).work(leased);
  if (ending.outcome) return ending.outcome;
  throw ending.error ?? new CommandFailed(`Another process took ${jobKey(job)} over.`);
}
