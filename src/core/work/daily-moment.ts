// When in the day a repository has its turn to be read: spread over the repositories, the same every day.

const dayMillis = 24 * 60 * 60 * 1000;
/** Before midnight, so that what is read of a day is read within it. */
const lastMillis = dayMillis - 15 * 60 * 1000;

/** The next moment of the repository after `now`, milliseconds UTC: today, or tomorrow where it is past. */
export function nextDailyMoment(repositoryId: number, now: number): number {
  // Multiplied by a number without a pattern, so that neighbouring ids do not follow each other.
  const offset = Number((BigInt(repositoryId) * 2_654_435_761n) % BigInt(lastMillis));
  const today = now - (now % dayMillis) + offset;
  return today > now ? today : today + dayMillis;
}
