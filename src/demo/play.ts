// Lets the made organisation live against a running Firstpass, day by day: time moves, deliveries come shuffled and
// repeated, and what is due is worked on before the next day.
import type { LocalGitHub } from "../local-github/start.ts";
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
  /** Works on everything that is due. */
  readonly drain: () => Promise<void>;
  readonly onDay: (progress: {
    readonly day: number;
    readonly days: number;
    readonly deliveries: number;
  }) => void;
  /** Called at the end of each day, with the clock there. */
  readonly afterDay?: (endsAt: number) => Promise<void>;
}

export interface Played {
  /** Sent in all, repeats included. */
  readonly sent: number;
  readonly distinct: number;
  readonly acknowledged: number;
}

/** Longer than any wait for the rest of a burst. */
const AFTER_BURSTS = 10_000;
const IN_FLIGHT = 24;

/** One in thirty comes twice, one in fifty a day late, all in any order: as from GitHub, only more often. */
function disturb(
  deliveries: readonly TimedDelivery[],
  world: World,
): { now: TimedDelivery[]; later: TimedDelivery[] } {
  const now: TimedDelivery[] = [];
  const later: TimedDelivery[] = [];
  for (const delivery of deliveries) {
    const late = delivery.event !== "installation" && world.random() < 0.02;
    (late ? later : now).push(delivery);
    if (world.random() < 0.03) now.push(delivery);
  }
  return { now: shuffled(now, () => world.random()), later };
}

/** Sends deliveries, several at a time. Returns how many were acknowledged. */
export async function deliverAll(github: LocalGitHub, deliveries: readonly TimedDelivery[]): Promise<number> {
  const waiting = [...deliveries];
  let acknowledged = 0;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { statusCode } = await github.deliver(next.event, next.payload, { id: next.id });
      if (statusCode === 202) acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return acknowledged;
}

export async function playStory(options: PlayOptions): Promise<Played> {
  const { github, world, period, clock, drain } = options;
  const days = Math.ceil((period.to - period.from) / DAY);
  const ids = new Set<string>();
  let held: TimedDelivery[] = [];
  let sent = 0;
  let acknowledged = 0;
  for (let day = 0; day < days; day += 1) {
    const endsAt = Math.min(period.from + (day + 1) * DAY, period.to);
    const { now, later } = disturb(world.runUntil(endsAt), world);
    // The last day keeps nothing back: everything has arrived when the numbers are looked at.
    const batch = [...held, ...now, ...(day === days - 1 ? later : [])];
    held = later;
    clock.now = endsAt;
    for (const { id } of batch) ids.add(id);
    acknowledged += await deliverAll(github, batch);
    sent += batch.length;
    await drain();
    clock.now = endsAt + AFTER_BURSTS;
    await drain();
    await options.afterDay?.(endsAt);
    options.onDay({ day: day + 1, days, deliveries: sent });
  }
  return { sent, distinct: ids.size, acknowledged };
}
