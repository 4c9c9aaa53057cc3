import { describe, expect, it } from "vitest";
import { fullHeight, renderBarLine } from "../../src/render/bar-line.ts";

describe("a bar line", () => {
  it("shows a week that was not measured as a gap, and 0 % as the lowest bar", () => {
    expect(renderBarLine([0, null, 50, 100], 100)).toBe("▁·▅█");
  });

  it("stands on zero and takes 100 % as full height for shares, so that a small move looks small", () => {
    expect(renderBarLine([84, 88], fullHeight([84, 88], "%"))).toBe("▇▇");
  });

  it("takes the largest value as full height where the KPI is not a share", () => {
    const values = [0.1, 0.4, null];
    expect(renderBarLine(values, fullHeight(values, "per 1,000 commits"))).toBe("▃█·");
  });

  it("is all low bars when every value is zero, and all gaps when none is known", () => {
    expect(renderBarLine([0, 0], fullHeight([0, 0], "per 1,000 commits"))).toBe("▁▁");
    expect(renderBarLine([null, null], fullHeight([null, null], "per 1,000 commits"))).toBe("··");
  });
});
