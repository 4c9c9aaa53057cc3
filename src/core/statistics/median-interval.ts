// The interval of a median: what the true median may be, given so many values and no guess about how they are spread.
import binomialCdf from "@stdlib/stats-base-dists-binomial-cdf";
import type { Interval } from "../kpis/measurement.ts";

/** What may be missed on either side. */
const tail = 0.025;

/**
 * Distribution-free interval of the median, of at least 95 %: from the k-th smallest to the k-th largest value, with the
 * largest k for which both tails are at most 2.5 %. Values are counted above and below the median like heads and tails, so
 * that the binomial distribution tells exactly how sure it is; k is whole, so that it is often surer than 95 %.
 * Null below 6 values: even from the smallest to the largest it would not be 95 %. Does not change the list.
 * @see W. R. Thompson, Annals of Mathematical Statistics 7 (1936) 122–128; M. J. Campbell and M. J. Gardner, BMJ 296 (1988) 1454–1456.
 */
export function medianInterval(values: readonly number[]): Interval | null {
  const sorted = [...values].sort((a, b) => a - b);
  let k = 0;
  while (k < sorted.length / 2 && binomialCdf(k, sorted.length, 0.5) <= tail) k += 1;
  const low = sorted[k - 1];
  const high = sorted[sorted.length - k];
  if (low === undefined || high === undefined) return null;
  return { low, high, level: 0.95 };
}
