// Whether the values of two samples differ by more than chance: the test behind the trend of a median.
import erfc from "@stdlib/math-base-special-erfc";

export interface RankTest {
  /** Two-sided p-value of "both samples come from the same distribution". */
  readonly pValue: number;
  /** Probability that a value of `a` is larger than one of `b`, ties by half; 0.5 where one of them is empty. */
  readonly superiority: number;
}

/** Up to so many values each, every way to divide them is counted; above, the normal approximation is as good. */
const largestExact = 25;

/**
 * Mann–Whitney's rank test (Wilcoxon's rank sum test), tied values with the mean of their ranks. Exact for up to 25 values
 * each: all ways to divide the ranks are counted, also where some are tied. Else normal, with the correction for ties and for
 * continuity. No value on one side, or all values equal: p = 1.
 * @throws RangeError for a value that is not finite.
 * @see H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50–60.
 */
export function rankTest(a: readonly number[], b: readonly number[]): RankTest {
  if (![...a, ...b].every(Number.isFinite)) throw new RangeError("A value that is no number has no rank");
  if (a.length === 0 || b.length === 0) return { pValue: 1, superiority: 0.5 };
  const { ranks, ties } = doubledRanks([...a, ...b]);
  const rankSum = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const expected = a.length * (ranks.length + 1);
  // Twice Mann–Whitney's U, so that tied ranks stay whole.
  const wins = rankSum - a.length * (a.length + 1);
  const exact = Math.max(a.length, b.length) <= largestExact;
  const distance = Math.abs(rankSum - expected);
  return {
    pValue: exact
      ? exactP(ranks, a.length, expected, distance)
      : normalP(a.length, b.length, ties, distance / 2),
    superiority: wins / (2 * a.length * b.length),
  };
}

/** Twice the mean rank of each value, from 2 up, and how many values share each rank. */
function doubledRanks(values: readonly number[]): { ranks: number[]; ties: number[] } {
  const rankOf = new Map<number, number>();
  const ties: number[] = [];
  const byValue = Map.groupBy(values, (value) => value);
  let below = 0;
  for (const [value, { length }] of [...byValue].sort(([a], [b]) => a - b)) {
    rankOf.set(value, 2 * below + length + 1);
    ties.push(length);
    below += length;
  }
  return { ranks: values.map((value) => rankOf.get(value) ?? 0), ties };
}

/** The share of the ways to choose `size` of the ranks whose sum is as far from the expected one, or farther. */
function exactP(ranks: readonly number[], size: number, expected: number, distance: number): number {
  // ways[n]: sum of n chosen ranks → in how many ways.
  const ways = Array.from({ length: size + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let chosen = size; chosen > 0; chosen -= 1) {
      const into = ways[chosen];
      for (const [sum, count] of ways[chosen - 1] ?? []) {
        into?.set(sum + rank, (into.get(sum + rank) ?? 0) + count);
      }
    }
  }
  let all = 0;
  let asFar = 0;
  for (const [sum, count] of ways[size] ?? []) {
    all += count;
    if (Math.abs(sum - expected) >= distance) asFar += count;
  }
  return asFar / all;
}

function normalP(a: number, b: number, ties: readonly number[], distance: number): number {
  const n = a + b;
  const tied = ties.reduce((sum, t) => sum + (t ** 3 - t), 0) / (n * (n - 1));
  const variance = ((a * b) / 12) * (n + 1 - tied);
  const corrected = Math.max(0, distance - 0.5);
  return variance === 0 ? 1 : erfc(corrected / Math.sqrt(2 * variance));
}
