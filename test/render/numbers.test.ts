import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countOf,
  formatCount,
  formatDifference,
  formatFraction,
  formatInterval,
  formatTarget,
  formatValue,
} from "../../src/render/numbers.ts";

describe("a number with its unit", () => {
  it.each([
    [87.5, "%", "87.5 %"],
    [85, "%", "85 %"],
    [200 / 3, "%", "66.7 %"],
    [0, "%", "0 %"],
    [100, "%", "100 %"],
    [99.97, "%", ">99.9 %"],
    [0.02, "%", "<0.1 %"],
    [0.4219, "per 1,000 commits", "0.42 per 1,000 commits"],
    [12.345, "per 1,000 commits", "12.3 per 1,000 commits"],
    [0.0001, "per 1,000 commits", "<0.01 per 1,000 commits"],
    [1234.5, "per 1,000 commits", "1,234.5 per 1,000 commits"],
    [3, "", "3"],
    [3, "days", "3 days"],
    [1, "days", "1 day"],
    [0.97, "days", "1 day"],
    [0.04, "days", "<0.1 days"],
    [12.34, "days", "12.3 days"],
    [0, "hours", "0 hours"],
    [6.42, "hours", "6.4 hours"],
    [1320, "weighted days", "1,320 weighted days"],
    [3, "rules", "3 rules"],
  ])("%d in %j reads %j", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it("never reads as everything or nothing unless it is", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (value) => {
        const text = formatValue(value, "%");
        expect(text === "0 %").toBe(value === 0);
        expect(text === "100 %").toBe(value === 100);
      }),
    );
  });

  it("is refused when it is no number", () => {
    expect(() => formatValue(Number.NaN, "%")).toThrow(RangeError);
    expect(() => formatCount(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe("a difference", () => {
  it.each([
    [-3.1, "%", "−3.1 pp"],
    [2.5, "%", "+2.5 pp"],
    [0, "%", "0 pp"],
    [-0, "%", "0 pp"],
    [-0.01, "%", "−<0.1 pp"],
    [1.1496, "per 1,000 commits", "+1.15"],
    [-13.74, "days", "−13.7 days"],
    [2, "hours", "+2 hours"],
    [140, "weighted days", "+140"],
  ])("%d in %j reads %j", (value, unit, text) => {
    expect(formatDifference(value, unit)).toBe(text);
  });
});

it("writes fractions, intervals, targets and counts as people do", () => {
  expect(formatFraction(3, 7143)).toBe("3/7,143");
  expect(formatInterval({ low: 47.35, high: 97.76 }, "%")).toBe("47.4 to 97.8 %");
  expect(formatTarget({ op: "<=", value: 0.5 }, "per 1,000 commits")).toBe("≤ 0.5");
  expect(formatTarget({ op: "<=", value: 10 }, "days")).toBe("≤ 10 days");
  expect(formatTarget({ op: "<=", value: 1 }, "hours")).toBe("≤ 1 hour");
  expect(formatInterval({ low: 3.14, high: 9.5 }, "days")).toBe("3.1 to 9.5 days");
  expect(countOf(2, "repository")).toBe("2 repositories");
  expect(countOf(2, "day")).toBe("2 days");
  expect(countOf(2, "push")).toBe("2 pushes");
  expect(countOf(1, "change")).toBe("1 change");
  expect(countOf(2000, "change")).toBe("2,000 changes");
  expect(formatCount(-1234567)).toBe("−1,234,567");
});
