// The property that every KPI has: no order and no repetition of the facts can be seen in it.
import fc from "fast-check";
import { expect } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";

/** Asserts that every permutation and duplication of the facts gives the same answer. */
export function expectAnyOrderTheSame(
  facts: readonly Fact[],
  compute: (facts: readonly Fact[]) => unknown,
): void {
  const expected = compute(facts);
  const repeated = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
  fc.assert(
    fc.property(repeated, (shuffled) => {
      expect(compute(shuffled)).toEqual(expected);
    }),
  );
}
