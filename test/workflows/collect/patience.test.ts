// Limits are waited for as long as one may, outages are tried again, and whoever waits can stop it.
import { describe, expect, it } from "vitest";
import { PermissionError, RateLimited, Transient } from "../../../src/github/errors.ts";
import { createPatience } from "../../../src/workflows/collect/patience.ts";

const minute = 60_000;

/** Patience on a clock that sleeping moves. */
function patienceUntil(waitUntil: number, signal?: AbortSignal) {
  const slept: number[] = [];
  const told: (number | null)[] = [];
  let now = 1_000_000;
  const sleep = async (millis: number, stopped: AbortSignal | undefined) => {
    stopped?.throwIfAborted();
    slept.push(millis);
    now += millis;
  };
  const options = signal === undefined ? { waitUntil } : { waitUntil, signal };
  const patience = createPatience({ now: () => now, sleep }, options, (until) => told.push(until));
  return { patience, slept, told, start: 1_000_000, now: () => now };
}

/** Fails with each of the errors, then gives an answer. */
function failing(...errors: Error[]) {
  return async () => {
    const error = errors.shift();
    if (error !== undefined) throw error;
    return "answer";
  };
}

describe("patience", () => {
  it("waits for a limit, tells until when, and goes on", async () => {
    const { patience, slept, told, start } = patienceUntil(Number.POSITIVE_INFINITY);
    const limit = new RateLimited("slow down", start + 5 * minute);
    expect(await patience.try(failing(limit, limit))).toBe("answer");
    expect(slept[0]).toBe(5 * minute + 1000);
    expect(told.slice(0, 2)).toEqual([start + 5 * minute, null]);
  });

  it("ends with the limit where its end is later than may be waited", async () => {
    const { patience, slept, start } = patienceUntil(1_000_000 + minute);
    const limit = new RateLimited("slow down", start + 5 * minute);
    await expect(patience.try(failing(limit))).rejects.toBe(limit);
    expect(slept).toEqual([]);
  });

  it("tries again after an outage, three times and no more", async () => {
    const outage = () => new Transient("502");
    const { patience, slept } = patienceUntil(0);
    expect(await patience.try(failing(outage(), outage(), outage()))).toBe("answer");
    expect(slept).toEqual([1000, 4000, 15_000]);
    await expect(patience.try(failing(outage(), outage(), outage(), outage()))).rejects.toThrow("502");
  });

  it("does not try again what was refused", async () => {
    const { patience, slept } = patienceUntil(0);
    await expect(patience.try(failing(new PermissionError("no", null)))).rejects.toThrow("no");
    expect(slept).toEqual([]);
  });

  it("stops in the middle of a request that does not end", async () => {
    const stop = new AbortController();
    const { patience } = patienceUntil(0, stop.signal);
    const work = patience.try(async () => {
      stop.abort(new Error("stopped by a person"));
      return await new Promise<never>(() => {});
    });
    await expect(work).rejects.toThrow("stopped by a person");
    await expect(patience.try(failing())).rejects.toThrow("stopped by a person");
  });

  it("stops while it waits by the clock on the wall", async () => {
    const stop = new AbortController();
    const options = { waitUntil: Number.POSITIVE_INFINITY, signal: stop.signal };
    const patience = createPatience({ now: () => 0 }, options, () => stop.abort(new Error("stopped")));
    await expect(patience.try(failing(new RateLimited("slow down", 60 * minute)))).rejects.toThrow("stopped");
  });
});
