// How much of a span of time counts: all of it, or what lies in the working hours of a time zone.
import { DateTime } from "luxon";
import type { Config } from "../../config/config.ts";
import type { Window } from "../measurement.ts";

type Hours = Pick<Config, "timeZone"> & Pick<Config["reviews"], "workingHours">;

/**
 * Milliseconds of `[from, to)` that count. Working hours are those of the wall clock on each working day, so that a day on
 * which the clock is put on or back within them is an hour shorter or longer, as it is for people. Holidays are not known.
 */
export function countedMillis({ from, to }: Window, { workingHours, timeZone }: Hours): number {
  if (to <= from) return 0;
  if (workingHours === null) return to - from;
  let counted = 0;
  let day: DateTime = DateTime.fromMillis(from, { zone: timeZone }).startOf("day");
  while (day.toMillis() < to) {
    if (workingHours.days.includes(day.weekday)) {
      const begin = Math.max(from, timeOn(day, workingHours.from));
      const end = Math.min(to, timeOn(day, workingHours.to));
      counted += Math.max(0, end - begin);
    }
    day = nextDay(day);
  }
  return counted;
}

/** Milliseconds UTC of `09:00` on that day; of `24:00`, when the next day begins. */
function timeOn(day: DateTime, time: string): number {
  if (time === "24:00") return nextDay(day).toMillis();
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return day.set({ hour, minute }).toMillis();
}

/** Not every day begins at midnight: where the clock is put on then, it begins at one. */
function nextDay(day: DateTime): DateTime {
  return day.plus({ days: 1 }).startOf("day");
}
