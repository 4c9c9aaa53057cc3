// Days as people write them in an exceptions file: `2027-01-31`, in UTC.

const dayMillis = 24 * 60 * 60 * 1000;
const written = /^\d{4}-\d{2}-\d{2}$/;

/** The beginning of the day, milliseconds UTC; null where the text is no day of the calendar. */
export function readDay(text: string): number | null {
  if (!written.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || formatDay(at) !== text ? null : at;
}

/** From when an expiry has passed: the end of its day, milliseconds UTC. */
export function endOfDay(startsAt: number): number {
  return startsAt + dayMillis;
}

/** The last day of a time that ends at `until`, as it was written. */
export function lastDayBefore(until: number): string {
  return formatDay(until - dayMillis);
}

/** The day in UTC in which `at` lies, as it is written. */
export function formatDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
