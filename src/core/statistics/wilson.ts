// The interval of a share: what the true share may be, given n successes in so many tries.
import type { Interval } from "../kpis/measurement.ts";
import { assertShare } from "./share.ts";

/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * 95 % Wilson score interval of a binomial share, as percent 0–100, without continuity correction.
 * Stays within 0–100 and is never empty, also at 0 of n and n of n.
 * @throws RangeError unless 0 ≤ numerator ≤ denominator and denominator ≥ 1.
 * @see E. B. Wilson, JASA 22 (1927) 209–212; R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, method 3.
 */
export function wilsonInterval(numerator: number, denominator: number): Interval {
  assertShare({ numerator, denominator });
  const share = numerator / denominator;
  const scale = 1 + (z * z) / denominator;
  const centre = (share + (z * z) / (2 * denominator)) / scale;
  const half =
    (z / scale) * Math.sqrt((share * (1 - share)) / denominator + (z * z) / (4 * denominator * denominator));
  return {
    // At the ends the bound is 0 or 100 exactly; arithmetic would leave a rounding error there.
    low: numerator === 0 ? 0 : 100 * (centre - half),
    high: numerator === denominator ? 100 : 100 * (centre + half),
    level: 0.95,
  };
}
