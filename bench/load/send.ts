// Sends deliveries and measures how long each is waited for: as fast as the server answers, or so many a second.
import { Agent, request } from "node:http";
import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { headersOf, type SignedDelivery } from "./deliveries.ts";

export interface Sent {
  /** Answered with 2xx. */
  readonly acknowledged: number;
  /** Answered otherwise, or not at all. */
  readonly refused: number;
  readonly seconds: number;
  /** Microseconds from when a delivery was to be sent until its answer. */
  readonly latency: RecordableHistogram;
}

export interface SendOptions {
  readonly url: string;
  readonly deliveries: readonly SignedDelivery[];
  readonly connections: number;
  readonly seconds: number;
}

/** As fast as it goes: every connection sends its next delivery once the one before is answered. */
export async function sendAtSaturation(options: SendOptions): Promise<Sent> {
  const sender = makeSender(options);
  const began = performance.now();
  const ends = began + options.seconds * 1000;
  const work = async () => {
    while (performance.now() < ends) await sender.send(performance.now());
  };
  await Promise.all(Array.from({ length: options.connections }, work));
  return sender.end(began);
}

/** So many a second, whatever the server does: what has to wait for a free connection counts as waited for. */
export async function sendAtRate(options: SendOptions & { readonly perSecond: number }): Promise<Sent> {
  const sender = makeSender(options);
  const began = performance.now();
  const waiting: Promise<void>[] = [];
  const count = options.seconds * options.perSecond;
  for (let index = 0; index < count; index++) {
    const due = began + (index * 1000) / options.perSecond;
    while (performance.now() < due) await nextTurn();
    waiting.push(sender.send(due));
  }
  await Promise.all(waiting);
  return sender.end(began);
}

function makeSender({ url, deliveries, connections }: SendOptions) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL("/api/github/webhooks", url);
  const latency = createHistogram();
  let acknowledged = 0;
  let refused = 0;
  let next = 0;

  /** @param due when it was to be sent, by `performance.now()`. */
  async function send(due: number): Promise<void> {
    const delivery = deliveries[next++ % deliveries.length];
    if (delivery === undefined) throw new Error("There is nothing to send.");
    const status = await post(target, agent, delivery);
    latency.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
    if (status >= 200 && status < 300) acknowledged += 1;
    else refused += 1;
  }

  return {
    send,
    end(began: number): Sent {
      agent.destroy();
      return { acknowledged, refused, seconds: (performance.now() - began) / 1000, latency };
    },
  };
}

/** The status; 0: no answer. */
function post(target: URL, agent: Agent, delivery: SignedDelivery): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(target, { method: "POST", agent, headers: headersOf(delivery) }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", () => resolve(0));
    sent.end(delivery.body);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
