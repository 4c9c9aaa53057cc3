import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defuse } from "../../action/log-lines.ts";

describe("a line of the log", () => {
  it.each([
    ["::set-output name=x::y", "· ::set-output name=x::y"],
    ["  ::error::x", "· ::error::x"],
    ["a ##[set-env name=PATH]/tmp", "a ## [set-env name=PATH]/tmp"],
    ["a\n::add-path::/tmp", "a ::add-path::/tmp"],
    ["a\r::add-path::/tmp", "a ::add-path::/tmp"],
    ["\u2028::stop-commands::x", "⟨U+2028⟩::stop-commands::x"],
    ["token ghs_0123456789abcdefghij0123456789abcdef", `token ${"*".repeat(40)}`],
  ])("%j is written as %j", (text, expected) => {
    expect(defuse(text)).toBe(expected);
  });

  it("is never a command of the runner, whatever is in it", () => {
    const part = fc.constantFrom(
      "::",
      "#",
      "##",
      "[",
      "]",
      "\n",
      "\r",
      "\t",
      " ",
      "error",
      "%0A",
      "\u0085",
      "a",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const line = defuse(parts.join(""));
        expect(line).not.toMatch(/[\r\n]/);
        expect(line.trimStart().startsWith("::")).toBe(false);
        expect(line).not.toContain("##[");
      }),
    );
  });
});
