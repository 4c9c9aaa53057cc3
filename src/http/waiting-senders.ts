// How many senders wait for their delivery to be stored: signed ones only, so that nobody else can hold up the work.
import type { DeliveriesTable } from "../store/store.ts";

export interface WaitingSenders {
  readonly deliveries: DeliveriesTable;
  waiting(): number;
}

/** The same table, with those counted who wait for its `add`. */
export function countWaitingSenders(deliveries: DeliveriesTable): WaitingSenders {
  let waiting = 0;
  return {
    waiting: () => waiting,
    deliveries: {
      ...deliveries,
      async add(received) {
        waiting += 1;
        try {
          return await deliveries.add(received);
        } finally {
          waiting -= 1;
        }
      },
    },
  };
}
