// Whether two shares differ by more than chance: the test behind the trend of a share.
import erfc from "@stdlib/math-base-special-erfc";
import { fisherExactTest } from "./fisher-exact.ts";
import { assertShare, type Share } from "./share.ts";

/** Below this expected count in any cell the normal approximation is not trusted (Cochran's rule). */
const smallestExpectedCell = 5;

/**
 * Two-sided p-value of "both shares are the same".
 * Pooled z-test without continuity correction; with an expected cell below 5 Fisher's exact test instead, because there
 * the normal approximation finds differences that are not there.
 * @throws RangeError unless each is a share.
 * @see W. G. Cochran, Biometrics 10 (1954) 417–451, for the rule of five.
 */
export function twoProportionTest(a: Share, b: Share): number {
  assertShare(a);
  assertShare(b);
  const pooled = (a.numerator + b.numerator) / (a.denominator + b.denominator);
  const smallest = Math.min(a.denominator, b.denominator) * Math.min(pooled, 1 - pooled);
  if (smallest < smallestExpectedCell) return fisherExactTest(a, b);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.denominator + 1 / b.denominator));
  const z = (a.numerator / a.denominator - b.numerator / b.denominator) / error;
  return erfc(Math.abs(z) / Math.SQRT2);
}
