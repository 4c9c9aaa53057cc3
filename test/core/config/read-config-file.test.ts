import { describe, expect, it } from "vitest";
import { formatConfigProblem } from "../../../src/core/config/problem.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";

const knownKpis = kpiDefinitions.map(({ id }) => id).join(", ");

function problemsOf(text: string): string[] {
  return readConfigFile({ path: "firstpass.yml", text }).problems.map(formatConfigProblem);
}

describe("a configuration file", () => {
  it("is accepted with nothing but its version, with BOM and CRLF too", () => {
    expect(problemsOf("version: 1\n")).toEqual([]);
    expect(problemsOf("\uFEFFversion: 1\r\nmode: enforce\r\n")).toEqual([]);
  });

  it("names every problem at once, each on its line, with what is allowed and what was probably meant", () => {
    const text = [
      "version: 2",
      "mode: enforced",
      "chekcs:",
      "  neutral: pass",
      "window: 28",
      "templates:",
      "  rules:",
      "    - id: Build",
      "      kind: reusable-workflow",
      "    - id: scan",
      "      kind: action",
      "      uses: acme/scan@v1",
      "      reff: any",
      "weekly:",
      "  mention: [octocat]",
      "",
    ].join("\n");
    expect(problemsOf(text)).toMatchInlineSnapshot(`
      [
        "firstpass.yml:1:10: version: found 2; must be 1.",
        "firstpass.yml:2:7: mode: found "enforced"; must be one of "advisory", "enforce". Did you mean "enforce"?",
        "firstpass.yml:3:1: unknown key "chekcs" at the top of the file. Did you mean "checks"? Known keys here: version, extends, owner, mode, window, time_zone, checks, pull_requests, gates, secrets, templates, sla, risk_weights, exceptions, reviews, ownership, releases, targets, weekly, groups, policy, overview.",
        "firstpass.yml:5:9: window: found 28; must be days or weeks such as "28d" or "4w".",
        "firstpass.yml:8:11: templates.rules[0].id: found "Build"; must be small letters, digits and hyphens.",
        "firstpass.yml:9:13: templates.rules[0].kind: found "reusable-workflow"; must be one of "reusable_workflow", "action", "base_image", "file", "template_repository", "required_workflow", "code_scanning_default_setup", "library". Did you mean "reusable_workflow"?",
        "firstpass.yml:12:13: templates.rules[1].uses: found "acme/scan@v1"; must be like "acme/scan" or "acme/actions/scan"; the ref goes under "ref".",
        "firstpass.yml:13:7: unknown key "reff" in templates.rules[1]. Did you mean "ref"? Known keys here: id, title, applies_to, kind, uses, ref.",
        "firstpass.yml:15:13: weekly.mention[0]: found "octocat"; must be a user or a team such as "@octocat" or "@acme/security".",
      ]
    `);
  });

  it("says what a value that is well formed and cannot be meant should be", () => {
    const text = [
      "version: 1",
      "window: 1d",
      "time_zone: Europe/Berlim",
      "checks:",
      "  security:",
      "    - {}",
      "templates:",
      "  rules:",
      "    - { id: a, kind: action, uses: acme/scan, ref: { pinned: true, minimum: v1 } }",
      "    - { id: a, kind: action, uses: acme/scan, ref: { branches: [main] } }",
      "targets:",
      "  first-pass-rat: '>= 85 %'",
      "  first-pass-rate: '>= 185 %'",
      "  template-adoption: '<= 10 %'",
      "  secret-exposure: { at_most: 0.5, at_least: 1 }",
      "  closed-findings: '>= 10'",
      "weekly:",
      "  cron: '0 7 * *'",
      "",
    ].join("\n");
    expect(problemsOf(text).map((line) => line.replace(knownKpis, "(all)"))).toMatchInlineSnapshot(`
      [
        "firstpass.yml:2:9: window: found "1d"; must be 7 to 180 days.",
        "firstpass.yml:3:12: time_zone: found "Europe/Berlim"; must be an IANA name such as "Europe/Berlin" or "UTC". Did you mean "Europe/Berlin"?",
        "firstpass.yml:6:7: checks.security[0]: found a map; must have "app", "name" or "workflow": it would select every check.",
        "firstpass.yml:9:52: templates.rules[0].ref: found a map; "pinned" allows SHAs alone, so "minimum" and "branches" cannot stand beside it.",
        "firstpass.yml:10:13: templates.rules[1].id: found "a"; rule 1 has this id already; give each its own.",
        "firstpass.yml:10:52: templates.rules[1].ref: found a map; must have "minimum" or "pinned: true"; for any ref leave "ref" out.",
        "firstpass.yml:12:3: unknown KPI "first-pass-rat". Did you mean "first-pass-rate"? Known: (all).",
        "firstpass.yml:13:20: targets.first-pass-rate: ">= 185 %" can never be reached: first-pass-rate is at most 100 %; write for example ">= 85 %".",
        "firstpass.yml:14:22: targets.template-adoption: "<= 10 %" has the wrong direction: for template-adoption higher is better; write for example ">= 85 %".",
        "firstpass.yml:15:20: targets.secret-exposure: a map is no target: it has both "at_least" and "at_most"; write for example "<= 0.5 per 1,000 commits".",
        "firstpass.yml:16:3: "closed-findings" is refused: a count of closed findings rewards having many and dismissing them. Watch how fast they are fixed instead.",
        "firstpass.yml:18:9: weekly.cron: found "0 7 * *"; must be a cron expression of five parts such as "0 7 * * 1".",
      ]
    `);
  });

  it.each([
    [
      "targets: { secret-exposure: '<= 0' }",
      /warning: targets\.secret-exposure: a target of zero .* rewards hiding/,
    ],
    ["targets: { first-pass-rate: '>= 0 %' }", /warning: .* is always met/],
  ])("warns of a vain target and stays in force: %s", (line, expected) => {
    const read = readConfigFile({ path: "firstpass.yml", text: `version: 1\n${line}\n` });
    expect(read.written).not.toBeNull();
    expect(read.problems.map(formatConfigProblem)).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    "targets: { first-pass-rate: '>= 100 %' }",
    "sla: { critical: 30d, high: 30d }",
    "sla: { critical: none, high: none, medium: none }",
    "exceptions: { review_after: 366d }",
    "reviews: { working_hours: { days: [sunday], from: '00:00', to: '24:00' } }",
    "reviews: { security_labels: [] }",
    "weekly: { kpis: null, escalate_after_weeks: 12 }",
  ])("has nothing against %s", (line) => {
    expect(problemsOf(`version: 1\n${line}\n`)).toEqual([]);
  });

  it("takes zero for an honest target of every KPI whose own target it is", () => {
    const honest = kpiDefinitions.filter(
      ({ id, defaultTarget }) => defaultTarget?.value === 0 || id === "gate-bypass-rate",
    );
    for (const { id } of honest) expect(problemsOf(`version: 1\ntargets: { ${id}: '<= 0 %' }\n`)).toEqual([]);
  });

  it.each([
    ["weekly: { cron: '0 0 31 2 *' }", "never comes"],
    ["weekly: { cron: '0 7 * * 1', day: monday }", "write either the one or the others"],
    ["weekly: { cron: '0 0 7 * * 1' }", "five parts"],
    ["weekly: { time: '25:00' }", "must be a time"],
    ["time_zone: '+01:00'", "IANA name"],
    ["targets: { secret-exposure: '<= 5 %' }", 'is in "per 1,000 commits"'],
    ["targets: { first-pass-rate: 85 }", "must be a comparison"],
    ["owner: ''", "must not be empty"],
    ['owner: "a\\nb"', "one line"],
    ["checks:", "found nothing (null); must be a map"],
    ["checks: { required: CodeQL }", "must be a list"],
    ["checks: { security: [] }", "at least one check"],
    ["sla: { critical: 7 }", 'must be days or weeks such as "7d" or "4w", or "none"'],
    ["sla: { critical: 0d }", "must be days or weeks"],
    ["sla: { critical: none, high: 60d }", 'sla.critical: found "none"; is longer than the SLA of high'],
    ["sla: { urgent: 1d }", 'unknown key "urgent" in sla'],
    ["risk_weights: { high: -1 }", "must be at least 0"],
    ["risk_weights: { high: 1001 }", "must be at most 1000"],
    ["exceptions: { review_after: none }", "must be days or weeks"],
    ["exceptions: { review_after: 367d }", "must be at most 366 days"],
    ["reviews: { working_hours: { from: '09:00', to: '17:00' } }", "reviews.working_hours.days is missing"],
    ["reviews: { working_hours: { days: [monda], from: '09:00', to: '17:00' } }", 'Did you mean "monday"?'],
    ["reviews: { working_hours: { days: [], from: '09:00', to: '17:00' } }", "at least one day"],
    [
      "reviews: { working_hours: { days: [monday], from: '17:00', to: '17:00' } }",
      'must be later than "from" (17:00)',
    ],
    ["reviews: { working_hours: { days: [monday], from: '9:00', to: '17:00' } }", 'such as "09:00"'],
    ["reviews: { working_hours: { days: [monday], from: '09:00', to: '24:01' } }", 'at most "24:00"'],
    ["ownership: { properties: [] }", "at least one custom property"],
    ["releases: { evidence: [sbim] }", 'Did you mean "sbom"?'],
    ["releases: { evidence: [] }", "at least one of"],
    ["releases: { evidence: [sbom, sbom] }", "stands in this list already"],
    ["weekly: { kpis: [first-pass-rat] }", 'Did you mean "first-pass-rate"?'],
    ["weekly: { kpis: [scans] }", "is refused"],
    ["weekly: { kpis: [first-pass-rate, first-pass-rate] }", "weekly.kpis[1]: found"],
    ["weekly: { kpis: [] }", "at least one KPI"],
    ["weekly: { escalate_after_weeks: 0 }", "must be at least 1"],
    ["weekly: { escalate_after_weeks: 1.5 }", "must be a whole number"],
    [
      "templates: { rules: [{ id: a, kind: file, path: ../x, template: acme/t }] }",
      "from the repository's root",
    ],
    ["templates: { rules: [{ id: a, kind: file, path: x, template: acme }] }", "must be a repository"],
    ["templates: { rules: [{ id: a, kind: base_image, images: [] }] }", "approve at least one image"],
    [
      "templates: { rules: [{ id: a, kind: action, uses: a/b, ref: { minimum: main } }] }",
      "must be a version",
    ],
    ["templates: { rules: [{ id: a, kind: action, uses: a/b, ref: v1 }] }", 'must be "any"'],
    [`checks: { required: ["${"a".repeat(257)}"] }`, "at most 256 characters"],
    [`checks: { required: [${"a,".repeat(101)}] }`, "at most 100 entries"],
  ])("refuses %s", (line, expected) => {
    const read = readConfigFile({ path: "firstpass.yml", text: `version: 1\n${line}\n` });
    expect(read.written).toBeNull();
    expect(read.problems).toHaveLength(1);
    expect(read.problems[0]?.message).toContain(expected);
  });

  it("asks for the version where it is missing, and says so of an empty file", () => {
    expect(problemsOf("mode: enforce\n")).toEqual([
      'firstpass.yml:1:1: version is missing; begin the file with "version: 1".',
    ]);
    expect(problemsOf("# nothing\n")).toEqual([
      'firstpass.yml:1:1: the file is empty; begin it with "version: 1", or remove it.',
    ]);
  });
});
