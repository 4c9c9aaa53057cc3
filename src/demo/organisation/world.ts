// Time in the made organisation: acts happen in order, each may change the local GitHub, send deliveries and bring later acts.
// Seeded, so that every run is the same.
import { createHash } from "node:crypto";
import type { Payload } from "../payloads/example.ts";

export interface TimedDelivery {
  /** `X-GitHub-Delivery`, the same in every run. */
  readonly id: string;
  readonly event: string;
  readonly payload: Payload;
  /** When GitHub sent it first, milliseconds UTC. */
  readonly at: number;
}

type Act = (at: number) => void;

export interface World {
  /** Has something happen at a time. */
  schedule(at: number, act: Act): void;
  /** Sends a delivery now. */
  emit(event: string, payload: Payload): void;
  /** Lets time pass up to `until` (excluded). Returns what was sent, in order. */
  runUntil(until: number): TimedDelivery[];
  /** The next of a fixed series of numbers, 0 ≤ n < 1. */
  random(): number;
  nextId(): number;
}

/** mulberry32: small, seeded, good enough to vary a story. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function deliveryId(seed: number, count: number): string {
  const hex = createHash("sha256").update(`${seed}/${count}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

export function makeWorld(seed: number): World {
  const acts: { at: number; order: number; act: Act }[] = [];
  const random = makeRandom(seed);
  let sent: TimedDelivery[] = [];
  let now = 0;
  let order = 0;
  let deliveries = 0;
  let id = 500_000;
  return {
    random,
    schedule(at, act) {
      order += 1;
      acts.push({ at: Math.max(at, now), order, act });
    },
    emit(event, payload) {
      deliveries += 1;
      sent.push({ id: deliveryId(seed, deliveries), event, payload, at: now });
    },
    runUntil(until) {
      for (;;) {
        acts.sort((a, b) => a.at - b.at || a.order - b.order);
        const next = acts[0];
        if (next === undefined || next.at >= until) break;
        acts.shift();
        now = next.at;
        next.act(next.at);
      }
      const result = sent;
      sent = [];
      return result;
    },
    nextId() {
      id += 1;
      return id;
    },
  };
}

/** A copy in another order, by the given series. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const held = copy[last];
    const taken = copy[other];
    if (held === undefined || taken === undefined) continue;
    copy[last] = taken;
    copy[other] = held;
  }
  return copy;
}
