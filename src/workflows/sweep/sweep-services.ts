// What the sweep of GitHub's delivery log is given.
import type { DeliveryLog } from "../../github/delivery-log.ts";
import type { ServerStore } from "../../records/store.ts";
import type { WorkflowLog } from "../services.ts";

export interface SweepServices {
  readonly store: ServerStore;
  readonly deliveryLog: DeliveryLog;
  readonly log: WorkflowLog;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Whose log it is. */
  readonly appId: number;
  /** Deliveries of other events are left alone: nothing would come of them. */
  readonly handledEvents: ReadonlySet<string>;
  /** Has what may be lost since `from` read again from GitHub. Called inside the transaction that keeps the gap. */
  readonly enqueueRepair: (store: ServerStore, gap: { readonly from: number }) => Promise<unknown>;
  /** Waits between two requests. */
  readonly pause: (millis: number) => Promise<void>;
}

export const MINUTE_MILLIS = 60_000;
export const HOUR_MILLIS = 60 * MINUTE_MILLIS;
export const DAY_MILLIS = 24 * HOUR_MILLIS;
