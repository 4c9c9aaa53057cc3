// Many callers, one commit: what arrives while a commit is in hand goes together into the next one. A disk syncs some hundred
// times a second, so this is what lets an intake take thousands of deliveries, each on disk before it is acknowledged.
import { setImmediate } from "node:timers/promises";
import { StoreBusy } from "./errors.ts";

export interface GroupCommitLimits {
  /** Items that may wait for a commit; a call above it is refused. */
  readonly waitingItems: number;
  /** Bytes that may wait for a commit. */
  readonly waitingBytes: number;
  /** Items in one commit; a single larger call is still one commit. */
  readonly itemsPerCommit: number;
  /** Commits that may be under way at the same time; absent: one. */
  readonly commitsAtOnce?: number;
}

/** The longest that a call waits for company. */
const gatherMillis = 3;

interface Call<Item, Result> {
  readonly items: readonly Item[];
  readonly bytes: number;
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Returns a function that commits items together with those of other callers.
 *
 * @param commit writes the items in one commit and answers with one result for each, in their order.
 * @returns resolves with the results of the caller's own items once they are committed. When a commit fails, the calls in it fail,
 * and no others. Rejects with `StoreBusy` when too much is waiting.
 */
export function groupCommits<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
  bytesOf: (item: Item) => number,
  limits: GroupCommitLimits,
): (items: readonly Item[]) => Promise<readonly Result[]> {
  const waiting: Call<Item, Result>[] = [];
  let waitingItems = 0;
  let waitingBytes = 0;
  let committing = 0;

  function takeGroup(): Call<Item, Result>[] {
    let items = 0;
    const count = waiting.findIndex((call) => {
      items += call.items.length;
      return items > limits.itemsPerCommit;
    });
    const group = waiting.splice(0, count === -1 ? waiting.length : Math.max(1, count));
    for (const call of group) {
      waitingItems -= call.items.length;
      waitingBytes -= call.bytes;
    }
    return group;
  }

  async function commitGroup(group: readonly Call<Item, Result>[]): Promise<void> {
    try {
      const results = await commit(group.flatMap((call) => call.items));
      let from = 0;
      for (const call of group) {
        call.resolve(results.slice(from, from + call.items.length));
        from += call.items.length;
      }
    } catch (error) {
      for (const call of group) call.reject(error);
    }
  }

  /** A commit lets all its callers go at once, and they are back in a moment: a commit for the first of them alone would cost as much. */
  async function gather(last: number): Promise<void> {
    const until = performance.now() + gatherMillis;
    do {
      // A synchronous database holds the event loop while it commits: let in what has arrived meanwhile.
      await setImmediate();
    } while (waiting.length < last && performance.now() < until);
  }

  async function commitWaiting(): Promise<void> {
    committing += 1;
    let last = 1;
    while (waiting.length > 0) {
      await gather(last);
      const group = takeGroup();
      last = group.length;
      if (group.length > 0) await commitGroup(group);
    }
    committing -= 1;
  }

  return (items) =>
    new Promise((resolve, reject) => {
      const bytes = items.reduce((sum, item) => sum + bytesOf(item), 0);
      const full =
        waitingItems + items.length > limits.waitingItems || waitingBytes + bytes > limits.waitingBytes;
      if (full && waiting.length > 0) {
        reject(
          new StoreBusy(`${waitingItems} deliveries (${waitingBytes} bytes) are waiting to be committed.`),
        );
        return;
      }
      waiting.push({ items, bytes, resolve, reject });
      waitingItems += items.length;
      waitingBytes += bytes;
      if (committing < (limits.commitsAtOnce ?? 1)) void commitWaiting();
    });
}
