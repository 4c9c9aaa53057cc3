// A file with many mistakes: each is told, each once, each on its own line, whatever else is wrong beside it.
import { describe, expect, it } from "vitest";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";

function problemsOf(text: string): string[] {
  return readConfigFile({ path: "f.yml", text }, { scope: "organisation" }).problems.map(formatConfigProblem);
}

/** Each line of the file with what must be told of it; lines without are sound. */
const file: readonly (readonly [string, ...string[]])[] = [
  ["version: 1"],
  ["owner: @acme/x", '2:8: a value cannot begin with "@"; put it in quotes.'],
  ["mode: enforced", '3:7: mode: found "enforced"; must be one of'],
  ["mode: advisory", "4:1: this key stands here a second time"],
  ["window: !!int 28d", "5:9: Unresolved tag"],
  ["targets:"],
  ["  first-pass-rate: '>= 185 %'", "7:20: targets.first-pass-rate:"],
  ["targets:", "8:1: this key stands here a second time"],
  ["  frist-pass-rate: '>= 90 %'", '9:3: unknown KPI "frist-pass-rate". Did you mean "first-pass-rate"?'],
  [
    "  alert-precision: { at_lest: 3, tolerance: x }",
    '10:22: unknown key "at_lest" in targets.alert-precision. Did you mean "at_least"?',
    '10:45: targets.alert-precision.tolerance: found "x"; must be a number.',
  ],
  ["checks:"],
  ["  neutral: *nothing", "12:12: the alias *nothing names an anchor that is not there."],
  [
    "  required: [5, 'x ', CodeQL]",
    "13:14: checks.required[0]: found 5; must be text",
    '13:17: checks.required[1]: found "x "; nothing begins or ends with white space',
  ],
  [
    "  security: [{ nam: x }, {}, { name: 'a' }, { name: ' b' }]",
    '14:16: unknown key "nam" in checks.security[0]. Did you mean "name"?',
    "14:26: checks.security[1]: found a map; must have",
    '14:53: checks.security[3].name: found " b"; nothing begins',
  ],
  ["templates:"],
  ["  rules:"],
  ["    - 5", "17:7: templates.rules[0]: found 5; must be a map."],
  ["    - { id: a, kind: library, ecosystem: npm }", "18:7: templates.rules[1] must have either"],
  [
    "    - { id: a, kind: action, uses: 5, title: '', ref: { pinned: true, minimum: v1 } }",
    '19:13: templates.rules[2].id: found "a"; rule 2 has this id already',
    "19:36: templates.rules[2].uses: found 5",
    "19:46: templates.rules[2].title:",
    "19:55: templates.rules[2].ref: found a map;",
  ],
  [
    "    - { id: e, kind: actoin, uses: 5, title: '', applies_to: { groups: [pay], repositories: [acme-*] } }",
    '20:22: templates.rules[3].kind: found "actoin"; must be one of',
    "20:46: templates.rules[3].title:",
    '20:73: templates.rules[3].applies_to.groups[0]: found "pay"; no group of this file',
    '20:94: templates.rules[3].applies_to.repositories[0]: found "acme-*"; it is held against',
  ],
  ["groups:"],
  [
    "  - { id: payments, match: { topics: [] }, settings: { window: 3d, mode: x } }",
    "22:38: groups[0].match.topics: found an empty list",
    '22:64: groups[0].settings.window: found "3d"; must be 7 to 180 days.',
    '22:74: groups[0].settings.mode: found "x"; must be one of',
  ],
  [
    "weekly: { cron: '0 0 31 2 *', escalate_after_weeks: 99999999999999999999 }",
    "23:17: weekly.cron",
    "23:53: weekly.escalate_after_weeks: found 100000000000000000000; must be at most 12.",
  ],
];

describe("a file with many mistakes", () => {
  it("has each of them told, once, in the order of the file", () => {
    const text = `${file.map(([line]) => line).join("\n")}\n`;
    const expected = file.flatMap(([, ...told]) => told);
    const problems = problemsOf(text);
    expect(problems).toEqual(expected.map((one) => expect.stringContaining(`f.yml:${one}`)));
  });

  it("has nothing told of the lines that are sound", () => {
    const text = file.filter(([, told]) => told === undefined).map(([line]) => line);
    expect(problemsOf(text.filter((line) => !line.endsWith(":")).join("\n"))).toEqual([]);
  });

  it("tells what else is wrong beside a tab", () => {
    expect(
      problemsOf(
        "version: 1\nmdoe: enforce\nchecks:\n\tneutral: perhaps\ntargets:\n  first-pass-rat: '>= 80 %'",
      ),
    ).toEqual([
      expect.stringContaining('f.yml:2:1: unknown key "mdoe"'),
      "f.yml:4:1: found a tab at the beginning of the line; YAML is indented with spaces alone.",
      expect.stringContaining("f.yml:4:11: checks.neutral"),
      expect.stringContaining('f.yml:6:3: unknown KPI "first-pass-rat"'),
    ]);
  });

  it("tells a tab in the indentation in words, and not what the parser makes of the rest", () => {
    expect(problemsOf("version: 1\nchecks:\n  required:\n\t- a\n\tneutral: pass\nmode: [\n")).toEqual([
      "f.yml:4:1: found a tab at the beginning of the line; YAML is indented with spaces alone.",
      "f.yml:5:1: found a tab at the beginning of the line; YAML is indented with spaces alone.",
    ]);
  });

  it.each([
    ["line feed", "\n"],
    ["carriage return and line feed", "\r\n"],
    ["carriage return", "\r"],
  ])("knows its lines where they end with %s", (_, end) => {
    expect(problemsOf(["version: 1", "mode: x", "window: 3d", ""].join(end))).toEqual([
      expect.stringContaining("f.yml:2:7: mode"),
      expect.stringContaining("f.yml:3:9: window"),
    ]);
  });

  it("says of merge keys that they are not read, wherever they stand", () => {
    expect(
      problemsOf("version: 1\nsla: &a { high: 30d }\n<<: *a\nchecks: { <<: *a }\ntargets: { <<: '>= 1' }\n"),
    ).toEqual([
      "f.yml:3:1: merge keys (<<) are not read; write the keys out.",
      "f.yml:4:11: merge keys (<<) are not read; write the keys out.",
      "f.yml:5:12: merge keys (<<) are not read; write the keys out.",
    ]);
  });

  it("warns of values that read otherwise than they are", () => {
    const read = readConfigFile({ path: "f.yml", text: 'version: 1\nowner: "a\u202eb"\n' });
    expect(read.written?.owner).toBe("a\u202eb");
    expect(read.problems).toEqual([expect.objectContaining({ line: 2, severity: "warning" })]);
  });
});
