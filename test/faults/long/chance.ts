// Chance that can be had again: the seed is told, and FAULTS_SEED sets it.

export interface Chance {
  readonly seed: number;
  /** In `[from, to)`. */
  between(from: number, to: number): number;
}

export function takeChance(): Chance {
  const given = process.env.FAULTS_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  let state = seed | 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, between: (from, to) => from + next() * (to - from) };
}

/** One line of the report of `npm run test:faults`. */
export function tell(text: string): void {
  console.log(`    · ${text}`);
}
