import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameCondition, parseFailOn, reaches } from "../../action/fail-on.ts";

const kpis = ["template-adoption", "risk-debt"];

describe("fail-on", () => {
  it.each([[""], ["never"], [" Never "], ["\n"]])("asks for nothing by %j", (text) => {
    expect(parseFailOn(text, kpis)).toEqual([]);
  });

  it("takes conditions with commas and line breaks, each once, and names them as they are written", () => {
    const text =
      "broken-template, invalid-file\nnew-secret new-finding:HIGH,new-finding:error, off-target:risk-debt, broken-template";
    expect(parseFailOn(text, kpis).map(nameCondition)).toEqual([
      "broken-template",
      "invalid-file",
      "new-secret",
      "new-finding:high",
      "new-finding:error",
      "off-target:risk-debt",
    ]);
  });

  const finding = (
    securitySeverity: "critical" | "high" | "medium" | "low" | null,
    level: "error" | "warning" | "note" | "none",
  ) => ({
    securitySeverity,
    level,
  });

  it.each([
    ["new-finding", finding(null, "none"), true],
    ["new-finding:high", finding("critical", "note"), true],
    ["new-finding:high", finding("high", "note"), true],
    ["new-finding:high", finding("medium", "error"), false],
    // A level is no security severity.
    ["new-finding:low", finding(null, "error"), false],
    ["new-finding:warning", finding(null, "error"), true],
    ["new-finding:warning", finding("critical", "note"), false],
    ["new-finding:note", finding(null, "none"), false],
  ])("%s and %j: %s", (text, given, expected) => {
    const [condition] = parseFailOn(text, kpis);
    expect(condition?.kind === "new-finding" && reaches(given, condition.threshold)).toBe(expected);
  });

  it("says no more than a little of what it does not know", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 500 }), (text) => {
        try {
          parseFailOn(text, kpis);
        } catch (error) {
          expect((error as Error).message.length).toBeLessThan(400);
        }
      }),
    );
  });
});
