// The statistics against values that others have published, and against properties that must hold everywhere.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisherExactTest } from "../../../src/core/statistics/fisher-exact.ts";
import { garwoodInterval } from "../../../src/core/statistics/garwood.ts";
import { mean, median, quantile } from "../../../src/core/statistics/quantiles.ts";
import { rateRatioTest } from "../../../src/core/statistics/rate-ratio.ts";
import { twoProportionTest } from "../../../src/core/statistics/two-proportion.ts";
import { wilsonInterval } from "../../../src/core/statistics/wilson.ts";

const share = fc
  .tuple(fc.nat(400), fc.nat(400))
  .map(([hits, misses]) => ({ numerator: hits, denominator: hits + misses }))
  .filter(({ denominator }) => denominator > 0);

describe("wilsonInterval", () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  it.each([
    [81, 263, 25.53, 36.62],
    [15, 148, 6.24, 16.05],
    [0, 20, 0, 16.11],
    [1, 29, 0.61, 17.18],
  ])("gives the published interval of %i of %i", (numerator, denominator, low, high) => {
    const interval = wilsonInterval(numerator, denominator);
    expect(interval.low).toBeCloseTo(low, 2);
    expect(interval.high).toBeCloseTo(high, 2);
  });

  it("holds the share, stays within 0 and 100, and mirrors successes and failures", () => {
    fc.assert(
      fc.property(share, ({ numerator, denominator }) => {
        const { low, high } = wilsonInterval(numerator, denominator);
        const value = (100 * numerator) / denominator;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        const mirrored = wilsonInterval(denominator - numerator, denominator);
        expect(mirrored.low).toBeCloseTo(100 - high, 8);
      }),
    );
  });

  it.each([
    [0, 0],
    [3, 2],
    [-1, 2],
    [Number.NaN, 2],
  ])("refuses %d of %d", (numerator, denominator) => {
    expect(() => wilsonInterval(numerator, denominator)).toThrow(RangeError);
  });
});

describe("garwoodInterval", () => {
  // The table of exact Poisson limits in F. Garwood, Biometrika 28 (1936), as reprinted in epidemiological handbooks
  // (e.g. Breslow and Day, Statistical Methods in Cancer Research II, 1987, table 2.11, there as multipliers).
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [2, 0.2422, 7.225],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])("gives the published limits of %i events", (events, low, high) => {
    const interval = garwoodInterval(events, 1);
    expect(interval.low).toBeCloseTo(low, events === 100 ? 2 : 3);
    expect(interval.high).toBeCloseTo(high, events === 100 ? 2 : 3);
  });

  it("gives the interval that R's manual shows for the Welsh nickel workers, poisson.test(137, 24.19893)", () => {
    const interval = garwoodInterval(137, 24.19893);
    expect(interval.low).toBeCloseTo(4.753125, 5);
    expect(interval.high).toBeCloseTo(6.692709, 5);
  });

  it("scales with `per`", () => {
    expect(garwoodInterval(3, 500, 1000).high).toBeCloseTo(2 * garwoodInterval(3, 1).high, 10);
  });

  it.each([
    [1, 0],
    [-1, 5],
  ])("refuses %d events in an exposure of %d", (events, exposure) => {
    expect(() => garwoodInterval(events, exposure)).toThrow(RangeError);
  });
});

describe("twoProportionTest", () => {
  it("gives z = 6.01 for the field trial of the polio vaccine of 1954 (57 of 200,745 against 142 of 201,229)", () => {
    const p = twoProportionTest(
      { numerator: 57, denominator: 200_745 },
      { numerator: 142, denominator: 201_229 },
    );
    expect(p).toBeGreaterThan(1.5e-9);
    expect(p).toBeLessThan(2.2e-9);
  });

  it("uses Fisher's exact test when a cell is expected to hold fewer than five", () => {
    const a = { numerator: 3, denominator: 4 };
    const b = { numerator: 1, denominator: 4 };
    expect(twoProportionTest(a, b)).toBe(fisherExactTest(a, b));
  });

  it("calls a difference as large as 1.96 standard errors significant at 95 %, and a smaller one not", () => {
    // 50 of 100 against 64 of 100: z = 1.999; against 63 of 100: z = 1.854.
    const half = { numerator: 50, denominator: 100 };
    expect(twoProportionTest(half, { numerator: 64, denominator: 100 })).toBeCloseTo(0.0456, 3);
    expect(twoProportionTest(half, { numerator: 63, denominator: 100 })).toBeCloseTo(0.0637, 3);
  });

  it("is a probability, the same both ways round and for failures in place of successes", () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const p = twoProportionTest(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(twoProportionTest(b, a)).toBeCloseTo(p, 9);
        const failures = ({ numerator, denominator }: typeof a) => ({
          numerator: denominator - numerator,
          denominator,
        });
        expect(twoProportionTest(failures(a), failures(b))).toBeCloseTo(p, 9);
      }),
    );
  });
});

describe("fisherExactTest", () => {
  it("gives 0.486 for the lady tasting tea who finds three of four cups", () => {
    // R. A. Fisher, The Design of Experiments (1935): 34 of the 70 arrangements are as extreme or more.
    const p = fisherExactTest({ numerator: 3, denominator: 4 }, { numerator: 1, denominator: 4 });
    expect(p).toBeCloseTo(34 / 70, 10);
  });

  it("gives 2 in 70 for the lady who finds all of them", () => {
    const p = fisherExactTest({ numerator: 4, denominator: 4 }, { numerator: 0, denominator: 4 });
    expect(p).toBeCloseTo(2 / 70, 10);
  });

  it("stays a number where the tables are many and the observed one is next to impossible", () => {
    const p = fisherExactTest({ numerator: 5000, denominator: 5000 }, { numerator: 0, denominator: 5000 });
    expect(p).toBeGreaterThanOrEqual(0);
    expect(p).toBeLessThan(1e-100);
  });
});

describe("rateRatioTest", () => {
  it("gives the p-value that R's manual shows for Fredericia against three other towns", () => {
    // poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)), data of Andersen (1977): p = 0.07967.
    const p = rateRatioTest({ events: 11, exposure: 800 }, { events: 21, exposure: 3011 });
    expect(p).toBeCloseTo(0.07967, 5);
  });

  it("finds no difference where nothing happened", () => {
    expect(rateRatioTest({ events: 0, exposure: 10 }, { events: 0, exposure: 900 })).toBe(1);
  });

  it("is a probability and the same both ways round", () => {
    const rate = fc.record({ events: fc.nat(60), exposure: fc.integer({ min: 1, max: 5000 }) });
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        const p = rateRatioTest(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(rateRatioTest(b, a)).toBeCloseTo(p, 6);
      }),
    );
  });

  it("refuses an exposure of nothing", () => {
    expect(() => rateRatioTest({ events: 1, exposure: 0 }, { events: 1, exposure: 1 })).toThrow(RangeError);
  });
});

describe("quantile", () => {
  it.each([
    [[], null],
    [[7], 7],
    [[3, 1], 2],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])("the median of %j is %s", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it("interpolates between neighbours", () => {
    expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 10);
  });

  it("leaves the list as it was", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("mean", () => {
  it.each([
    [[], null],
    [[7], 7],
    [[4, 1, 4], 3],
  ])("the mean of %j is %s", (values, expected) => {
    expect(mean(values)).toBe(expected);
  });

  it("is the same to the last digit in any order", () => {
    expect(mean([0.1, 0.2, 0.3])).toBe(mean([0.3, 0.2, 0.1]));
    expect(mean([0.7, 0.1, 0.3])).toBe(mean([0.3, 0.7, 0.1]));
  });
});
