// Files that are written to do harm: nothing is thrown, nothing takes long, what is told is bounded and lies within the file.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tellProblems } from "../../../src/core/config/check/tell-problems.ts";
import type { ConfigProblem, LocatedMessage } from "../../../src/core/config/problem.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";

function read(text: string) {
  return readConfigFile({ path: "f.yml", text }, { scope: "organisation" });
}

function times(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("");
}

describe("a hostile file", () => {
  it.each([
    ["thousands of unknown keys", `version: 1\n${times(6000, (index) => `k${index}: 1\n`)}`, 6000],
    [
      "thousands of unknown KPIs",
      `version: 1\ntargets: {${times(4000, (index) => `a${index}: '>= 1',`)}}`,
      4000,
    ],
    ["one key thousands of times", `version: 1\n${times(4000, () => "mode: enforce\n")}`, 3999],
  ])("with %s is told a hundred problems, the last of which counts the others", (_, text, count) => {
    const { problems, written } = read(text);
    expect(written).toBeNull();
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)).toMatchObject({
      severity: "error",
      message: `and ${count - 99} more problems. Mend these first.`,
    });
  });

  it("is looked through a bounded number of times, however many mistakes it has", () => {
    const message: LocatedMessage = { at: ["x"], message: "m", severity: "warning" };
    let looked = 0;
    const locate = ({ message, severity }: LocatedMessage): ConfigProblem => {
      looked += 1;
      return { path: "f.yml", line: 1, column: 1, message, severity };
    };
    const told = tellProblems(
      [],
      Array.from({ length: 50_000 }, () => message),
      locate,
    );
    expect(looked).toBe(1000);
    expect(told.at(-1)).toMatchObject({
      message: "and 49901 more problems. Mend these first.",
      severity: "warning",
    });
    expect(
      tellProblems(
        [],
        Array.from({ length: 100 }, () => message),
        locate,
      ).at(-1)?.message,
    ).toBe("m");
  });

  it.each([
    ["a list of 30,000 entries", `version: 1\nchecks: { required: [${"x,".repeat(30_000)}] }`],
    ["a list of 30,000 wrong entries", `version: 1\nchecks: { required: [${"1,".repeat(30_000)}] }`],
    [
      "201 groups",
      `version: 1\ngroups: [${times(201, (index) => `{ id: g${index}, match: { topics: [x] } },`)}]`,
    ],
    ["a key of 60,000 characters", `version: 1\n"${"k".repeat(60_000)}": 1`],
    ["a tag of 60,000 characters", "!".repeat(60_000)],
    ["a megabyte", "x: ".repeat(350_000)],
    ["lists in lists", `version: 1\nx: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["lists that never end", "k: [\n".repeat(12_000)],
    ["nothing but quotes", '"'.repeat(60_000)],
  ])("with %s is refused in a few short words", (_, text) => {
    const { problems, written } = read(text);
    expect(written).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    for (const { message } of problems) expect(message.length).toBeLessThanOrEqual(1000);
  });

  it.each([
    ["__proto__: { mode: enforce }", 'the key "__proto__" is not allowed'],
    ["targets: { __proto__: '>= 1' }", 'the key "__proto__" is not allowed'],
    ["targets: { constructor: '>= 1' }", 'unknown KPI "constructor"'],
    ["targets: { toString: '>= 1' }", 'unknown KPI "toString"'],
    ["constructor: 1", 'unknown key "constructor"'],
    ["policy: { locked: [constructor], bounds: { toString: free } }", "there is no such key"],
    [
      "groups: [{ id: constructor, match: { properties: { __proto__: [x] } } }]",
      '"__proto__" is not allowed',
    ],
  ])("cannot reach what objects inherit: %s", (line, expected) => {
    const { problems } = read(`version: 1\nowner: me\n${line}\n`);
    expect(problems.map(({ message }) => message).join()).toContain(expected);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    "risk_weights: { high: .nan }",
    "risk_weights: { high: .inf }",
    "risk_weights: { high: 1e999 }",
    "weekly: { escalate_after_weeks: 99999999999999999999 }",
    "window: 2026-01-01",
    "owner: !!binary aGk=",
    "version: 1.5",
    "owner: 'a\u0000'",
  ])("is told once of %s", (line) => {
    const text = line.startsWith("version") ? line : `version: 1\n${line}\n`;
    expect(read(text).problems).toHaveLength(1);
  });

  const snippet = fc.constantFrom(
    "version: 1\n",
    "version: 1\r",
    "groups:\n",
    "  - id: a\n",
    "    match: { topics: [x] }\n",
    "    settings:\n",
    "      ",
    "policy: { locked: [",
    "bounds: {",
    "targets:\n",
    "  first-pass-rate: ",
    "'>= 85 %'\n",
    "{ at_least: ",
    "extends: [",
    "acme/x",
    "templates: { rules: [",
    "{ id: a, kind: ",
    "library",
    "checks: { security: [",
    "&a ",
    "*a",
    "!!x ",
    "!t ",
    "<<: ",
    "? ",
    "- ",
    ", ",
    "] ",
    "} ",
    "\t",
    "\r\n",
    "\r",
    "\n",
    "\uFEFF",
    "\u202E",
    "\u0000",
    "__proto__: ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "'",
    '"',
    "|\n",
    "# ",
    "@",
    ".nan",
    "null",
    "~",
    "1",
    "mode: ",
    "weekly: ",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(snippet, { maxLength: 40 }).map((parts) => `version: 1\n${parts.join("")}`),
    fc.array(snippet, { maxLength: 40 }).map((parts) => parts.join("")),
  );

  it("never makes reading throw, and is told at most a hundred problems, in order, within its lines", () => {
    fc.assert(
      fc.property(text, (text) => {
        const { problems, written } = read(text);
        const lines = text.split(/\r\n|\r|\n/).length;
        expect(problems.length).toBeLessThanOrEqual(100);
        for (const { line, column, message } of problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
        expect(problems.map(({ line }) => line)).toEqual(
          problems.map(({ line }) => line).sort((a, b) => a - b),
        );
        expect(written === null).toBe(problems.some(({ severity }) => severity === "error"));
      }),
      { numRuns: 2000 },
    );
  });
});
