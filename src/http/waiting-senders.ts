// Whether many senders wait for their deliveries to be stored: signed ones only, so that nobody else can hold up the work.
import type { DeliveriesTable } from "../records/store.ts";

export interface WaitingSenders {
  readonly deliveries: DeliveriesTable;
  /** A flood is on, or was a moment ago: a commit lets all go at once, and they are back before the next. */
  isFlood(): boolean;
}

/** As many at one time are a flood. */
const floodOf = 8;
const momentMillis = 100;

/** The same table, with those counted who wait for its `add`. @param clock milliseconds that only grow. */
export function watchSenders(
  deliveries: DeliveriesTable,
  clock: () => number = () => performance.now(),
): WaitingSenders {
  let waiting = 0;
  let floodedAt = Number.NEGATIVE_INFINITY;
  return {
    isFlood: () => clock() - floodedAt < momentMillis,
    deliveries: {
      ...deliveries,
      async add(received) {
        waiting += 1;
        if (waiting >= floodOf) floodedAt = clock();
        try {
          return await deliveries.add(received);
        } finally {
          waiting -= 1;
        }
      },
    },
  };
}
