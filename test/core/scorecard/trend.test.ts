import { describe, expect, it } from "vitest";
import { firstPassRate } from "../../../src/core/kpis/first-pass-rate/definition.ts";
import type { Measured } from "../../../src/core/kpis/measurement.ts";
import { templateAdoption } from "../../../src/core/kpis/template-adoption/definition.ts";
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
