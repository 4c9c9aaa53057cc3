// ISO weeks in UTC: the name of a week, its end, and the window that a weekly scorecard looks at.
import { DateTime } from "luxon";
import type { Window } from "../kpis/measurement.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** The ISO week (`2026-W47`) that holds a moment; it begins on Monday at 00:00 UTC. */
export function isoWeekOf(atMillis: number): string {
  return nameWeek(DateTime.fromMillis(atMillis, { zone: "utc" }));
}

/** The week's name in its one spelling, or null when the text names no week that exists (`2025-W53`, `2026-47`). */
export function parseIsoWeek(text: string): string | null {
  const monday = mondayOf(text);
  return monday === null ? null : nameWeek(monday);
}

/**
 * The first moment after the week, milliseconds UTC.
 * @throws RangeError when it is no ISO week.
 */
export function isoWeekEnd(isoWeek: string): number {
  return requireMonday(isoWeek).plus({ weeks: 1 }).toMillis();
}

/** The `windowDays` days up to the end of the week. @throws RangeError when it is no ISO week. */
export function weeklyWindow(isoWeek: string, windowDays: number): Window {
  const to = isoWeekEnd(isoWeek);
  return { from: to - windowDays * dayMillis, to };
}

/** @throws RangeError when it is no ISO week. */
export function previousIsoWeek(isoWeek: string): string {
  return nameWeek(requireMonday(isoWeek).minus({ weeks: 1 }));
}

function nameWeek(at: DateTime): string {
  return `${String(at.weekYear).padStart(4, "0")}-W${String(at.weekNumber).padStart(2, "0")}`;
}

function mondayOf(text: string): DateTime | null {
  const found = /^(\d{4})-W(\d{2})$/i.exec(text.trim());
  if (found === null) return null;
  const monday = DateTime.fromObject(
    { weekYear: Number(found[1]), weekNumber: Number(found[2]), weekday: 1 },
    { zone: "utc" },
  );
  return monday.isValid ? monday : null;
}

function requireMonday(isoWeek: string): DateTime {
  const monday = mondayOf(isoWeek);
  if (monday === null) throw new RangeError(`Not an ISO week: ${isoWeek}. Write it like 2026-W47.`);
  return monday;
}
