import { describe, expect, it, onTestFinished } from "vitest";
import { createLeaseLoop, type LeaseLoopOptions } from "../../src/schedule/lease-loop.ts";

/** A loop over a queue of numbers. Each stays in hand until `finish` is called with it, unless `auto`. */
function loopOver(queue: number[], options: Partial<LeaseLoopOptions<number>> & { auto?: boolean } = {}) {
  const gates = new Map<number, () => void>();
  const seen = { leases: 0, mostInHand: 0, worked: [] as number[], errors: [] as unknown[] };
  let inHand = 0;
  const loop = createLeaseLoop<number>({
    concurrency: 2,
    pollMillis: 60_000,
    onError: (error) => seen.errors.push(error),
    lease: async (limit) => {
      seen.leases += 1;
      return queue.splice(0, limit);
    },
    work: async (item) => {
      inHand += 1;
      seen.mostInHand = Math.max(seen.mostInHand, inHand);
      if (!options.auto) await new Promise<void>((resolve) => gates.set(item, resolve));
      inHand -= 1;
      seen.worked.push(item);
    },
    ...options,
  });
  onTestFinished(async () => {
    for (const finish of gates.values()) finish();
    await loop.stop();
  });
  return { loop, seen, finish: (item: number) => gates.get(item)?.() };
}

describe("lease loop", () => {
  it("works on what is due when it is drained, and says how much that was", async () => {
    const { loop, seen } = loopOver([1, 2, 3, 4, 5], { auto: true });
    expect(await loop.drain()).toBe(5);
    expect(seen.worked).toEqual([1, 2, 3, 4, 5]);
  });

  it("drains what comes in while it drains", async () => {
    const queue = [1];
    const { loop, seen } = loopOver(queue, {
      work: async (item) => {
        seen.worked.push(item);
        if (item < 4) queue.push(item + 1);
      },
    });
    await loop.drain();
    expect(seen.worked).toEqual([1, 2, 3, 4]);
  });

  it("drains to the end where it found no room, and what was in hand ended while it looked", async () => {
    const queue = Array.from({ length: 9 }, (_, index) => index);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const worked: number[] = [];
    const { loop } = loopOver(queue, {
      async work(item) {
        await turn();
        worked.push(item);
      },
      async lease(limit) {
        // One place is kept for something more urgent.
        const leased = queue.splice(0, limit - 1);
        for (let turns = 0; turns < 3; turns++) await turn();
        return leased;
      },
    });
    loop.start();
    await loop.drain();
    expect(worked).toHaveLength(9);
  });

  it("never has more in hand than its concurrency, and takes the next as soon as one is finished", async () => {
    const { loop, seen, finish } = loopOver([1, 2, 3]);
    loop.start();
    await expect.poll(() => seen.mostInHand).toBe(2);
    finish(1);
    await expect.poll(() => seen.worked).toEqual([1]);
    finish(2);
    await expect.poll(() => seen.worked).toEqual([1, 2]);
    await expect
      .poll(() => {
        finish(3);
        return seen.worked;
      })
      .toEqual([1, 2, 3]);
    expect(seen.mostInHand).toBe(2);
  });

  it("takes new work at once when woken, long before it would look by itself", async () => {
    const queue: number[] = [];
    const { loop, seen } = loopOver(queue, { auto: true });
    loop.start();
    await expect.poll(() => seen.leases).toBe(1);
    queue.push(7);
    loop.wake();
    await expect.poll(() => seen.worked).toEqual([7]);
  });

  it("looks by itself when nobody wakes it", async () => {
    const queue: number[] = [];
    const { loop, seen } = loopOver(queue, { auto: true, pollMillis: 5 });
    loop.start();
    await expect.poll(() => seen.leases).toBe(1);
    queue.push(7);
    await expect.poll(() => seen.worked).toEqual([7]);
  });

  it("misses no wake that comes while it looks", async () => {
    const queue: number[] = [];
    const { loop, seen } = loopOver(queue, {
      auto: true,
      lease: async (limit) => {
        seen.leases += 1;
        const found = queue.splice(0, limit);
        if (seen.leases === 1) {
          queue.push(7);
          loop.wake();
        }
        return found;
      },
    });
    loop.start();
    await expect.poll(() => seen.worked).toEqual([7]);
  });

  it("fault 45: goes on after the store could not be asked", async () => {
    const queue = [1];
    let broken = true;
    const { loop, seen } = loopOver(queue, {
      auto: true,
      pollMillis: 5,
      lease: async (limit) => {
        if (broken) throw new Error("the store is away");
        return queue.splice(0, limit);
      },
    });
    loop.start();
    await expect.poll(() => seen.errors.length).toBeGreaterThan(1);
    broken = false;
    await expect.poll(() => seen.worked).toEqual([1]);
  });

  it("reports what work throws and goes on with the rest", async () => {
    const { loop, seen } = loopOver([1, 2], {
      work: async (item) => {
        if (item === 1) throw new Error("broken");
        seen.worked.push(item);
      },
    });
    expect(await loop.drain()).toBe(2);
    expect([seen.worked, seen.errors.length]).toEqual([[2], 1]);
  });

  it("fault 50: finishes what is in hand and takes nothing more when it stops", async () => {
    const queue = [1, 2, 3];
    const { loop, seen, finish } = loopOver(queue);
    loop.start();
    await expect.poll(() => seen.mostInHand).toBe(2);
    let stopped = false;
    const stop = loop.stop().then(() => {
      stopped = true;
    });
    finish(1);
    await expect.poll(() => seen.worked).toEqual([1]);
    expect(stopped).toBe(false);
    finish(2);
    await stop;
    expect([seen.worked, queue]).toEqual([[1, 2], [3]]);
  });
});
