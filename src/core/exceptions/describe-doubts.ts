// What is well formed in an entry and still to be looked at on a given day: an expiry that has passed, or lies too far away.
import { nameOf } from "../config/check/explain-issue.ts";
import type { LocatedMessage } from "../config/problem.ts";
import { lastDayBefore } from "./day.ts";
import type { Entry } from "./entry.ts";

/** The same day of the next year, through its end, is not too far away; in a leap year neither. */
const farMillis = 367 * 24 * 60 * 60 * 1000;

/** Warnings at the time `at`, milliseconds UTC. */
export function describeDoubts(entry: Entry, at: number): LocatedMessage[] {
  const { expiresAt, index } = entry;
  if (expiresAt === null) return [];
  const path = ["exceptions", index, "expires"];
  const warn = (message: string): LocatedMessage[] => [
    { at: path, severity: "warning", message: `${nameOf(path)}: ${message}` },
  ];
  if (expiresAt <= at) {
    const day = lastDayBefore(expiresAt);
    return warn(
      `expired on ${day}, and stops no clock any more. Fix what it is for, or decide again; then remove it.`,
    );
  }
  if (expiresAt > at + farMillis) {
    return warn(
      "is more than a year away. Give an earlier day: what is known of a risk does not hold that long.",
    );
  }
  return [];
}
