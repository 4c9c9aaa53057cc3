// When a failed attempt is made again: the same waits every time, so that an operator can tell what comes next.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Waits after the first, second, … failed try, ms. About an hour and three quarters in all. */
const WAITS_MILLIS = [
  2 * SECOND,
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
] as const;

/** Tries after which work is given up. */
export const MAX_TRIES = WAITS_MILLIS.length + 1;

/** The wait after try number `tries` (1 is the first), ms; null when that was the last one. */
export function waitAfter(tries: number): number | null {
  return WAITS_MILLIS[tries - 1] ?? null;
}
