// Targets in every unit: what may be written, what is refused, and that the example in a refusal is itself no mistake.
import { describe, expect, it } from "vitest";
import { findTargetRange, kpiIds } from "../../../src/core/config/check/known-kpis.ts";
import { readTarget } from "../../../src/core/config/read-target.ts";

describe("a target", () => {
  it.each(kpiIds)("of %s can be written as its own example says", (id) => {
    expect(readTarget(id, findTargetRange(id)?.example ?? "")).toMatchObject({ op: expect.any(String) });
  });

  it.each([
    ["<= 10 days", 10],
    ["<= 1 day", 1],
    ["<=10d", 10],
    ["<= 10", 10],
  ])("of days may be written %j", (text, value) => {
    expect(readTarget("open-critical-age", text)).toEqual({ op: "<=", value, tolerance: 2 });
  });

  it.each(["<= 24 hours", "<= 24h", "<= 24 hour"])("of hours may be written %j", (text) => {
    expect(readTarget("review-latency", text)).toMatchObject({ value: 24 });
  });

  it.each([
    [
      "review-latency",
      "<= 1 day",
      'is in "days", but review-latency is in "hours"; write for example "<= 24 hours".',
    ],
    ["open-critical-age", ">= 10 days", "has the wrong direction"],
    ["open-critical-age", "<= 10 %", 'is in "%", but open-critical-age is in "days"'],
    ["risk-debt", "<= 100 days", 'is in "days", but risk-debt is in "weighted days"'],
    ["exceptions-overdue", "<= 120 %", "can never be reached"],
    ["open-critical-age", "<= 10 weeks", "is no target"],
  ])("of %s is refused when it is %j", (id, text, why) => {
    expect(readTarget(id, text)).toEqual({ refused: expect.stringContaining(why) });
  });

  it("of weighted days and of a census is read", () => {
    expect(readTarget("risk-debt", "<= 500 weighted days")).toMatchObject({ value: 500 });
    expect(readTarget("exceptions-overdue", "<= 0 %")).toMatchObject({ value: 0, tolerance: 0 });
  });
});
