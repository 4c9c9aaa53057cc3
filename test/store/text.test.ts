import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/core/canonical-json.ts";
import { decodeText, encodeText } from "../../src/store/text.ts";

/** Any string at all, lone surrogates and U+0000 among it. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
const hostileText = fc.string({
  unit: fc.constantFrom("\0", "\\", "u", "0", "d", "8", "\ud800", "\udc00", "é"),
});

describe("text for a text column", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostileText), (text) => {
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });

  it("fault 13: holds nothing that a database refuses or replaces", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostileText), (text) => {
        const encoded = encodeText(text);
        expect(encoded.isWellFormed()).toBe(true);
        expect(encoded).not.toContain("\0");
      }),
    );
  });

  it("leaves ordinary text alone", () => {
    expect(encodeText("refs/heads/größe 😀")).toBe("refs/heads/größe 😀");
  });
});

describe("canonical JSON", () => {
  it("is the same for the same data, however its keys are ordered", () => {
    const reverseKeys = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reverseKeys);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, reverseKeys(part)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reverseKeys(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("tells apart what differs only in a key named __proto__", () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });
});
