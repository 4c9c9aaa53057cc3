// Whether the process is alive, and whether it should be given work: for load balancers and orchestrators.
import type { ServerResponse } from "node:http";
import type { ServerStore } from "../records/store.ts";
import { withinMillis } from "./within-millis.ts";

/** A delivery waiting longer than this means that the worker does not keep up, or stands still. */
export const MAX_LAG_MILLIS = 5 * 60 * 1000;

/** One question to the store answers all callers of this span, so that asking often costs the store little. */
const ANSWER_VALID_MILLIS = 1000;

/** Who asks whether to send work here does not wait long. */
const READINESS_MILLIS = 2000;

export interface Readiness {
  readonly ready: boolean;
  readonly store: "writable" | "unavailable";
  /** Age in ms of the oldest unprocessed delivery; null when there is none, or the store cannot be asked. */
  readonly lagMillis: number | null;
  readonly maxLagMillis: number;
}

/** `GET /healthz`: the process answers. Says nothing of the store, so that a database outage restarts nobody. */
export function answerHealth(response: ServerResponse): void {
  sendJson(response, 200, { alive: true });
}

/** `GET /readyz`: 200 when the store (opened and migrated before the server listens) can be written and the worker keeps up, else 503. */
export function createReadinessHandler(options: {
  readonly store: Pick<ServerStore, "ping" | "deliveries">;
  readonly now: () => number;
  readonly maxLagMillis: number;
  /** After which a store that says nothing counts as away. */
  readonly storeMillis?: number;
}) {
  const { store, maxLagMillis, storeMillis = READINESS_MILLIS } = options;
  let last: { at: number; readiness: Promise<Readiness> } | null = null;
  return async (response: ServerResponse): Promise<void> => {
    if (last === null || options.now() - last.at >= ANSWER_VALID_MILLIS) {
      last = { at: options.now(), readiness: checkReadiness(store, maxLagMillis, storeMillis) };
    }
    const readiness = await last.readiness;
    sendJson(response, readiness.ready ? 200 : 503, readiness);
  };
}

async function checkReadiness(
  store: Pick<ServerStore, "ping" | "deliveries">,
  maxLagMillis: number,
  storeMillis: number,
): Promise<Readiness> {
  try {
    const asked = store.ping().then(() => store.deliveries.statistics());
    const { oldestPendingMillis: lagMillis } = await withinMillis(asked, storeMillis);
    return { ready: (lagMillis ?? 0) <= maxLagMillis, store: "writable", lagMillis, maxLagMillis };
  } catch {
    return { ready: false, store: "unavailable", lagMillis: null, maxLagMillis };
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(`${JSON.stringify(value)}\n`);
}
