// Exceptions files as people write them: every problem at once, on its line, and what stays in force besides.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";
import { readExceptionsFile } from "../../../src/core/exceptions/read-exceptions-file.ts";
import { exceptionsJsonSchema } from "../../../src/core/exceptions/schema.ts";
import { entry, exceptionsText } from "../../support/exceptions.ts";

const path = "e.yml";
const origin = "repository-file";
const now = Date.UTC(2026, 10, 21);

function read(text: string, from: "repository-file" | "organisation-file" = origin) {
  const { entries, problems } = readExceptionsFile({ path, text }, { origin: from, at: now });
  return { entries, problems: problems.map(formatConfigProblem) };
}

function problemsOf(...entries: Record<string, unknown>[]): string[] {
  return read(exceptionsText(...entries)).problems;
}

const two = `version: 1
exceptions:
  - id: first
    rule: js/xss
    reason: It goes away.
    owner: "@acme/web"
    approver: "@acme/security"
    expires: 2027-01-31
  - finding: dependabot#3
    reason: Not reachable.
    owner: "@acme/web"
    expires: "2027-02-28"
`;

describe("reading an exceptions file", () => {
  it("reads entries with their lines, and an expiry through the end of its day in UTC", () => {
    const { entries, problems } = read(two);
    expect(problems).toEqual([]);
    expect(entries).toEqual([
      {
        id: "first",
        selection: { rule: "js/xss" },
        repositories: null,
        reason: "It goes away.",
        owner: "@acme/web",
        approver: "@acme/security",
        expiresAt: Date.UTC(2027, 1, 1),
        invalid: null,
        line: 3,
        index: 0,
      },
      expect.objectContaining({
        id: "dependabot #3",
        selection: { finding: "dependabot#3" },
        approver: null,
        expiresAt: Date.UTC(2027, 2, 1),
        line: 9,
      }),
    ]);
  });

  it("tells every problem at once, each on its line, and leaves the other entries in force", () => {
    const { entries, problems } = read(`${two}  - rule: js/sql
    reson: Because.
    owner: ""
    expires: 2027-02-30
  - path: docs/**
    reason: " "
    owner: "@acme/docs"
`);
    expect(problems).toEqual([
      "e.yml:13:5: exceptions[2].reason is missing; say why the risk can be lived with.",
      expect.stringMatching(/^e\.yml:14:5: unknown key "reson" in exceptions\[2\]\. Did you mean "reason"\?/),
      'e.yml:15:12: exceptions[2].owner: found ""; must not be empty.',
      'e.yml:16:14: exceptions[2].expires: found "2027-02-30"; must be a day such as 2027-01-31.',
      "e.yml:17:5: exceptions[3].expires is missing; an exception must end: give its last day, such as 2027-01-31.",
      'e.yml:18:13: exceptions[3].reason: found " "; must say why the risk can be lived with.',
    ]);
    expect(entries?.map(({ id, invalid }) => [id, invalid === null])).toEqual([
      ["first", true],
      ["dependabot #3", true],
      ["rule js/sql", false],
      ["all in docs/**", false],
    ]);
    expect(entries?.[2]).toMatchObject({ reason: null, owner: null, expiresAt: null });
    expect(entries?.[3]).toMatchObject({ reason: null, owner: "@acme/docs", expiresAt: null });
  });

  it.each([
    ["no owner", { owner: undefined }, /owner is missing; an exception needs somebody who answers for it/],
    ["an empty reason", { reason: "" }, /reason: found ""; must say why/],
    ["an expiry that is a number", { expires: 20270131 }, /expires: found 20270131; must be a day such as/],
    ["an expiry with a time", { expires: "2027-01-31T10:00:00Z" }, /must be a day such as 2027-01-31/],
    [
      "nothing selected",
      { rule: undefined, path: undefined },
      /selects nothing; give at least one of "finding"/,
    ],
    ["everything selected", { rule: "*", path: "**/*" }, /selects everything there is/],
    ["an alert of no source", { finding: "alert#1" }, /must be an alert such as "code-scanning#12"/],
    ["an alert number of zero", { finding: "dependabot#0" }, /must be an alert such as/],
    ["repositories in a repository's own file", { repositories: ["acme/*"] }, /for its own repository alone/],
    ["an id with capitals", { id: "XSS" }, /must be small letters, digits and hyphens/],
  ])("refuses an entry with %s", (_, given, expected) => {
    expect(problemsOf(entry(given))).toEqual([expect.stringMatching(expected)]);
  });

  it("warns of an expiry that has passed or is more than a year away, and keeps the entry valid", () => {
    const text = exceptionsText(
      entry({ id: "a", expires: "2026-11-20" }),
      entry({ id: "b", expires: "2026-11-21" }),
      entry({ id: "c", expires: "2027-11-22" }),
      entry({ id: "d", expires: "2027-11-23" }),
    );
    const { entries, problems } = read(text);
    expect(problems).toEqual([
      expect.stringMatching(/warning: exceptions\[0\]\.expires: expired on 2026-11-20/),
      expect.stringMatching(/warning: exceptions\[3\]\.expires: is more than a year away/),
    ]);
    expect(entries?.map(({ invalid }) => invalid)).toEqual([null, null, null, null]);
  });

  it("says nothing of the day where no day is given", () => {
    const file = { path, text: exceptionsText(entry({ expires: "2020-01-01" })) };
    expect(readExceptionsFile(file, { origin }).problems).toEqual([]);
  });

  it("refuses a second entry of the same id, or without an id of the same selection", () => {
    const unnamed = entry({ id: undefined });
    const { entries, problems } = read(exceptionsText(entry(), entry({ rule: "a" }), unnamed, unnamed));
    expect(problems).toEqual([
      expect.stringMatching(/exceptions\[1\]: entry 1 is "legacy-xss" already/),
      expect.stringMatching(/exceptions\[3\]: entry 3 is "rule js\/xss in web\/\*\*" already/),
    ]);
    expect(entries).toHaveLength(2);
  });

  it("lets the organisation's file name repositories, and no alert", () => {
    const text = exceptionsText(
      entry({ repositories: ["acme/shop-*"] }),
      entry({ id: "alert", finding: "code-scanning#1", rule: undefined, path: undefined }),
    );
    const { entries, problems } = read(text, "organisation-file");
    expect(problems).toEqual([expect.stringMatching(/exceptions\[1\]\.finding: alerts are numbered/)]);
    expect(entries?.[0]).toMatchObject({ repositories: ["acme/shop-*"], invalid: null });
  });

  it.each([
    ["is empty", "", "e.yml:1:1: the file is empty"],
    ["has no version", "exceptions: []", "version is missing"],
    ["has another version", "version: 2\nexceptions: []", "e.yml:1:10: version: found 2; must be 1."],
    ["has no list", "version: 1\nexceptions: { a: 1 }", "exceptions: found a map; must be a list."],
    ["has an unknown key", "version: 1\nexception: []\n", 'unknown key "exception" at the top of the file'],
    ["is no YAML", "version: [1", "e.yml:1:"],
    ["is a list", "- 1", "the file: found a list"],
    ["repeats a key", "version: 1\nversion: 1\nexceptions: []", "stands here a second time"],
    ["has a tag", "version: 1\nexceptions: !!js/function x", "Tags are not allowed"],
    ["has too many entries", exceptionsText(...Array(301).fill({})), "must have at most 300 entries"],
  ])("reads nothing of a file that %s", (_, text, expected) => {
    const { entries, problems } = read(text);
    expect(entries).toBeNull();
    expect(problems.join("\n")).toContain(expected);
  });

  it("fault 38: refuses an alias bomb, and reads a few aliases", () => {
    const levels = "bcdefghi"
      .split("")
      .map((name, i) => `  - &${name} [${`*${"abcdefgh"[i]},`.repeat(9)}]`)
      .join("\n");
    const bomb = `version: 1\nexceptions:\n  - &a [x,x,x,x,x,x,x,x,x]\n${levels}\n`;
    expect(read(bomb)).toEqual({ entries: null, problems: [expect.stringContaining("too many aliases")] });
    const shared =
      "version: 1\nexceptions:\n  - { rule: a, reason: &r Soon., owner: &o me, expires: 2027-01-31 }\n";
    const reused = "  - { rule: b, reason: *r, owner: *o, expires: 2027-01-31 }\n";
    expect(read(shared + reused)).toMatchObject({ problems: [], entries: [{}, { reason: "Soon." }] });
  });

  it("fault 37: shows control characters of the file as their codes", () => {
    const { problems } = read('version: 1\nexceptions:\n  - "\\e[2J\u202Ekey": 1\n    rule: a\n');
    expect(problems.join("")).toContain("\\u{202e}");
    expect(problems.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("takes entries that are no maps for mistakes of their own", () => {
    const { entries, problems } = read("version: 1\nexceptions: [1, null, [a], {}]");
    expect(entries).toEqual([]);
    expect(problems.map((problem) => problem.replace(/^e\.yml:2:\d+: /, ""))).toEqual(
      expect.arrayContaining([
        "exceptions[0]: found 1; must be a map.",
        "exceptions[1]: found nothing (null); must be a map.",
        "exceptions[2]: found a list; must be a map.",
        expect.stringMatching(/^exceptions\[3\]: selects nothing/),
      ]),
    );
  });

  it("never throws, and calls no entry valid that lacks reason, owner or expiry", () => {
    const value = fc.oneof(
      fc.constantFrom("js/xss", "2027-01-31", "@acme/web", "", "*", "code-scanning#1"),
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.constant(null),
      fc.constant([1]),
    );
    const keys = [
      "id",
      "finding",
      "rule",
      "path",
      "tool",
      "package",
      "reason",
      "owner",
      "expires",
      "__proto__",
    ];
    const written = fc.dictionary(fc.constantFrom(...keys), value);
    fc.assert(
      fc.property(fc.array(written, { maxLength: 5 }), fc.string({ unit: "binary" }), (list, junk) => {
        for (const text of [JSON.stringify({ version: 1, exceptions: list }), junk]) {
          const { entries, problems } = readExceptionsFile({ path, text }, { origin, at: now });
          for (const { invalid, reason, owner, expiresAt } of entries ?? [])
            if (invalid === null) expect([reason, owner, expiresAt]).not.toContain(null);
          for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has a JSON Schema that names every key", () => {
    expect(JSON.stringify(exceptionsJsonSchema())).toMatch(/"finding".*"repositories".*"expires"/);
  });
});
