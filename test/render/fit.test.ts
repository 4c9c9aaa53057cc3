import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteLength, countFittingRows, cutBytes, cutCharacters } from "../../src/render/fit.ts";

const text = fc.string({ unit: "binary", maxLength: 60 });

describe("cutting to a limit", () => {
  it("fault 29: never cuts inside a code point, and keeps to the limit in bytes with its notice", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 80 }), (whole, limit) => {
        const cut = cutBytes(whole, limit, "…cut");
        expect(byteLength(cut)).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(whole.isWellFormed());
        expect(cut === whole || (cut.endsWith("…cut") && whole.startsWith(cut.slice(0, -4)))).toBe(true);
      }),
    );
  });

  it("fault 29: keeps to a limit in characters, and leaves alone what fits", () => {
    expect(cutCharacters("🛡️🛡️", 4)).toBe("🛡️🛡️");
    expect(cutCharacters("👍👍👍👍", 3)).toBe("👍👍…");
  });

  it("counts whole rows only, each with its line break", () => {
    expect(countFittingRows(["ab", "cd", "e"], 6)).toBe(2);
    expect(countFittingRows(["ab"], 2)).toBe(0);
    expect(countFittingRows(["é"], 3)).toBe(1);
    expect(countFittingRows(["a"], -1)).toBe(0);
  });
});
