// The statistics of medians against values that others have published, and against properties that must hold everywhere.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianInterval } from "../../../src/core/statistics/median-interval.ts";
import { median } from "../../../src/core/statistics/quantiles.ts";
import { rankTest } from "../../../src/core/statistics/rank-test.ts";

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe("medianInterval", () => {
  // Ranks as tabled by M. J. Campbell and M. J. Gardner, BMJ 296 (1988) 1454–1456, and in textbooks' tables of the sign test.
  it.each([
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [10, 2, 9],
    [11, 2, 10],
    [12, 3, 10],
    [15, 4, 12],
    [17, 5, 13],
    [20, 6, 15],
    [25, 8, 18],
    [50, 18, 33],
    [100, 40, 61],
  ])("of %i values goes from the published rank %i to rank %i", (n, low, high) => {
    expect(medianInterval(upTo(n))).toEqual({ low, high, level: 0.95 });
  });

  it.each([0, 1, 2, 3, 4, 5])("says nothing of %i values, which cannot be 95 % sure", (n) => {
    expect(medianInterval(upTo(n))).toBeNull();
  });

  it("holds the median, whatever the order, and leaves the list as it was", () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        const before = [...list];
        const interval = medianInterval(list);
        const middle = median(list) ?? Number.NaN;
        expect(interval?.low).toBeLessThanOrEqual(middle);
        expect(interval?.high).toBeGreaterThanOrEqual(middle);
        expect(medianInterval([...list].reverse())).toEqual(interval);
        expect(list).toEqual(before);
      }),
    );
  });
});

describe("rankTest", () => {
  it("gives W = 35, p = 0.1272 one-sided of R's manual for the permeability data of Hollander and Wolfe", () => {
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { pValue, superiority } = rankTest(atTerm, earlier);
    expect(superiority * 50).toBeCloseTo(35, 10);
    expect(pValue / 2).toBeCloseTo(0.1272, 4);
  });

  it("gives W = 127.5, p = 0.0001208 of R's manual for the ozone of May and August in New York", () => {
    const may = [
      41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37,
    ];
    const august = [
      39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84,
      85,
    ];
    const { pValue, superiority } = rankTest(may, august);
    expect(superiority * 26 * 26).toBeCloseTo(127.5, 8);
    expect(pValue).toBeCloseTo(0.0001208, 7);
  });

  it("counts every way to divide tied ranks by hand: 1 2 2 against 2 3 3", () => {
    // Ranks 1, 3, 3 against 3, 5.5, 5.5; of the 20 ways to choose three, those with the sum 7 (1,3,3: three ways) and 14
    // (3,5.5,5.5: three ways) are as far from the expected 10.5.
    expect(rankTest([1, 2, 2], [2, 3, 3]).pValue).toBeCloseTo(6 / 20, 12);
  });

  it("finds 2 in 20 the strongest that three against three can say", () => {
    expect(rankTest([1, 2, 3], [4, 5, 6])).toEqual({ pValue: 2 / 20, superiority: 0 });
  });

  it.each([
    ["nothing against something", [], [1, 2, 3]],
    ["equal values", [4, 4, 4, 4], [4, 4, 4]],
    ["many equal values", Array(40).fill(4), Array(30).fill(4)],
  ])("finds no difference in %s", (_, a, b) => {
    expect(rankTest(a, b)).toEqual({ pValue: 1, superiority: 0.5 });
  });

  it("passes from counting to the normal approximation without a leap", () => {
    const a = upTo(25).map((value) => value + 4.5);
    const exact = rankTest(a, upTo(25)).pValue;
    const approximate = rankTest([...a, 17.5], upTo(25)).pValue;
    expect(Math.abs(exact - approximate)).toBeLessThan(0.01);
  });

  it("is a probability, the same both ways round, in any order and for any unit", () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 32 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const { pValue, superiority } = rankTest(a, b);
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        const swapped = rankTest([...b].reverse(), a);
        expect(swapped.pValue).toBeCloseTo(pValue, 12);
        expect(swapped.superiority).toBeCloseTo(1 - superiority, 12);
        const hours = (days: readonly number[]) => days.map((value) => 24 * value);
        expect(rankTest(hours(a), hours(b))).toEqual({ pValue, superiority });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a value that is no number", () => {
    expect(() => rankTest([1, Number.NaN], [2])).toThrow(RangeError);
  });
});
