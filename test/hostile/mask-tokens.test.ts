import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskTokens } from "../../src/core/mask-tokens.ts";

const tail = "16C7e42F292c6912E7710c838347Ae178B4a";
/** Put together, so that no scanner takes this file for a leak. */
const tokens = [
  ["ghp", tail].join("_"),
  ["ghs", tail].join("_"),
  ["github", "pat", tail].join("_"),
  ["glpat", tail].join("-"),
  ["xoxb", "123456789012-abcdef"].join("-"),
  ["AKIA", "ABCDEFGHIJ234567"].join(""),
  ["npm", tail].join("_"),
  ["sk_live", tail].join("_"),
];

describe("fault 40: what looks like a token", () => {
  it.each(tokens)("%s is masked wherever it stands, and nothing else with it", (token) => {
    for (const [before, after] of [
      ["", ""],
      ["title: ", " done"],
      ['{"a":"', '"}'],
      ["https://x:", "@github.com/"],
    ] as const)
      expect(maskTokens(before + token + after)).toBe(before + "*".repeat(token.length) + after);
  });

  it("is not a word that begins like one, a SHA, or a name", () => {
    for (const text of [
      "ghp_",
      "ghp_short",
      "AKIA",
      "xoxb-",
      "a".repeat(40),
      "0".repeat(64),
      "npm_config_registry",
      "feat/ghost_pipeline",
    ])
      expect(maskTokens(text)).toBe(text);
  });
});

describe("fault 40: a private key", () => {
  const head = "-----BEGIN RSA PRIVATE KEY-----";
  const foot = "-----END RSA PRIVATE KEY-----";

  it("is masked between its lines; what stands around it stays, and the JSON holds together", () => {
    const json = JSON.stringify({ a: `see\n${head}\nMIIEow"\\\n${foot}\nthanks`, b: 1 });
    const parsed = JSON.parse(maskTokens(json));
    expect(parsed).toEqual({
      a: expect.stringMatching(/^see\n-----BEGIN RSA PRIVATE KEY-----\*+-----END/),
      b: 1,
    });
    expect(parsed.a).toMatch(/\nthanks$/);
    expect(maskTokens(json)).not.toContain("MIIEow");
    expect(maskTokens(json)).toHaveLength(json.length);
  });

  it("is masked to the end of its string where its own end is missing", () => {
    const masked = maskTokens(JSON.stringify({ a: `${head}\nMIIEow`, b: foot, c: `${head}\nSECOND` }));
    expect(masked).not.toMatch(/MIIEow|SECOND/);
    expect(Object.keys(JSON.parse(masked))).toEqual(["a", "b", "c"]);
  });
});

it("fault 40: keeps any JSON JSON of the same length, and masks twice as once", () => {
  const pieces = fc.constantFrom(
    ...tokens,
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "PRIVATE KEY-----",
    "-----END",
    "\\",
    '"',
    "\n",
    "é",
    "\ud800",
    "x",
  );
  const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), texts), (value) => {
      const json = JSON.stringify(value);
      const masked = maskTokens(json);
      expect(masked).toHaveLength(json.length);
      expect(Object.keys(JSON.parse(masked))).toEqual(Object.keys(value));
      for (const token of tokens) expect(masked).not.toContain(token);
      expect(maskTokens(masked)).toBe(masked);
    }),
    { numRuns: 1000 },
  );
});

it.each([
  ["heads of tokens", "ghp_".repeat(1_000_000)],
  ["one endless token", `ghp_${"a".repeat(5_000_000)}`],
  ["heads of keys", "PRIVATE KEY-----".repeat(300_000)],
  ["ends of keys", "PRIVATE KEY----------END".repeat(200_000)],
])("fault 40: takes a time that grows with the length alone: %s", (_, text) => {
  const startedAt = performance.now();
  maskTokens(text);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
