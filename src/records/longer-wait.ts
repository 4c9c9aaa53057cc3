// How long all requests wait where GitHub refuses without a time: the same in every store.

const FIRST_WAIT_MILLIS = 60_000;
const LONGEST_WAIT_MILLIS = 60 * 60_000;
/** So long after a wait has ended, the next one begins anew. */
const QUIET_MILLIS = 60 * 60_000;

/** Milliseconds UTC, and how often the wait was doubled; −1: never, GitHub gave the time. */
export interface DoubledWait {
  readonly notBefore: number;
  readonly doublings: number;
}

/** The wait after one more refusal; the same object while one is still waited for: requests refused together are one refusal. */
export function longerWait(kept: DoubledWait, now: number): DoubledWait {
  if (kept.notBefore > now) return kept;
  const doublings = kept.notBefore + QUIET_MILLIS < now ? 0 : kept.doublings + 1;
  return { notBefore: now + Math.min(FIRST_WAIT_MILLIS * 2 ** doublings, LONGEST_WAIT_MILLIS), doublings };
}
