// What options of several commands mean. Each parser refuses what it does not understand and says what it would.
import { InvalidArgumentError } from "commander";
import { DateTime } from "luxon";
import { parseIsoWeek } from "../core/scorecard/iso-week.ts";

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const MAX_WINDOW_DAYS = 366;

/** A point in time in ISO 8601 with its zone, or a date for its first moment in UTC; milliseconds UTC. */
export function parseTime(text: string): number {
  const hasZone = /^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = DateTime.fromISO(text, { zone: "utc" });
  if (!hasZone || !time.isValid) {
    throw new InvalidArgumentError("Use a date such as 2026-11-21, or a time such as 2026-11-21T09:00:00Z.");
  }
  return time.toMillis();
}

/** A point in time, or `now` for all that is known. */
export function parseKnownAt(text: string): number | "now" {
  return text === "now" ? "now" : parseTime(text);
}

/** `28d` or `4w`, in milliseconds. */
export function parseWindow(text: string): number {
  const found = /^(\d{1,3})([dw])$/.exec(text);
  const days = found ? Number(found[1]) * (found[2] === "w" ? 7 : 1) : 0;
  if (days < 1 || days > MAX_WINDOW_DAYS) {
    throw new InvalidArgumentError(
      `Use a number of days or weeks such as 28d or 4w, at most ${MAX_WINDOW_DAYS} days.`,
    );
  }
  return days * DAY_MILLIS;
}

/** `24h` or `3d`, in milliseconds. */
export function parseAge(text: string): number {
  const found = /^([1-9]\d{0,3})([hd])$/.exec(text);
  if (!found) throw new InvalidArgumentError("Use a number of hours or days such as 24h or 3d.");
  return (Number(found[1]) * DAY_MILLIS) / (found[2] === "h" ? 24 : 1);
}

/** `2026-W47`. */
export function parseWeek(text: string): string {
  const week = parseIsoWeek(text);
  if (week === null) throw new InvalidArgumentError("Use an ISO week such as 2026-W47.");
  return week;
}

/** `owner/name`. */
export function parseRepository(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/.test(text)) {
    throw new InvalidArgumentError("Use OWNER/REPO, such as octo-org/web.");
  }
  return text;
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("Use a whole number from 1 to 999999.");
  return Number(text);
}
