// The webhook side: signs and sends deliveries to the app, keeps GitHub's delivery log, sends one again when the app asks.
import { createHmac, randomUUID } from "node:crypto";

export interface SentDelivery {
  /** The log's own id; a redelivery gets a new one. */
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

export interface Deliverer {
  /** Where deliveries go; null until the app listens. */
  setTarget(url: string | null): void;
  /**
   * Sends one delivery and waits for its answer. A failed one is in the log and is not sent again by itself, as on GitHub.
   *
   * @throws Error when no target is set.
   */
  deliver(event: string, payload: unknown, options?: { readonly id?: string }): Promise<SentDelivery>;
  /** Sends a logged delivery again under its guid; null when the log does not have it. */
  redeliver(id: number): Promise<SentDelivery | null>;
  readonly log: readonly SentDelivery[];
}

const ANSWER_WITHIN_MILLIS = 10_000;

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
}): Deliverer {
  const log: SentDelivery[] = [];
  let target: string | null = null;

  async function send(guid: string, event: string, body: string, redelivery: boolean): Promise<SentDelivery> {
    if (target === null) throw new Error("No webhook URL is set: the app does not listen yet.");
    const payload: unknown = JSON.parse(body);
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
    const sent: SentDelivery = {
      id: log.length + 1,
      guid,
      event,
      action: actionOf(payload),
      body,
      deliveredAt: options.now(),
      durationMillis: performance.now() - startedAt,
      redelivery,
      statusCode,
      installationId: idIn(payload, "installation"),
      repositoryId: idIn(payload, "repository"),
    };
    log.push(sent);
    return sent;
  }

  return {
    setTarget(url) {
      target = url;
    },
    deliver: (event, payload, { id = randomUUID() } = {}) => send(id, event, JSON.stringify(payload), false),
    async redeliver(id) {
      const known = log.find((sent) => sent.id === id);
      return known === undefined ? null : send(known.guid, known.event, known.body, true);
    },
    log,
  };
}
