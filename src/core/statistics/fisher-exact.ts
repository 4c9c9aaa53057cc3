// Fisher's exact test of a two-by-two table, for shares with small counts.
import { assertShare, type Share } from "./share.ts";

/** Tables whose probability equals the observed one but for rounding count as equally likely. */
const roundingSlack = 1 + 1e-7;

/**
 * Two-sided p-value: the probability, both margins held, of a table no likelier than the one observed.
 * Works up the support from the observed table by the ratio of neighbours, so that no factorial is ever formed.
 * @see R. A. Fisher, The Design of Experiments (1935), chapter II.
 */
export function fisherExactTest(a: Share, b: Share): number {
  assertShare(a);
  assertShare(b);
  const successes = a.numerator + b.numerator;
  const lowest = Math.max(0, successes - b.denominator);
  const highest = Math.min(a.denominator, successes);
  // weight(k + 1) ÷ weight(k) for k successes in a; the observed table has weight 1.
  const ratio = (k: number) =>
    ((a.denominator - k) * (successes - k)) / ((k + 1) * (b.denominator - successes + k + 1));
  let total = 1;
  let asUnlikely = 1;
  const add = (weight: number) => {
    total += weight;
    if (weight <= roundingSlack) asUnlikely += weight;
  };
  for (let k = a.numerator, weight = 1; k < highest; k += 1) {
    weight *= ratio(k);
    add(weight);
  }
  for (let k = a.numerator, weight = 1; k > lowest; k -= 1) {
    weight /= ratio(k - 1);
    add(weight);
  }
  // A total beyond all bounds means that the observed table is as good as impossible under one common share.
  return Number.isFinite(total) ? Math.min(1, asUnlikely / total) : 0;
}
