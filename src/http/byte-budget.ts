// How many bytes of deliveries the intake holds at one time, over all connections. Beyond it the sender is told to come
// back later, so that a flood costs answers and not memory.

/** What one request has taken from the budget; give it back in the end, whatever happened. */
export interface Reservation {
  /** Takes `bytes` more. False, and nothing taken, when they do not fit. */
  take(bytes: number): boolean;
  release(): void;
}

export interface ByteBudget {
  reserve(): Reservation;
  bytesInFlight(): number;
}

/** Bytes are taken as they arrive and never by what a sender announces: an announcement costs him nothing. */
export function createByteBudget(capacityBytes: number): ByteBudget {
  let inFlight = 0;
  return {
    bytesInFlight: () => inFlight,
    reserve() {
      let taken = 0;
      return {
        take(bytes) {
          if (inFlight + bytes > capacityBytes) return false;
          inFlight += bytes;
          taken += bytes;
          return true;
        },
        release() {
          inFlight -= taken;
          taken = 0;
        },
      };
    },
  };
}
