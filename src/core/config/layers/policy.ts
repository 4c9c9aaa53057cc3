// What the organisation lets repositories change: locked keys, and bounds for what may be loosened.
import type { Origin } from "./layers.ts";

export interface Lock {
  readonly key: string;
  readonly origin: Origin;
}

export interface Bound extends Lock {
  readonly value: string;
}

export interface Policy {
  readonly locked: readonly Lock[];
  /** By key; a nearer file's bound in place of a farther one's. */
  readonly bounds: ReadonlyMap<string, Bound>;
}

/** Two ways to say when the weekly issue is posted: who locks one has locked the time. */
const weeklyTime: readonly string[] = ["weekly.cron", "weekly.day", "weekly.time"];

/** The lock that a setting is under; null: none. */
export function findLock({ locked }: Policy, key: string): Lock | null {
  const keys = weeklyTime.includes(key) ? weeklyTime : [key];
  return locked.find((lock) => keys.some((one) => covers(lock.key, one))) ?? null;
}

/** The bound for a setting: its own goes before that of what it stands in. */
export function findBound({ bounds }: Policy, key: string): Bound | null {
  for (let prefix = key; ; prefix = prefix.slice(0, prefix.lastIndexOf("."))) {
    const bound = bounds.get(prefix);
    if (bound !== undefined) return bound;
    if (!prefix.includes(".")) return null;
  }
}

function covers(prefix: string, key: string): boolean {
  return key === prefix || key.startsWith(`${prefix}.`);
}
