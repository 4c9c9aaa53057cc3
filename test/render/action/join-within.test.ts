import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinWithin } from "../../../src/render/action/join-within.ts";
import { byteLength } from "../../../src/render/fit.ts";

describe("a job summary's size", () => {
  it("leaves all as it is where it fits", () => {
    expect(joinWithin(["# a", ""], ["- 1", "- 2"], ["end"], 100)).toBe("# a\n\n- 1\n- 2\n\nend\n");
  });

  it("leaves out whole rows from the end, and says how many", () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `- row ${index} ${"é".repeat(20)}`);
    const text = joinWithin(["# a"], rows, ["end"], 5000);
    expect(byteLength(text)).toBeLessThanOrEqual(5000);
    const shown = text.split("\n").filter((line) => line.startsWith("- row"));
    expect(shown).toEqual(rows.slice(0, shown.length));
    expect(text).toContain(`- and ${1000 - shown.length} more remarks, left out here`);
    expect(text.endsWith("\n\nend\n")).toBe(true);
  });

  it("never passes the limit and never cuts a character, whatever the sections are", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 300 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        fc.array(text, { maxLength: 40 }),
        fc.array(text, { maxLength: 4 }),
        fc.integer({ min: 400, max: 3000 }),
        (before, rows, after, limit) => {
          const joined = joinWithin(before, rows, after, limit);
          expect(byteLength(joined)).toBeLessThanOrEqual(limit);
          expect(
            joined.isWellFormed() || ![...before, ...rows, ...after].every((part) => part.isWellFormed()),
          ).toBe(true);
        },
      ),
    );
  });
});
