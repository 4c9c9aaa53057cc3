// Works on stored deliveries: body → payload → Probot's handlers, which record the facts under the delivery's lease.
// A delivery that keeps failing is put aside with its reason (`firstpass deliveries list`); the others go on.
import { decodeBody } from "../ingest/decode-body.ts";
import { LeaseLost } from "../ingest/process-delivery.ts";
import type { LeasedDelivery, ServerStore } from "../records/store.ts";
import { MAX_TRIES, waitAfter } from "./backoff.ts";
import type { Inbox } from "./inbox.ts";

/** Processing is local and takes milliseconds: a lease that runs out means that its process died. Short, so that another goes on soon. */
const LEASE_MILLIS = 10_000;

export type DeliveryWorked = "done" | "ignored" | "unusable" | "retried" | "dead" | "lost";

export interface DeliveryWorkOptions {
  readonly store: Pick<ServerStore, "deliveries" | "now">;
  readonly inbox: Inbox;
  /** Hands an event to the handlers; resolves when all of them have. */
  readonly receive: (event: { id: string; name: string; payload: unknown }) => Promise<void>;
  /** The reason that is stored and shown: it must not hold any value of a payload. */
  readonly explain: (error: unknown) => string;
  readonly onWorked: (delivery: LeasedDelivery, outcome: DeliveryWorked, reason: string | null) => void;
  readonly leaseMillis?: number;
}

/** The two halves that a lease loop asks for. */
export function createDeliveryWork(options: DeliveryWorkOptions) {
  const { store, inbox } = options;

  async function process(delivery: LeasedDelivery): Promise<DeliveryWorked> {
    const { id, event: name, body, fence } = delivery;
    const decoded = decodeBody(body);
    if ("unusable" in decoded) {
      const outcome = { state: "unusable", reason: decoded.unusable } as const;
      return (await store.deliveries.finish(id, fence, outcome)) ? "unusable" : "lost";
    }
    const inHand = inbox.hold(id, fence);
    try {
      await options.receive({ id, name, payload: decoded.payload });
      if (inHand.outcome === null) throw new Error("no handler took the delivery");
      return inHand.outcome.state;
    } finally {
      inbox.release(id);
    }
  }

  async function putAside(delivery: LeasedDelivery, error: unknown): Promise<[DeliveryWorked, string]> {
    const reason = options.explain(error);
    const wait = waitAfter(delivery.tries);
    const retryAt = wait === null ? null : (await store.now()) + wait;
    const kept = await store.deliveries.fail(delivery.id, delivery.fence, { reason, retryAt });
    if (!kept) return ["lost", reason];
    return [retryAt === null ? "dead" : "retried", reason];
  }

  return {
    lease: (limit: number) =>
      store.deliveries.lease({ limit, leaseMillis: options.leaseMillis ?? LEASE_MILLIS }),

    /** Rejects only when the store cannot be written: the lease then runs out, and the delivery is leased again. */
    async work(delivery: LeasedDelivery): Promise<void> {
      let outcome: DeliveryWorked;
      let reason: string | null = null;
      try {
        // Tries are counted when leased, so those that killed the process count as well.
        if (delivery.tries > MAX_TRIES) throw new Error("the process ended while working on it, every time");
        outcome = await process(delivery);
      } catch (error) {
        if (error instanceof LeaseLost) outcome = "lost";
        else [outcome, reason] = await putAside(delivery, error);
      }
      options.onWorked(delivery, outcome, reason);
    },
  };
}
