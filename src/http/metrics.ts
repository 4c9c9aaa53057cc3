// The Prometheus registry of one server, and who may read it: this machine, or who has the token. Never everybody.
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { ServerStore } from "../records/store.ts";
import { addGitHubMetrics, type CountedRequest } from "./github-metrics.ts";
import { isLoopbackPeer } from "./loopback.ts";
import { addWaitMetrics, type CountedWait } from "./wait-metrics.ts";
import { withinMillis } from "./within-millis.ts";

/** Below the ten seconds that Prometheus waits by default. */
const METRICS_MILLIS = 8000;

/** Jobs that post a scorecard, and where. */
const SURFACES: Readonly<Record<string, string>> = {
  "evaluate-head": "check-run",
  "publish-weekly": "weekly-issue",
  "publish-overview": "overview",
};

export interface Metrics {
  readonly registry: Registry;
  /** Answers of the intake by HTTP status. */
  readonly intakeAnswers: Counter<"status">;
  /** What became of stored deliveries: `done`, `ignored`, `unusable`, `retried`, `dead`, `lost`. */
  readonly deliveriesWorked: Counter<"outcome">;
  /** What became of jobs by kind: `done`, `retried`, `held`, `dead`, `lost`. */
  readonly jobsWorked: Counter<"kind" | "outcome">;
  /** What jobs that ended well did: `created`, `updated`, `unchanged`, `recorded`, `skipped`. */
  readonly jobsEnded: Counter<"kind" | "did">;
  /** Scorecards on GitHub: `surface` is `check-run`, `weekly-issue` or `overview`, `did` is `created` or `updated`. */
  readonly scorecardsPosted: Counter<"surface" | "did">;
  readonly countGitHubRequest: (request: CountedRequest) => void;
  readonly countGitHubWait: (wait: CountedWait) => void;
}

/** `store` and `bytesInFlight` are asked when somebody reads the metrics; a store that cannot answer fails the reading. */
export function createMetrics(sources: {
  store: ServerStore;
  bytesInFlight: () => number;
  /** Milliseconds UTC; absent: the system's clock. */
  now?: () => number;
}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const { store } = sources;
  const addGauge = (name: string, help: string, read: () => Promise<number> | number) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  const addGaugeByState = (name: string, help: string, read: () => Promise<Record<string, number>>) =>
    new Gauge({
      name,
      help,
      labelNames: ["state"] as const,
      registers,
      async collect() {
        this.reset();
        for (const [state, count] of Object.entries(await read())) this.set({ state }, count);
      },
    });

  addGauge("firstpass_intake_bytes_in_flight", "Bytes of deliveries received and not yet stored", () =>
    sources.bytesInFlight(),
  );
  addGauge(
    "firstpass_delivery_oldest_pending_seconds",
    "Age of the oldest delivery that is not processed; 0 when there is none",
    async () => ((await store.deliveries.statistics()).oldestPendingMillis ?? 0) / 1000,
  );
  addGaugeByState("firstpass_deliveries", "Stored deliveries by state", async () => ({
    ...(await store.deliveries.statistics()).counts,
  }));
  addGauge(
    "firstpass_job_oldest_due_seconds",
    "How long the oldest due job has waited; 0 when none is due",
    async () => ((await store.jobs.statistics()).oldestDueMillis ?? 0) / 1000,
  );
  addGaugeByState("firstpass_jobs", "Queued jobs by state", async () => {
    const { waiting, dead } = await store.jobs.statistics();
    return { waiting, dead };
  });
  new Gauge({
    name: "firstpass_jobs_by_kind",
    help: "Queued jobs by kind and state",
    labelNames: ["kind", "state"] as const,
    registers,
    async collect() {
      this.reset();
      for (const { kind, state, count } of await store.jobs.countByKind()) this.set({ kind, state }, count);
    },
  });

  const intakeAnswers = new Counter({
    name: "firstpass_intake_answers_total",
    help: "Answers to webhook deliveries by HTTP status",
    labelNames: ["status"] as const,
    registers,
  });
  const scorecardsPosted = new Counter({
    name: "firstpass_scorecards_posted_total",
    help: "Scorecards written to GitHub by surface, and whether created or updated",
    labelNames: ["surface", "did"] as const,
    registers,
  });
  // A series that is not there cannot be seen to stand still.
  for (const status of [202, 401, 503]) intakeAnswers.inc({ status }, 0);
  for (const surface of Object.values(SURFACES)) {
    for (const did of ["created", "updated"]) scorecardsPosted.inc({ surface, did }, 0);
  }

  return {
    registry,
    intakeAnswers,
    scorecardsPosted,
    countGitHubRequest: addGitHubMetrics(registry, sources.now ?? Date.now),
    countGitHubWait: addWaitMetrics(registry),
    deliveriesWorked: new Counter({
      name: "firstpass_deliveries_worked_total",
      help: "Attempts to process a delivery by outcome",
      labelNames: ["outcome"] as const,
      registers,
    }),
    jobsWorked: new Counter({
      name: "firstpass_jobs_worked_total",
      help: "Attempts to run a job by kind and outcome",
      labelNames: ["kind", "outcome"] as const,
      registers,
    }),
    jobsEnded: new Counter({
      name: "firstpass_jobs_ended_total",
      help: "Jobs that ended well, by kind and what they did",
      labelNames: ["kind", "did"] as const,
      registers,
    }),
  };
}

/** Counts a job that ended well. */
export function countEndedJob(
  metrics: Pick<Metrics, "jobsEnded" | "scorecardsPosted">,
  kind: string,
  did: string,
): void {
  metrics.jobsEnded.inc({ kind, did });
  const surface = SURFACES[kind];
  if (surface !== undefined && (did === "created" || did === "updated")) {
    metrics.scorecardsPosted.inc({ surface, did });
  }
}

/** `GET /metrics`. With a token: `Authorization: Bearer <token>` from anywhere. Without: only callers on this machine. */
export function createMetricsHandler(
  metrics: Metrics,
  token: string | null,
  answerMillis: number = METRICS_MILLIS,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (token === null ? !isLoopbackPeer(request) : !hasToken(request, token)) {
      response.writeHead(token === null ? 403 : 401, { "content-length": 0 }).end();
      return;
    }
    let text: string;
    try {
      text = await withinMillis(metrics.registry.metrics(), answerMillis);
    } catch {
      // The store is away. A scrape that fails shows as such; a gauge that kept its old value would lie.
      response.writeHead(503, { "content-length": 0 }).end();
      return;
    }
    response.writeHead(200, { "content-type": metrics.registry.contentType }).end(text);
  };
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  // Digests have one length, which is what lets them be compared in constant time.
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
