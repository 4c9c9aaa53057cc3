// What can be wrong with the keys that are the organisation's: groups, policy, overview, and what files build upon.
import { describe, expect, it } from "vitest";
import type { FileScope } from "../../../src/core/config/check/file-scope.ts";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";

function problemsOf(lines: string, around: Partial<FileScope> = { scope: "organisation" }): string[] {
  const text = `version: 1\nowner: me\n${lines}\n`;
  return readConfigFile({ path: "f.yml", text }, around).problems.map(formatConfigProblem);
}

const payments = "id: payments, match: { topics: [pci] }";

describe("an organisation's file", () => {
  it.each([
    `groups: [{ ${payments}, title: Payments, kind: product-line, owner: "@acme/p", tier: 1, settings: { targets: { first-pass-rate: ">= 90 %" } } }]`,
    "groups: [{ id: a, match: { properties: { tier: ['1'] }, teams: [p], repositories: [acme/p-*], visibility: [private], languages: [Java] } }]",
    "policy: { locked: [mode, checks.security, templates.rules, targets.first-pass-rate, templates.rules.scan, sla, owner, weekly.cron] }",
    'policy: { bounds: { targets.first-pass-rate: ">= 80 %", sla.high: 60d, sla.low: none, exceptions.review_after: free, templates.rules: free, mode: free, targets: free } }',
    "overview: { repository: acme/security }",
    "overview: { repository: null }",
    "extends: acme/policies",
    "extends: [acme/policies:firstpass/base.yml, acme/policies:ci/firstpass-ci.yaml]",
    "templates: { rules: [{ id: a, kind: required_workflow, workflow: acme/t/.github/workflows/scan.yml, ref: { minimum: v3 } }] }",
    "templates: { rules: [{ id: a, kind: code_scanning_default_setup }] }",
    "templates: { rules: [{ id: a, kind: library, ecosystem: maven, required: 'org.slf4j:slf4j-api', minimum: 2.0.17 }] }",
    "templates: { rules: [{ id: a, kind: library, ecosystem: npm, forbidden: '@acme/old', source: sbom }] }",
    `groups: [{ ${payments} }]\ntemplates: { rules: [{ id: a, kind: code_scanning_default_setup, applies_to: { groups: [payments], tiers: [1, "2"], topics: [x], teams: [y], visibility: [public] } }] }`,
  ])("may have %s", (lines) => {
    expect(problemsOf(lines)).toEqual([]);
  });

  it.each([
    [`groups: [{ ${payments} }, { ${payments} }]`, "f.yml:3:", "group 1 has this id already"],
    ["groups: [{ id: a, match: {} }]", "f.yml:3:26:", "it would select every repository"],
    ["groups: [{ id: a }]", "f.yml:3:", "groups[0].match is missing"],
    ["groups: [{ id: A, match: { topics: [x] } }]", "f.yml:3:16:", "small letters, digits and hyphens"],
    ["groups: [{ id: a, match: { topic: [x] } }]", "f.yml:3:28:", 'Did you mean "topics"?'],
    ["groups: [{ id: a, match: { teams: ['@acme/x'] } }]", "f.yml:3:", 'without "@" and the organisation'],
    [
      "groups: [{ id: a, match: { visibility: [secret] } }]",
      "f.yml:3:41:",
      'one of "public", "private", "internal"',
    ],
    ["groups: [{ id: a, match: { repositories: [x] } }]", "f.yml:3:43:", 'write "acme/x" or "*/x"'],
    [`groups: [{ ${payments}, kind: squad }]`, "f.yml:3:", 'one of "product-line", "business-unit", "team"'],
    [`groups: [{ ${payments}, tier: 1.5 }]`, "f.yml:3:", "text or a whole number"],
    [
      `groups: [{ ${payments}, settings: { version: 1 } }]`,
      "f.yml:3:",
      'unknown key "version" in groups[0].settings',
    ],
    [`groups: [{ ${payments}, settings: { owner: me } }]`, "f.yml:3:", 'unknown key "owner"'],
    [
      `groups: [{ ${payments}, settings: { targets: { first-pass-rate: "<= 3 %" } } }]`,
      "f.yml:3:",
      "has the wrong direction",
    ],
    [
      `groups: [{ ${payments}, settings: { targets: { closed-findings: ">= 3" } } }]`,
      "f.yml:3:",
      "is refused",
    ],
    [
      `groups: [{ ${payments}, settings: { weekly: { cron: "x" } } }]`,
      "f.yml:3:",
      "groups[0].settings.weekly.cron",
    ],
    [
      `sla: { high: 14d }\ngroups: [{ ${payments}, settings: { sla: { critical: 20d } } }]`,
      "f.yml:4:",
      "longer than the SLA of high findings (14d)",
    ],
    ["policy: { locked: [checks.securty] }", "f.yml:3:20:", 'Did you mean "checks.security"?'],
    [
      "policy: { locked: [checks.foo] }",
      "f.yml:3:20:",
      "Known below checks: checks.security, checks.required, checks.neutral.",
    ],
    ["policy: { locked: [targets.closed] }", "f.yml:3:20:", "there is no such key"],
    ["policy: { locked: [mode, mode] }", "f.yml:3:26:", "stands in this list already"],
    ["policy: { locked: [extends] }", "f.yml:3:20:", "there is no such key"],
    ["policy: { bounds: { slaa.high: 60d } }", "f.yml:3:21:", 'Did you mean "sla.high"?'],
    ['policy: { bounds: { targets.first-pass-rate: "<= 80 %" } }', "f.yml:3:46:", "has the wrong direction"],
    ["policy: { bounds: { targets.first-pass-rate: 60d } }", "f.yml:3:46:", "is no target"],
    ['policy: { bounds: { sla.high: ">= 80 %" } }', "f.yml:3:31:", "the longest time that is allowed"],
    ["policy: { bounds: { sla.high: 60 } }", "f.yml:3:31:", "must be text"],
    [
      "policy: { bounds: { exceptions.review_after: none } }",
      "f.yml:3:46:",
      "the longest time that is allowed",
    ],
    ["policy: { bounds: { window: 60d } }", "f.yml:3:29:", "can have no bound"],
    ["policy: { bounds: { templates.rules: 60d } }", "f.yml:3:38:", 'must be "free"'],
    ["overview: { repository: acme }", "f.yml:3:25:", 'such as "acme/security"'],
    ["overview: { repositry: acme/x }", "f.yml:3:13:", 'Did you mean "repository"?'],
    ["extends: acme", "f.yml:3:10:", 'such as "acme/policies:firstpass/base.yml"'],
    ["extends: [acme/policies, acme/policies:secrets.yml]", "f.yml:3:26:", "extends[1]"],
    ["extends: [acme/policies, Acme/Policies]", "f.yml:3:26:", "stands in this list already"],
    ["extends: []", "f.yml:3:10:", "at least one file"],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: npm }] }",
      "f.yml:3:22:",
      'either "required" or "forbidden"',
    ],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: npm, required: a, forbidden: b }] }",
      "f.yml:3:",
      'stands beside "required"',
    ],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: maven, required: slf4j }] }",
      "f.yml:3:",
      '"group:artifact"',
    ],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: npm, required: 'left-pad@1.3.0' }] }",
      "f.yml:3:",
      'a version goes under "minimum"',
    ],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: npm, required: 'left-*' }] }",
      "f.yml:3:",
      "not a glob",
    ],
    [
      "templates: { rules: [{ id: a, kind: library, ecosystem: ruby, required: rails }] }",
      "f.yml:3:",
      'one of "npm"',
    ],
    [
      "templates: { rules: [{ id: a, kind: required_workflow, workflow: acme/t }] }",
      "f.yml:3:",
      "must be like",
    ],
    [
      "templates: { rules: [{ id: a, kind: code_scanning_default_setup, applies_to: { groups: [b] } }] }",
      "f.yml:3:",
      "no group of this file has this id",
    ],
  ])("is told of %s", (lines, place, expected) => {
    const problems = problemsOf(lines);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(place);
    expect(problems[0]).toContain(expected);
  });

  it.each([
    [
      'policy: { locked: [targets], bounds: { targets.first-pass-rate: ">= 80 %" } }',
      "says nothing: targets is locked",
    ],
    [
      'targets: { first-pass-rate: ">= 75 %" }\npolicy: { bounds: { targets.first-pass-rate: ">= 80 %" } }',
      "is tighter than the file's own target (>= 75)",
    ],
  ])("is warned of %s", (lines, expected) => {
    expect(problemsOf(lines)).toEqual([expect.stringMatching(/: warning: /)]);
    expect(problemsOf(lines)[0]).toContain(expected);
  });

  it("may name groups of the files that it extends", () => {
    const rule =
      "templates: { rules: [{ id: a, kind: code_scanning_default_setup, applies_to: { groups: [b] } }] }";
    expect(problemsOf(`extends: acme/policies\n${rule}`)).toEqual([]);
    expect(problemsOf(rule, { scope: "repository" })).toEqual([]);
  });
});

describe("a repository's file", () => {
  it("has nothing of the organisation's keys, and is told where they belong", () => {
    const lines = `groups: [{ ${payments} }]\npolicy: {}\noverview: { repository: null }`;
    expect(problemsOf(lines, { scope: "repository" })).toEqual(
      ["groups", "policy", "overview"].map((key, index) =>
        expect.stringContaining(
          `f.yml:${3 + index}:1: warning: "${key}" is for the organisation alone, and does nothing here; move it to firstpass.yml`,
        ),
      ),
    );
    expect(problemsOf(lines, {})).toEqual([]);
  });
});
