// The deliveries that the worker has in hand. Probot's handlers get an event without its lease; here they find it again.

/** What a handler needs to write under the lease, and where it says what became of the delivery. */
export interface DeliveryInHand {
  readonly fence: number;
  /** Set by the handler; null until then. */
  outcome: DeliveryOutcome | null;
}

export interface DeliveryOutcome {
  readonly state: "done" | "ignored" | "unusable";
}

export interface Inbox {
  hold(id: string, fence: number): DeliveryInHand;
  /** The lease of a delivery in hand. Null: this event did not come through the inbox. */
  find(id: string): DeliveryInHand | null;
  release(id: string): void;
}

export function createInbox(): Inbox {
  const inHand = new Map<string, DeliveryInHand>();
  return {
    hold(id, fence) {
      const delivery: DeliveryInHand = { fence, outcome: null };
      inHand.set(id, delivery);
      return delivery;
    },
    find: (id) => inHand.get(id) ?? null,
    release(id) {
      inHand.delete(id);
    },
  };
}
