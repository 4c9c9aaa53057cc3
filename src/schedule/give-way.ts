// Senders go first: GitHub waits ten seconds for an acknowledgement, while work on what is stored can wait. Under a flood the queues
// take a little now and then, and catch up when it is over.

export interface GiveWayOptions {
  /** Whether senders wait now. */
  readonly isBusy: () => boolean;
  /** The longest that a piece of work is held back, so that a flood without end does not stop it. */
  readonly mostMillis: number;
}

const LOOK_AGAIN_MILLIS = 10;

/** Resolves when nobody waits at the door, or after `mostMillis`; at once where nobody does. */
export async function giveWay({ isBusy, mostMillis }: GiveWayOptions): Promise<void> {
  for (let waited = 0; isBusy() && waited < mostMillis; waited += LOOK_AGAIN_MILLIS)
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLIS));
}
