// Puts deliveries through the inbox and ingest as the worker does: added, leased, decoded, processed.
import { decodeBody } from "../../src/ingest/decode-body.ts";
import { processDelivery } from "../../src/ingest/process-delivery.ts";
import type { ServerStore } from "../../src/records/store.ts";

export interface TestDelivery {
  readonly event: string;
  readonly payload: unknown;
  /** `X-GitHub-Delivery`; absent: one of its own. */
  readonly id?: string;
}

let lastId = 0;

/** Receives one delivery and leases it; null when it was a duplicate. */
export async function receiveAndLease(store: ServerStore, { event, payload, id }: TestDelivery) {
  lastId += 1;
  const body = new TextEncoder().encode(JSON.stringify(payload));
  await store.deliveries.add([{ id: id ?? `delivery-${lastId}`, event, body }]);
  const [leased] = await store.deliveries.lease({ limit: 1, leaseMillis: 60_000 });
  if (!leased) return null;
  const decoded = decodeBody(leased.body);
  if ("unusable" in decoded) throw new Error(decoded.unusable);
  return { id: leased.id, event: leased.event, fence: leased.fence, payload: decoded.payload };
}

/** Processes deliveries one after another; returns what became of each that was no duplicate. */
export async function receiveAndProcess(store: ServerStore, ...deliveries: readonly TestDelivery[]) {
  const results: Awaited<ReturnType<typeof processDelivery>>[] = [];
  for (const delivery of deliveries) {
    const leased = await receiveAndLease(store, delivery);
    if (leased) results.push(await processDelivery(store, leased));
  }
  return results;
}
