// Work gives way to senders who wait, and never for ever.
import { describe, expect, it, vi } from "vitest";
import { giveWay } from "../../src/schedule/give-way.ts";

describe("giving way", () => {
  it("goes on at once when nobody waits", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    await giveWay({ isBusy: () => false, mostMillis: 1000 });
    expect(timers).not.toHaveBeenCalled();
  });

  it("waits until nobody waits any more", async () => {
    let senders = 3;
    await giveWay({ isBusy: () => senders-- > 0, mostMillis: 1000 });
    expect(senders).toBe(-1);
  });

  it("goes on under a flood that does not end", async () => {
    let asked = 0;
    await giveWay({
      isBusy: () => {
        asked += 1;
        return true;
      },
      mostMillis: 50,
    });
    expect(asked).toBe(6);
  });
});
