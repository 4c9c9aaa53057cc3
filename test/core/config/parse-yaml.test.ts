import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveConfig } from "../../../src/core/config/effective.ts";
import { parseYaml } from "../../../src/core/config/parse-yaml.ts";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";

function refusalOf(text: string): string[] {
  const parsed = parseYaml({ path: "f.yml", text });
  return "problems" in parsed ? parsed.problems.map(formatConfigProblem) : [];
}

describe("configuration text written to do harm", () => {
  it("fault 38: an alias bomb is refused", () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0
        ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
        : `a${level}: &a${level} [${Array(9)
            .fill(`*a${level - 1}`)
            .join(", ")}]`,
    );
    expect(refusalOf(levels.join("\n"))).toEqual([expect.stringContaining("too many aliases")]);
  });

  it("fault 38: many aliases are refused, even where none multiplies anything", () => {
    const pairs = Array.from({ length: 21 }, (_, index) => `&a${index} k${index}: *a${index}\n`);
    expect(refusalOf(pairs.slice(1).join(""))).toEqual([]);
    expect(refusalOf(pairs.join(""))).toEqual([expect.stringMatching(/^f\.yml:21:\d+: .*too many aliases/)]);
  });

  it("fault 38: custom tags are refused, each on its line", () => {
    expect(refusalOf("version: 1\nowner: !!js/function 'x'\nmode: !env SECRET\nx: !!set {a}\n")).toEqual([
      expect.stringMatching(/^f\.yml:2:\d+: Unresolved tag.*Tags are not allowed/),
      expect.stringMatching(/^f\.yml:3:\d+: /),
      expect.stringMatching(/^f\.yml:4:\d+: /),
    ]);
  });

  it.each([
    ["a megabyte", `version: 1\n# ${"x".repeat(1024 * 1024)}`],
    ["a few bytes more than the limit, in characters of several bytes", `# ${"é".repeat(32 * 1024)}`],
  ])("fault 38: %s is refused", (_, text) => {
    expect(refusalOf(text)).toEqual([expect.stringContaining("more than 64 KiB are not read")]);
  });

  it.each([
    ["lists", "[".repeat(60_000)],
    ["maps", "{a: ".repeat(15_000)],
    ["block lists", `${"- ".repeat(30_000)}x`],
  ])("fault 38: deeply nested %s are refused", (_, text) => {
    expect(refusalOf(text).length).toBeGreaterThan(0);
    expect(refusalOf(text).length).toBeLessThanOrEqual(20);
  });

  it.each([
    [
      "a repeated key",
      "version: 1\nmode: enforce\nmode: advisory",
      "f.yml:3:1: this key stands here a second time",
    ],
    ["__proto__", "version: 1\ntargets:\n  __proto__: { polluted: 1 }", 'f.yml:3:3: the key "__proto__"'],
    ["a quoted __proto__", 'version: 1\n"__proto__": 1', 'f.yml:2:1: the key "__proto__"'],
    ["a list for a key", "? [a]\n: 1", "keys must be plain words"],
    ["two documents", "version: 1\n---\nversion: 1", "a second YAML document"],
    ["an alias to nothing", "version: *one", "f.yml:1:10: the alias *one names an anchor"],
    ["a tab for an indent", "checks:\n\tneutral: pass", "f.yml:2:1:"],
  ])("fault 38: %s is refused", (_, text, expected) => {
    expect(refusalOf(text).join("\n")).toContain(expected);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("expands a few aliases, and takes `<<` for a key like any other", () => {
    const parsed = parseYaml({ path: "f.yml", text: "a: &x [1]\nb: *x\n<<: 3" });
    expect(parsed).toMatchObject({ data: { a: [1], b: [1], "<<": 3 } });
  });

  it("fault 37: control and bidi characters of the file are shown as their codes", () => {
    const { problems } = effectiveConfig({
      organisation: null,
      repository: {
        path: "f.yml",
        text: 'version: 1\n"\\e[2J\u202Ekey": 1\ntargets: { "a\\nb": 1 }',
      },
    });
    const messages = problems.map(({ message }) => message).join("");
    expect(messages).toContain("\\u{202e}");
    expect(messages).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("survives an alias within its own anchor", () => {
    const { problems } = effectiveConfig({
      organisation: null,
      repository: { path: "f.yml", text: "version: 1\nchecks: &a { required: &b [*b, *a] }" },
    });
    expect(problems).toHaveLength(2);
  });

  it("never throws, and always gives a configuration, whatever the text is", () => {
    const snippet = fc.constantFrom(
      "version: 1\n",
      "checks:",
      "  security:\n",
      "- ",
      "*a",
      "&a ",
      "!!x ",
      "{",
      "[",
      "'",
      "\t",
      "templates: {rules: [",
      "targets: {secret-exposure: ",
      "\u0000",
      "---\n",
      "<<: ",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(snippet, { maxLength: 30 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (text) => {
        const { config, problems } = effectiveConfig({
          organisation: null,
          repository: { path: "f.yml", text },
        });
        expect(config.hash).toMatch(/^[0-9a-f]{64}$/);
        for (const problem of problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
