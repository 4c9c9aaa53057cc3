// The webhook side: signs and sends deliveries to the app, keeps GitHub's delivery log, sends one again when the app asks.
import { createHmac, randomUUID } from "node:crypto";

export interface SentDelivery {
  /** The log's own id; a redelivery gets a new one; 0: it is not in the log. */
  readonly id: number;
  /** `X-GitHub-Delivery`; a redelivery keeps it. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly body: string;
  readonly deliveredAt: number;
  readonly durationMillis: number;
  readonly redelivery: boolean;
  /** Null when no answer came: refused, cut, or timed out. */
  readonly statusCode: number | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
}

export interface DeliverOptions {
  /** `X-GitHub-Delivery`; default: a new one. */
  readonly id?: string;
  /** It happens and is logged, but the app never gets it: with no answer (`true`), or with this one. */
  readonly lose?: true | 502 | 503 | 504;
  /** It happens, and the log does not have it: it is older than what the log keeps. */
  readonly unlogged?: boolean;
}

export interface Deliverer {
  /** Where deliveries go; null until the app listens. */
  setTarget(url: string | null): void;
  /**
   * Sends one delivery and waits for its answer. A failed one is in the log and is not sent again by itself, as on GitHub.
   *
   * @throws Error when no target is set.
   */
  deliver(event: string, payload: unknown, options?: DeliverOptions): Promise<SentDelivery>;
  /**
   * Sends a logged delivery again under its guid; null when the log does not have it any more.
   *
   * @throws Error when no target is set.
   */
  redeliver(id: number): Promise<SentDelivery | null>;
  /** All that was ever logged, oldest first. */
  readonly log: readonly SentDelivery[];
  readonly hasTarget: boolean;
  /** What the log still shows: GitHub keeps three days. */
  readonly shownLog: readonly SentDelivery[];
}

const ANSWER_WITHIN_MILLIS = 10_000;
const LOG_KEPT_MILLIS = 3 * 24 * 60 * 60 * 1000;

function idIn(payload: unknown, part: string): number | null {
  if (payload === null || typeof payload !== "object") return null;
  const found: unknown = Reflect.get(payload, part);
  if (found === null || typeof found !== "object") return null;
  const id: unknown = Reflect.get(found, "id");
  return typeof id === "number" ? id : null;
}

function actionOf(payload: unknown): string | null {
  const action: unknown =
    payload !== null && typeof payload === "object" ? Reflect.get(payload, "action") : null;
  return typeof action === "string" ? action : null;
}

/** @param now Milliseconds UTC that the log is dated with. */
export function makeDeliverer(options: {
  readonly appId: number;
  readonly webhookSecret: string;
  readonly now: () => number;
  /** Told of each delivery as it happens, whether the app gets it or not. */
  readonly record: (event: string, payload: unknown) => void;
}): Deliverer {
  const log: SentDelivery[] = [];
  let target: string | null = null;

  function entryOf(
    sent: Pick<SentDelivery, "guid" | "event" | "body" | "redelivery" | "statusCode" | "durationMillis">,
  ): SentDelivery {
    const payload: unknown = JSON.parse(sent.body);
    const parts = {
      installationId: idIn(payload, "installation"),
      repositoryId: idIn(payload, "repository"),
    };
    return { ...sent, ...parts, id: 0, action: actionOf(payload), deliveredAt: options.now() };
  }

  function keep(entry: SentDelivery): SentDelivery {
    const logged = { ...entry, id: log.length + 1 };
    log.push(logged);
    return logged;
  }

  async function send(guid: string, event: string, body: string, redelivery: boolean): Promise<SentDelivery> {
    if (target === null) throw new Error("No webhook URL is set: the app does not listen yet.");
    const signature = createHmac("sha256", options.webhookSecret).update(body).digest("hex");
    const headers = {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/local",
      "x-github-event": event,
      "x-github-delivery": guid,
      "x-github-hook-id": "1",
      "x-github-hook-installation-target-id": String(options.appId),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature-256": `sha256=${signature}`,
    };
    const startedAt = performance.now();
    let statusCode: number | null = null;
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MILLIS);
      const answer = await fetch(target, { method: "POST", headers, body, signal });
      await answer.arrayBuffer();
      statusCode = answer.status;
    } catch {
      // No answer is an outcome of its own: GitHub logs it and does not try again.
    }
    const durationMillis = performance.now() - startedAt;
    return keep(entryOf({ guid, event, body, redelivery, statusCode, durationMillis }));
  }

  const shownLog = () => log.filter(({ deliveredAt }) => deliveredAt > options.now() - LOG_KEPT_MILLIS);

  return {
    setTarget(url) {
      target = url;
    },
    async deliver(event, payload, { id: guid = randomUUID(), lose, unlogged = false } = {}) {
      options.record(event, payload);
      const body = JSON.stringify(payload);
      if (lose === undefined && !unlogged) return send(guid, event, body, false);
      const statusCode = typeof lose === "number" ? lose : null;
      const entry = entryOf({ guid, event, body, redelivery: false, statusCode, durationMillis: 0 });
      return unlogged ? entry : keep(entry);
    },
    async redeliver(id) {
      const known = shownLog().find((sent) => sent.id === id);
      return known === undefined ? null : send(known.guid, known.event, known.body, true);
    },
    log,
    get hasTarget() {
      return target !== null;
    },
    get shownLog() {
      return shownLog();
    },
  };
}
