// One delivery, from payload to kept: its facts, what it showed of repositories and installations, the work it asks for
// and the end of the delivery itself are one transaction. Either all of it is kept, or none.
import type { ServerStore } from "../records/store.ts";
import { keepNormalized } from "./keep-normalized.ts";
import { normalizeDelivery } from "./normalize.ts";

/** The lease ended while the delivery was in hand, and another worker has it: nothing of this attempt was kept. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor(deliveryId: string) {
    super(`The lease of delivery ${deliveryId} was lost; whoever holds it now processes it.`);
  }
}

/**
 * Processes a leased delivery. `newFacts` counts the facts that were not known before; a repeated delivery has none.
 *
 * @throws LeaseLost when `fence` is no longer the delivery's; whatever else the store throws. Nothing is kept then.
 */
export async function processDelivery(
  store: ServerStore,
  delivery: { id: string; event: string; fence: number; payload: unknown },
): Promise<{ state: "done" | "ignored" | "unusable"; reason: string | null; newFacts: number }> {
  const normalized = normalizeDelivery(delivery.event, delivery.payload);
  const ending =
    normalized.outcome === "facts"
      ? { state: "done" as const, reason: null }
      : { state: normalized.outcome, reason: normalized.reason };
  return await store.transaction(async (transaction) => {
    // First, so that the row is ours before anything else is touched.
    if (!(await transaction.deliveries.finish(delivery.id, delivery.fence, ending))) {
      throw new LeaseLost(delivery.id);
    }
    const newFacts =
      normalized.outcome === "facts" ? await keepNormalized(transaction, normalized, delivery.id) : 0;
    return { ...ending, newFacts };
  });
}
