// From when until when an exception is in force: the time for which it stops the clock of its findings.
import type { Exception, Span } from "./exception.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** When it must be decided again: its expiry, or `reviewAfterDays` after it was first granted, whichever comes first. Milliseconds UTC. */
export function dueAt(exception: Exception, reviewAfterDays: number): number {
  const review = (exception.firstGrantedAt ?? exception.grantedAt) + reviewAfterDays * dayMillis;
  return exception.expiresAt === null ? review : Math.min(exception.expiresAt, review);
}

/**
 * When the exception stops clocks, or null where it never does. A valid entry of a file: from when it was read until its
 * expiry or its end, whichever comes first; a broken one never. A dismissal: until it is `reviewAfterDays` old, or ends.
 */
export function spanInForce(exception: Exception, reviewAfterDays: number): Span | null {
  if (exception.invalid !== undefined) return null;
  const until = exception.origin === "dismissal" ? dueAt(exception, reviewAfterDays) : exception.expiresAt;
  if (until === null) return null;
  const to = Math.min(until, exception.endedAt ?? until);
  return to > exception.grantedAt ? { from: exception.grantedAt, to } : null;
}
