// Senders that never give up: each sends one delivery after another, and one that was not acknowledged again under its id,
// wherever the server is by then. What they know afterwards is what GitHub would know.
import { setTimeout as wait } from "node:timers/promises";
import { deliver } from "../../support/http.ts";

export interface LoadDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

export interface Senders {
  /** Ids that were answered with 202. */
  readonly acknowledged: ReadonlySet<string>;
  /** Attempts in all; those above the number of deliveries were answered otherwise, or not at all. */
  readonly attempts: () => number;
  /** No new delivery; resolves when each that was begun is acknowledged. */
  finish(): Promise<void>;
}

/** Between two attempts at one delivery. */
const PAUSE_MILLIS = 20;

/** @param urls where the servers are now; asked before each attempt. */
export function startSenders(options: {
  readonly count: number;
  readonly secret: string;
  readonly next: () => LoadDelivery | null;
  readonly urls: () => readonly string[];
  /** Each sender waits so long after an acknowledgement; absent: not at all. */
  readonly pauseMillis?: number;
}): Senders {
  const acknowledged = new Set<string>();
  let attempts = 0;
  let finishing = false;

  async function send({ id, event, payload }: LoadDelivery): Promise<void> {
    const body = JSON.stringify(payload);
    for (;;) {
      const urls = options.urls();
      const url = urls[attempts % Math.max(1, urls.length)];
      if (url !== undefined) {
        attempts += 1;
        const status = await deliver(url, { id, event, body, secret: options.secret }).then(
          (response) => response.status,
          () => null,
        );
        if (status === 202) {
          acknowledged.add(id);
          return;
        }
      }
      await wait(PAUSE_MILLIS);
    }
  }

  async function work(): Promise<void> {
    while (!finishing) {
      const delivery = options.next();
      if (delivery === null) return;
      await send(delivery);
      if (options.pauseMillis !== undefined) await wait(options.pauseMillis);
    }
  }

  const working = Array.from({ length: options.count }, work);
  return {
    acknowledged,
    attempts: () => attempts,
    async finish() {
      finishing = true;
      await Promise.all(working);
    },
  };
}
