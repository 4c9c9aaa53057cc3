// Lets the made organisation live against a running Firstpass, step by step: time moves, deliveries come shuffled, repeated and late
// or are lost, and what is due is worked on before the next step.
import type { LocalGitHub } from "../local-github/start.ts";
import { type DeliveryFate, deliverOptionsOf, isQuiet } from "./loss.ts";
import { DAY } from "./organisation/place.ts";
import type { Period } from "./organisation/weekly-patterns.ts";
import { shuffled, type TimedDelivery, type World } from "./organisation/world.ts";

/** A clock that only the story moves. Milliseconds UTC. */
export interface StoryClock {
  now: number;
}

export interface PlayOptions {
  readonly github: LocalGitHub;
  readonly world: World;
  readonly period: Period;
  readonly clock: StoryClock;
  /** Disturbs the order; apart from the story's own series, so that what happens does not depend on it. */
  readonly random: () => number;
  readonly fateOf: (delivery: TimedDelivery) => DeliveryFate;
  /** Works on everything that is due. */
  readonly drain: () => Promise<void>;
}

export interface Played {
  /** Sent to the server, repeats included. */
  readonly sent: number;
  readonly distinct: number;
  readonly acknowledged: number;
  /** How many came a day late. */
  readonly late: number;
  /** How many met each fate. */
  readonly fates: Readonly<Record<DeliveryFate, number>>;
}

export interface Player {
  /**
   * Lets the world live up to `until`, milliseconds UTC, delivers, and has everything worked on.
   * @param delivered what is done before that, as soon as all has come in.
   */
  advance(until: number, delivered?: () => Promise<unknown>): Promise<void>;
  readonly played: Played;
}

/** Longer than any wait for the rest of a burst. */
const AFTER_BURSTS = 10_000;
const IN_FLIGHT = 24;

/** Sends deliveries, several at a time. Returns how many were acknowledged. */
export async function deliverAll(
  github: LocalGitHub,
  deliveries: readonly TimedDelivery[],
  fateOf: (delivery: TimedDelivery) => DeliveryFate = () => "arrives",
): Promise<number> {
  const waiting = [...deliveries];
  let acknowledged = 0;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const options = { id: next.id, ...deliverOptionsOf[fateOf(next)] };
      const { statusCode } = await github.deliver(next.event, next.payload, options);
      if (statusCode === 202) acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return acknowledged;
}

/** One in thirty comes twice, one in fifty a day late, all in any order: as from GitHub, only more often. */
export function openPlay(options: PlayOptions): Player {
  const { github, world, period, clock, random, drain } = options;
  const ids = new Set<string>();
  const fates = { arrives: 0, failed: 0, unanswered: 0, unlogged: 0, "not-installed": 0 };
  const counts = { sent: 0, acknowledged: 0, late: 0 };
  let held: { readonly delivery: TimedDelivery; readonly until: number }[] = [];

  function nextBatch(until: number): { batch: TimedDelivery[]; fateOf: Map<string, DeliveryFate> } {
    const due = held.filter((one) => one.until <= until || until === period.to);
    held = held.filter((one) => !due.includes(one));
    const batch: TimedDelivery[] = [];
    const fateOf = new Map<string, DeliveryFate>();
    for (const delivery of world.runUntil(until)) {
      const fate = options.fateOf(delivery);
      fates[fate] += 1;
      const [lateDraw, againDraw] = [random(), random()];
      if (fate !== "arrives") {
        fateOf.set(delivery.id, fate);
        batch.push(delivery);
        continue;
      }
      const late = lateDraw < 0.02 && delivery.event !== "installation" && !isQuiet(period, delivery.at);
      if (late) {
        counts.late += 1;
        held.push({ delivery, until: until + DAY });
        // It has happened, whenever it is told.
        fateOf.set(delivery.id, "unlogged");
        batch.push(delivery);
      } else {
        batch.push(delivery);
      }
      if (!late && againDraw < 0.03) batch.push(delivery);
    }
    return { batch: [...due.map(({ delivery }) => delivery), ...shuffled(batch, random)], fateOf };
  }

  return {
    async advance(until, delivered) {
      const { batch, fateOf } = nextBatch(until);
      clock.now = until;
      counts.acknowledged += await deliverAll(github, batch, ({ id }) => fateOf.get(id) ?? "arrives");
      for (const { id } of batch) {
        if (fateOf.has(id)) continue;
        ids.add(id);
        counts.sent += 1;
      }
      await delivered?.();
      await drain();
      clock.now = until + AFTER_BURSTS;
      await drain();
    },
    get played() {
      return { ...counts, distinct: ids.size, fates: { ...fates } };
    },
  };
}
