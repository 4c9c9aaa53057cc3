// The composition root: store, GitHub, Probot, worker, cron and HTTP server are made and joined here, and nowhere else.
import type { Probot } from "probot";
import { parseJob } from "./core/work/job-schema.ts";
import { createCronWork } from "./cron-work.ts";
import { type Environment, EnvironmentError } from "./environment.ts";
import { explainFailure } from "./failures.ts";
import { connectGitHub } from "./github/connect.ts";
import { Refused } from "./github/errors.ts";
import { createGate } from "./github/gate/gate.ts";
import type { GitHubGateway } from "./github/gateway.ts";
import { createByteBudget } from "./http/byte-budget.ts";
import { answerHealth, createReadinessHandler, MAX_LAG_MILLIS } from "./http/health.ts";
import { addHistoryMetrics } from "./http/history-metrics.ts";
import {
  createIntake,
  DELIVERY_DEADLINE_MILLIS,
  MAX_DELIVERY_BYTES,
  STORE_DEADLINE_MILLIS,
} from "./http/intake.ts";
import { countEndedJob, createMetrics, createMetricsHandler, type Metrics } from "./http/metrics.ts";
import { type HttpServer, startHttpServer } from "./http/server.ts";
import { addSweepMetrics } from "./http/sweep-metrics.ts";
import { watchSenders } from "./http/waiting-senders.ts";
import firstpass, { recordDelivery } from "./index.ts";
import { createLog, type Logger } from "./log.ts";
import { canRoute, createProbot, receiveEvent } from "./probot.ts";
import type { ServerStore } from "./records/store.ts";
import { createCronRunner, cronTable } from "./schedule/cron.ts";
import { createDeliveryWork } from "./schedule/delivery-work.ts";
import { giveWay } from "./schedule/give-way.ts";
import { createInbox } from "./schedule/inbox.ts";
import { createJobWork } from "./schedule/job-work.ts";
import { createLeaseLoop, type LeaseLoop } from "./schedule/lease-loop.ts";
import { openStore } from "./store/database.ts";
import { judgeJobFailure } from "./workflows/job-outcome.ts";
import { runJob } from "./workflows/run-job.ts";
import type { ServerServices } from "./workflows/services.ts";
import type { SweepOutcome } from "./workflows/sweep/sweep-deliveries.ts";

/** What the operator does not set, and a test, a demonstration or a replay may. */
export interface Overrides {
  /** Instead of the GitHub that the environment names. */
  readonly github?: GitHubGateway;
  readonly log?: Logger;
  /** Milliseconds UTC, instead of the system's clock and the database's. The cron table, which real time drives, is then left out. */
  readonly now?: () => number;
  /** How long GitHub may take over one answer. Default half a minute. */
  readonly answerMillis?: number;
  /** How often each queue is looked at without being woken. Default one second. */
  readonly pollMillis?: number;
}

export interface Firstpass {
  readonly store: ServerStore;
  readonly probot: Probot;
  /** Listens and works from now on. */
  start(): Promise<{ readonly url: string }>;
  /** Works until nothing is due in the inbox and the job queue, started or not. */
  drain(): Promise<void>;
  /** Has GitHub send again what it could not bring, as the cron table does. Null while GitHub asked to be left alone. */
  sweep(): Promise<SweepOutcome | null>;
  /** Does what the cron table says is due now. A server does so by itself, as long as real time drives it. */
  tick(): Promise<void>;
  /** Closes the intake, finishes the work in hand, closes the store. What is not finished after `graceMillis` is left to its lease. */
  stop(graceMillis?: number): Promise<void>;
}

/** Bytes of deliveries held at one time: five of the largest that GitHub sends, or thousands of common ones. */
const INTAKE_CAPACITY_BYTES = 5 * MAX_DELIVERY_BYTES;

const DELIVERIES_AT_ONCE = 16;
const JOBS_AT_ONCE = 5;
/** A run of reading the past takes half a minute: a check on a pull request does not wait for the end of four of them. */
const PLACES_FOR_CHECKS = 1;
const POLL_MILLIS = 1000;
/** Under a flood of senders the queues take a little this often. */
const FLOOD_MILLIS = 1000;
const STOP_GRACE_MILLIS = 8000;
const STORE_CLOSE_MILLIS = 1000;

/**
 * Opens the store and wires everything; nothing listens or works before `start` or `drain`.
 *
 * @throws EnvironmentError without credentials; and what `openStore` throws.
 */
export async function createFirstpass(
  environment: Environment,
  overrides: Overrides = {},
): Promise<Firstpass> {
  const { credentials } = environment;
  if (!credentials) {
    throw new EnvironmentError([
      "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing: register the app first.",
    ]);
  }
  const log = overrides.log ?? createLog(environment.logLevel);
  const clock = overrides.now ? { now: overrides.now } : {};
  const store = await openStore(environment.databaseUrl, {
    ...clock,
    onUnavailable: (err) => log.warn({ err }, "a connection to the store was lost"),
  });

  const probot = createProbot(credentials, environment.github, log, overrides.answerMillis);
  const inbox = createInbox();
  await probot.load((app) => firstpass(app, { services: { store, inbox } }));

  const now = overrides.now ?? Date.now;
  const budget = createByteBudget(INTAKE_CAPACITY_BYTES);
  const metrics = createMetrics({ store, bytesInFlight: budget.bytesInFlight, now });
  const github =
    overrides.github ??
    connectGitHub((installationId) => probot.auth(installationId), {
      ...clock,
      ...(overrides.answerMillis === undefined ? {} : { timeoutMillis: overrides.answerMillis }),
      memory: store.httpResponses,
      gate: createGate({
        memory: store.rateLimits,
        now,
        historyShare: environment.requests.historyShare,
        // A clock that stands still has no seconds to wait for.
        paced: environment.requests.paced && overrides.now === undefined,
        onWait: metrics.countGitHubWait,
      }),
      onAnswered: metrics.countGitHubRequest,
    });
  const { backfillDays } = environment;
  const services: ServerServices = { store, github, log, now, backfillDays };

  const senders = watchSenders(store.deliveries);
  const queues = createQueues({
    services,
    giveWay: () => giveWay({ isBusy: senders.isFlood, mostMillis: FLOOD_MILLIS }),
    probot,
    inbox,
    metrics,
    pollMillis: overrides.pollMillis ?? POLL_MILLIS,
  });
  const stopping = new AbortController();
  const cronWork = createCronWork({
    services,
    environment,
    probot,
    appId: credentials.appId,
    onAnswered: metrics.countGitHubRequest,
    signal: stopping.signal,
  });
  addHistoryMetrics(metrics.registry, store);
  addSweepMetrics(metrics.registry, { store, appId: credentials.appId, now });
  const cron = createCronRunner(cronTable(cronWork), store, (entry, err) => {
    if (!stopping.signal.aborted) log.error({ entry, err }, "a cron run failed");
  });
  const readiness = createReadinessHandler({ store, now, maxLagMillis: MAX_LAG_MILLIS });
  const intake = createIntake({
    store: senders,
    secrets: credentials.webhookSecrets,
    budget,
    limits: { maxBytes: MAX_DELIVERY_BYTES, deadlineMillis: DELIVERY_DEADLINE_MILLIS },
    storeMillis: STORE_DEADLINE_MILLIS,
    onStored: queues.deliveries.wake,
    onAnswer: (status) => metrics.intakeAnswers.inc({ status }),
    onStoreFailure: (err) => log.error({ err }, "a delivery could not be stored"),
  });
  let server: HttpServer | null = null;

  return {
    store,
    probot,
    async start() {
      server = await startHttpServer({
        host: environment.host,
        port: environment.port,
        routes: {
          intake,
          health: async (_, response) => answerHealth(response),
          readiness: (_, response) => readiness(response),
          metrics: createMetricsHandler(metrics, environment.metricsToken),
        },
        onError: (err) => log.error({ err }, "a request failed"),
      });
      queues.deliveries.start();
      queues.jobs.start();
      if (overrides.now === undefined) cron.start();
      return { url: server.url };
    },
    async drain() {
      // Jobs may bring deliveries, and deliveries bring jobs.
      while ((await queues.deliveries.drain()) + (await queues.jobs.drain()) > 0);
    },
    sweep: () => cronWork.sweepDeliveries(),
    tick: () => cron.tick(),
    async stop(graceMillis = STOP_GRACE_MILLIS) {
      stopping.abort();
      const finished = Promise.all([
        server?.close(graceMillis),
        cron.stop(),
        queues.deliveries.stop(),
        queues.jobs.stop(),
      ]);
      await withinMillis(finished, graceMillis);
      // A database that does not answer would hold up the end for ever.
      await withinMillis(store.close(), STORE_CLOSE_MILLIS);
    },
  };
}

function createQueues(parts: {
  services: ServerServices;
  giveWay: () => Promise<void>;
  probot: Probot;
  inbox: ReturnType<typeof createInbox>;
  metrics: Metrics;
  pollMillis: number;
}): { deliveries: LeaseLoop; jobs: LeaseLoop } {
  const { services, metrics, pollMillis, giveWay } = parts;
  const { store, log } = services;
  const onError = (err: unknown) =>
    log.error({ err }, "the store could not be asked for work, or told of it");

  const jobs = createLeaseLoop({
    ...createJobWork({
      store,
      keptForChecks: PLACES_FOR_CHECKS,
      async run(leased, holdsLease) {
        const job = parseJob(leased.payload);
        if (!job) throw new Refused(`This version of Firstpass knows no such job: ${leased.kind}.`, 422);
        const { did } = await runJob(services, job, holdsLease);
        countEndedJob(metrics, job.kind, did);
      },
      judge: (error) => ({ ...judgeJobFailure(error), reason: explainFailure(error) }),
      onWorked({ key, kind, tries }, outcome, reason) {
        metrics.jobsWorked.inc({ kind, outcome });
        if (reason !== null) log.warn({ job: key, outcome, reason, tries }, "a job failed");
      },
    }),
    concurrency: JOBS_AT_ONCE,
    giveWay,
    pollMillis,
    onError,
  });

  const deliveries = createLeaseLoop({
    ...createDeliveryWork({
      store,
      inbox: parts.inbox,
      receive: (event) =>
        canRoute(event)
          ? receiveEvent(parts.probot, event)
          : recordDelivery({ store, inbox: parts.inbox }, event),
      explain: explainFailure,
      onWorked({ id, event, tries }, outcome, reason) {
        metrics.deliveriesWorked.inc({ outcome });
        if (reason !== null) log.warn({ delivery: id, event, outcome, reason, tries }, "a delivery failed");
        else log.debug({ delivery: id, event, outcome }, "a delivery was worked on");
        jobs.wake();
      },
    }),
    concurrency: DELIVERIES_AT_ONCE,
    giveWay,
    leastRoom: DELIVERIES_AT_ONCE / 2,
    pollMillis,
    onError,
  });
  return { deliveries, jobs };
}

/** Resolves when the work does, or after the time. */
async function withinMillis(work: Promise<unknown>, millis: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, millis);
  await Promise.race([work, late]);
  clearTimeout(timer);
}
