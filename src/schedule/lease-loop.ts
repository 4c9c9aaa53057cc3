// Takes leased work in hand, a bounded number at a time: at once when woken, else by looking now and then.
// Deliveries and jobs are each worked on by one of these.

export interface LeaseLoop {
  /** Looks for work from now on. */
  start(): void;
  /** There may be new work: look now. */
  wake(): void;
  /** Works until nothing is due and nothing is in hand; how many items that were. Rejects when the store cannot be asked. */
  drain(): Promise<number>;
  /** Takes nothing more; resolves when what is in hand is finished. */
  stop(): Promise<void>;
}

export interface LeaseLoopOptions<Item> {
  /** Leases up to `limit` items. */
  readonly lease: (limit: number) => Promise<readonly Item[]>;
  /** Works on one item and records how it ended. Whatever it throws goes to `onError`: the lease then runs out by itself. */
  readonly work: (item: Item) => Promise<void>;
  readonly concurrency: number;
  /** Lease again only when this many places are free, so that a lease, which is a write, brings several. Absent: one. */
  readonly leastRoom?: number;
  /** Awaited before each look for work: something else may have to go first. Absent: nothing has. */
  readonly giveWay?: () => Promise<void>;
  /** How often to look without being woken: for work of other processes, and for times that have come. */
  readonly pollMillis: number;
  readonly onError: (error: unknown) => void;
}

interface Turn {
  readonly taken: number;
  /** Every place was free and nothing was due. With some taken, nothing may be left for the others only. */
  readonly foundNothing: boolean;
}

export function createLeaseLoop<Item>(options: LeaseLoopOptions<Item>): LeaseLoop {
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  let running: Promise<void> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let alarm = createAlarm();

  async function takeWork(): Promise<Turn> {
    const room = options.concurrency - inHand.size;
    if (stopping || room < (options.leastRoom ?? 1)) return { taken: 0, foundNothing: false };
    await options.giveWay?.();
    const items = await options.lease(room);
    for (const item of items) {
      const done = options
        .work(item)
        .catch(options.onError)
        .finally(() => {
          inHand.delete(done);
          alarm.ring();
        });
      inHand.add(done);
    }
    return { taken: items.length, foundNothing: items.length === 0 && room === options.concurrency };
  }

  /** One turn at a time, so that `start` and `drain` together keep to the concurrency. */
  function takeTurn(): Promise<Turn> {
    const mine = turn.then(takeWork);
    turn = mine.catch(() => {});
    return mine;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      // Armed before looking: what is added while looking rings it.
      alarm = createAlarm();
      const { taken } = await takeTurn().catch((error: unknown) => {
        options.onError(error);
        return { taken: 0 };
      });
      if (taken === 0 || inHand.size >= options.concurrency) await alarm.wait(options.pollMillis);
    }
  }

  return {
    start() {
      running ??= run();
    },
    wake() {
      alarm.ring();
    },
    async drain() {
      let worked = 0;
      while (!stopping) {
        const { taken, foundNothing } = await takeTurn();
        worked += taken;
        if (inHand.size > 0) await Promise.race(inHand);
        else if (foundNothing) break;
      }
      return worked;
    },
    async stop() {
      stopping = true;
      alarm.ring();
      await running;
      await turn;
      await Promise.all(inHand);
    },
  };
}

/** A wait that ends when it is rung, or after a time. Ringing it before the wait begins ends the wait at once. */
function createAlarm() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    ring: () => resolve(),
    wait(millis: number): Promise<void> {
      const timer = setTimeout(resolve, millis);
      return promise.finally(() => clearTimeout(timer));
    },
  };
}
