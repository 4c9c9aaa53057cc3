// Whether two rates of rare events differ by more than chance: the test behind the trend of a rate per exposure.
import binomialCdf from "@stdlib/stats-base-dists-binomial-cdf";

export interface Rate {
  readonly events: number;
  readonly exposure: number;
}

/** Outcomes whose probability equals the observed one but for rounding count as equally likely. */
const roundingSlack = 1 + 1e-7;

/**
 * Two-sided p-value of "both rates are the same", exact: given all events, those of `a` are binomial with the share of
 * the exposure that is a's. Sums the outcomes no likelier than the one observed. 1 when there is no event at all.
 * @throws RangeError unless events ≥ 0 and exposures > 0.
 * @see J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313–323.
 */
export function rateRatioTest(a: Rate, b: Rate): number {
  for (const { events, exposure } of [a, b]) {
    if (!(events >= 0 && exposure > 0)) {
      throw new RangeError(`No rate: ${events} events in an exposure of ${exposure}`);
    }
  }
  const events = a.events + b.events;
  const share = a.exposure / (a.exposure + b.exposure);
  const probability = (k: number) =>
    binomialCdf(k, events, share) - (k === 0 ? 0 : binomialCdf(k - 1, events, share));
  const observed = probability(a.events) * roundingSlack;
  let total = 0;
  for (let k = 0; k <= events; k += 1) {
    const each = probability(k);
    if (each <= observed) total += each;
  }
  return Math.min(1, total);
}
