// What the organisation lets a repository change: locked keys, values that would be looser, and the bounds that allow them.
import { describe, expect, it } from "vitest";
import { inForce, layered, toldOf } from "../../../support/layers.ts";

const own = ".github/firstpass.yml";

describe("a locked key", () => {
  it.each([
    ["mode", "mode: enforce", "mode", "firstpass.yml:2 (organisation) locks it"],
    ["checks", "checks: { neutral: fail }", "checks.neutral", "locks checks"],
    [
      "templates.rules",
      "templates: { rules: [{ id: x, kind: action, uses: a/b }] }",
      "templates.rules.x",
      "",
    ],
    ["weekly.cron", "weekly: { day: sunday }", "weekly.day", "locks weekly.cron"],
    ["weekly.day", 'weekly: { cron: "0 1 * * 1" }', "weekly.cron", "locks weekly.day"],
  ])("%s keeps a repository from writing %s, and from nothing else", (locked, repository, key, says) => {
    const effective = layered({
      organisation: `policy: { locked: [${locked}] }`,
      repository: `${repository}\nwindow: 8w`,
    });
    const without = layered({ repository: "window: 8w" });
    expect(effective.config).toEqual(without.config);
    const [told, ...others] = toldOf(effective);
    expect(told?.startsWith(`${own}:2: ${key}: found `)).toBe(true);
    expect(told).toContain(says);
    expect(others).toEqual([]);
  });

  it("is what the farther layer says, and the refused value is told of beside it", () => {
    const { settings } = layered({
      organisation: "mode: enforce\npolicy: { locked: [mode] }",
      repository: "mode: advisory",
    });
    expect(settings.find(({ key }) => key === "mode")).toMatchObject({
      value: "enforce",
      origin: { layer: "organisation", line: 2 },
      notInForce: [
        { value: "advisory", why: "locked", origin: { layer: "repository", path: own, line: 2 } },
        { value: "advisory", why: "replaced", origin: { layer: "default" } },
      ],
    });
  });

  it("is no other key that begins alike, and does not bind groups", () => {
    const effective = layered({
      organisation:
        "policy: { locked: [sla.high] }\ngroups: [{ id: a, match: { repositories: [acme/*] }, settings: { sla: { high: 20d } } }]",
      repository: "sla: { critical: 5d }",
    });
    expect(effective.config.sla).toMatchObject({ critical: 5, high: 20 });
    expect(effective.problems).toEqual([]);
  });
});

describe("what the organisation or a group wrote", () => {
  it.each([
    ["targets: { first-pass-rate: '>= 80 %' }", "targets: { first-pass-rate: '>= 90 %' }"],
    ["targets: { open-critical-age: '<= 9 days' }", "targets: { open-critical-age: '<= 3 days' }"],
    [
      "targets: { first-pass-rate: '>= 80 %' }",
      "targets: { first-pass-rate: { at_least: 80, tolerance: 1 } }",
    ],
    ["sla: { high: 20d }", "sla: { high: 2w }"],
    ["sla: { low: none }", "sla: { low: 300d }"],
    ["exceptions: { review_after: 60d }", "exceptions: { review_after: 30d }"],
    ["mode: advisory", "mode: enforce"],
    ["window: 4w", "window: 12w"],
    ["checks: { required: [CodeQL] }", "checks: { required: [] }"],
    [
      "templates: { rules: [{ id: a, kind: action, uses: a/b }] }",
      "templates: { rules: [{ uses: a/b, kind: action, id: a }] }",
    ],
  ])("%s can be tightened by %s", (organisation, repository) => {
    expect(layered({ organisation, repository }).problems).toEqual([]);
    expect(layered({ organisation, repository }).config).toEqual(layered({ repository }).config);
  });

  it.each([
    [
      "targets: { first-pass-rate: '>= 80 %' }",
      "targets: { first-pass-rate: '>= 79 %' }",
      "must be 80 or more",
    ],
    [
      "targets: { open-critical-age: '<= 9 days' }",
      "targets: { open-critical-age: '<= 10 days' }",
      "9 or less",
    ],
    [
      "targets: { first-pass-rate: { at_least: 80, tolerance: 2 } }",
      "targets: { first-pass-rate: { at_least: 90, tolerance: 3 } }",
      "must have a tolerance of 2 or less, not 3",
    ],
    ["sla: { high: 20d }", "sla: { high: 21d }", "must be 20d or less"],
    ["sla: { low: 200d }", "sla: { low: none }", "must be 200d or less"],
    ["exceptions: { review_after: 60d }", "exceptions: { review_after: 9w }", "must be 60d or less"],
    ["mode: enforce", "mode: advisory", 'must be "enforce"'],
    [
      "templates: { rules: [{ id: a, kind: action, uses: a/b }] }",
      "templates: { rules: [{ id: a, kind: action, uses: a/c }] }",
      "a repository may add rules, not replace them",
    ],
    [
      "groups: [{ id: g, match: { repositories: [acme/*] }, settings: { sla: { high: 20d } } }]",
      "sla: { high: 21d }",
      'firstpass.yml:2 (group g) says "20d"',
    ],
  ])("%s cannot be loosened by %s", (organisation, repository, says) => {
    const effective = layered({ organisation, repository: `${repository}\nowner: me` });
    expect(effective.config).toEqual(layered({ organisation, repository: "owner: me" }).config);
    expect(toldOf(effective)).toEqual([expect.stringContaining(says)]);
    expect(effective.problems[0]).toMatchObject({ path: own, line: 2, severity: "error" });
  });

  it("is told with both values, both places and the bound", () => {
    const effective = layered({
      organisation:
        "targets: { first-pass-rate: '>= 85 %' }\npolicy:\n  bounds:\n    targets.first-pass-rate: '>= 80 %'",
      repository: "targets:\n  first-pass-rate: { at_least: 70, owner: me }",
    });
    expect(toldOf(effective)).toEqual([
      `${own}:3: targets.first-pass-rate: found { at_least: 70 }; firstpass.yml:2 (organisation) says ">= 85 %", and firstpass.yml:5 allows ">= 80 %": must be 80 or more.`.replace(
        "firstpass.yml:5 allows",
        "firstpass.yml:5 (organisation) allows",
      ),
    ]);
  });

  it.each([
    ["targets.first-pass-rate: '>= 70 %'", "targets: { first-pass-rate: '>= 70 %' }"],
    ["targets: free", "targets: { first-pass-rate: '>= 40 %' }"],
    ["sla.high: 60d", "sla: { high: 60d }"],
    ["sla: none", "sla: { high: 90d }"],
    ["exceptions.review_after: free", "exceptions: { review_after: 300d }"],
    ["mode: free", "mode: advisory"],
    ["templates.rules: free", "templates: { rules: [{ id: a, kind: action, uses: a/c }] }"],
    ["templates.rules.a: free", "templates: { rules: [{ id: a, kind: action, uses: a/c }] }"],
  ])("can be loosened within the bound %s", (bound, repository) => {
    const organisation = `mode: enforce
targets: { first-pass-rate: ">= 85 %" }
sla: { high: 20d }
exceptions: { review_after: 60d }
templates: { rules: [{ id: a, kind: action, uses: a/b }] }`;
    const bounded = layered({
      organisation: `${organisation}\npolicy: { bounds: { ${bound} } }`,
      repository,
    });
    expect(bounded.problems).toEqual([]);
    expect(layered({ organisation, repository }).problems).toHaveLength(1);
    expect(bounded.config).not.toEqual(layered({ organisation }).config);
  });

  it("goes by the most particular bound", () => {
    const organisation = "sla: { critical: 5d, high: 20d }\npolicy: { bounds: { sla: free, sla.high: 30d } }";
    const { config, problems } = layered({ organisation, repository: "sla: { critical: 6d, high: 40d }" });
    expect([config.sla.critical, config.sla.high, problems.length]).toEqual([6, 20, 1]);
  });

  it("does not count what is built in: a repository decides for itself where nobody wrote", () => {
    const { config, problems } = layered({
      organisation: "owner: me",
      repository:
        "targets: { first-pass-rate: '>= 10 %' }\nsla: { high: 80d }\nexceptions: { review_after: 300d }",
    });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ sla: { high: 80 }, exceptions: { reviewAfterDays: 300 } });
  });
});

describe("an SLA that two files make contradictory", () => {
  it("is told on the nearer file's line, and the farther word holds for that severity", () => {
    const effective = layered({
      organisation: "sla: { high: 10d }",
      repository: "sla:\n  critical: 20d\n  high: 30d",
    });
    expect(effective.config.sla).toEqual({ critical: 7, high: 10, medium: 90, low: null });
    expect(toldOf(effective)).toEqual([
      expect.stringMatching(/^\.github\/firstpass\.yml:4: sla\.high: .*must be 10d or less/),
      expect.stringMatching(
        /^\.github\/firstpass\.yml:3: sla\.critical: found "20d"; this is longer than the SLA of high findings, "10d" \(firstpass\.yml:2 \(organisation\)\)/,
      ),
    ]);
    expect(inForce(effective, "sla.critical")).toEqual({ value: "7d", at: "default" });
  });

  it("is decided by the nearer layer when the lesser severity is tightened below a worse one", () => {
    const effective = layered({
      organisation: "sla: { critical: 20d, high: 30d }",
      repository: "sla: { critical: 5d, high: 15d, medium: 40d }\nowner: me",
      shared: {},
    });
    expect(effective.problems).toEqual([]);
    const contradiction = layered({
      organisation: "sla: { critical: 20d, high: 30d }",
      repository: "sla: { high: 15d }",
    });
    expect(contradiction.config.sla).toMatchObject({ critical: 20, high: 30 });
    expect(toldOf(contradiction)).toEqual([
      expect.stringMatching(
        /sla\.high: found "15d"; this is shorter than the SLA of critical findings, "20d"/,
      ),
    ]);
  });

  it("a word that is not in force takes no nearer one out of force", () => {
    const { config, problems } = layered({
      shared: { "acme/team:firstpass.yml": "sla: { high: none }" },
      repository: "extends: acme/team:firstpass.yml\nsla: { medium: 78d }",
    });
    expect(config.sla).toEqual({ critical: 7, high: 30, medium: 78, low: null });
    expect(problems.filter(({ severity }) => severity === "error")).toHaveLength(1);
  });

  it("a group's word that is not in force allows a repository nothing", () => {
    const { config } = layered({
      shared: { "acme/base:firstpass.yml": "sla: { high: 30d, medium: 50d }" },
      organisation: `extends: acme/base:firstpass.yml
policy: { bounds: { sla.medium: free } }
groups: [{ id: g, match: { repositories: [acme/*] }, settings: { sla: { high: 60d } } }]`,
      repository: "sla: { high: 55d, medium: 80d }",
    });
    expect(config.sla).toMatchObject({ high: 30, medium: 80 });
  });
});
