import { describe, expect, it } from "vitest";
import type { KpiDefinition } from "../../../src/core/kpis/definition.ts";
import { firstPassRate } from "../../../src/core/kpis/first-pass-rate/definition.ts";
import type { Measured } from "../../../src/core/kpis/measurement.ts";
import { secretExposure } from "../../../src/core/kpis/secret-exposure/definition.ts";
import { templateAdoption } from "../../../src/core/kpis/template-adoption/definition.ts";
import { statusOf } from "../../../src/core/scorecard/status.ts";
import { compareWindows, intervalOf } from "../../../src/core/scorecard/trend.ts";

const share = (numerator: number, denominator: number): Measured => ({
  outcome: "measured",
  value: (100 * numerator) / denominator,
  numerator,
  denominator,
  excluded: {},
  evidence: [],
  beside: [],
  breakdown: [],
  notes: [],
});

describe("what counts all there is", () => {
  it("has no interval: nothing was estimated", () => {
    expect(intervalOf(templateAdoption, share(2, 3))).toBeNull();
    expect(intervalOf(firstPassRate, share(2, 3))).toMatchObject({ level: 0.95 });
  });

  it.each([
    [2, 3, "improving"],
    [3, 2, "worsening"],
    [2, 2, "steady"],
  ] as const)(
    "takes %i → %i of three rules as %s, where a sample of three would say nothing",
    (from, to, verdict) => {
      expect(compareWindows(templateAdoption, share(to, 3), share(from, 3))).toMatchObject({
        verdict,
        pValue: null,
      });
      expect(compareWindows(firstPassRate, share(to, 3), share(from, 3))?.verdict).toBe("steady");
    },
  );
});

describe("a median", () => {
  const medianKpi: KpiDefinition = {
    ...firstPassRate,
    id: "time-to-remediate",
    statistic: "median",
    unit: "days",
    direction: "down",
  };
  const of = (value: number, samples: readonly number[]): Measured => ({
    ...share(0, 1),
    value,
    numerator: null,
    denominator: samples.length,
    samples,
  });
  const slow = of(15, [11, 12, 13, 14, 15, 16, 17, 18, 19]);
  const fast = of(5, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

  it("has the interval of its values, and none below six", () => {
    expect(intervalOf(medianKpi, fast)).toEqual({ low: 2, high: 8, level: 0.95 });
    expect(intervalOf(medianKpi, of(3, [1, 2, 3, 4, 5]))).toBeNull();
  });

  it("tells a trend by the ranks of the values, in the KPI's direction", () => {
    expect(compareWindows(medianKpi, fast, slow)).toMatchObject({
      previous: 15,
      delta: -10,
      verdict: "improving",
    });
    expect(compareWindows(medianKpi, slow, fast)?.verdict).toBe("worsening");
    expect(compareWindows({ ...medianKpi, direction: "up" }, slow, fast)?.verdict).toBe("improving");
  });

  it.each([
    ["few values", of(2, [1, 2, 3]), of(8, [7, 8, 9])],
    ["two values against many", of(1.5, [1, 2]), of(15, [11, 12, 13, 14, 15, 16, 17, 18, 19])],
    ["equal medians", fast, of(5, [4, 5, 6])],
    ["medians that differ by chance", fast, of(6, [2, 3, 4, 5, 6, 7, 8, 9, 10])],
  ])("is steady for %s", (_, current, previous) => {
    expect(compareWindows(medianKpi, current, previous)?.verdict).toBe("steady");
  });

  it("is steady where the ranks lean the other way than the medians", () => {
    const low = [0, 0, 0, 0, 0, 0, 0, 0];
    const high = [9, 9, 9, 9, 9, 9, 9, 9];
    // Most values of `current` are above those of `previous`, and its median is below.
    const current = of(4, [...Array(8).fill(3), 4, ...high]);
    const previous = of(5, [...low, 5, ...Array(8).fill(5.5)]);
    expect(compareWindows(medianKpi, current, previous)).toMatchObject({
      verdict: "steady",
      pValue: 1,
    });
  });

  it("is a low sample by how many values it is of", () => {
    const target = { op: "<=", value: 1, tolerance: 0 } as const;
    expect(statusOf(medianKpi, fast, target)).toBe("low-sample");
    expect(statusOf({ ...medianKpi, minimumSample: 9 }, fast, target)).toBe("off-target");
  });

  it("without its values is a mistake of the program, and so is a share or a rate without a numerator", () => {
    const { samples: _, ...bare } = fast;
    expect(() => intervalOf(medianKpi, bare)).toThrow("without its values");
    const nothing = { ...share(1, 2), numerator: null };
    expect(() => intervalOf(firstPassRate, nothing)).toThrow("without a numerator");
    expect(() => compareWindows(secretExposure, nothing, nothing)).toThrow("without a numerator");
  });
});
