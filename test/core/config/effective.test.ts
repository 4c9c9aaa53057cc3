import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import { effectiveConfig } from "../../../src/core/config/effective.ts";

function configOf(organisation: string | null, repository: string | null) {
  return effectiveConfig({
    organisation:
      organisation === null ? null : { path: "firstpass.yml", text: `version: 1\n${organisation}` },
    repository:
      repository === null ? null : { path: ".github/firstpass.yml", text: `version: 1\n${repository}` },
  });
}

describe("the effective configuration", () => {
  it("is the default without any file, and with files that say nothing", () => {
    expect(configOf(null, null)).toMatchObject({ config: defaultConfig, problems: [], groups: [] });
    expect(configOf("", "").config).toEqual(defaultConfig);
  });

  it("takes the repository's word before the organisation's, key by key", () => {
    const { config } = configOf(
      "mode: enforce\nowner: platform\nchecks: { neutral: fail, required: [CodeQL] }\nwindow: 8w",
      "owner: web\nchecks: { required: [Semgrep, Trivy] }",
    );
    expect(config).toMatchObject({
      mode: "enforce",
      owner: "web",
      windowDays: 56,
      checks: { neutral: "fail", required: ["Semgrep", "Trivy"], security: defaultConfig.checks.security },
    });
  });

  it("lets a repository say that nobody owns it", () => {
    expect(configOf("owner: platform", "owner: null").config.owner).toBeNull();
  });

  it("replaces a rule of the same id where that is free and keeps the others, in the organisation's order", () => {
    const { config } = configOf(
      "policy: { bounds: { templates.rules: free } }\ntemplates: { rules: [{ id: a, kind: action, uses: acme/a }, { id: b, kind: action, uses: acme/b }] }",
      "templates: { rules: [{ id: c, kind: base_image, images: [node] }, { id: a, kind: action, uses: acme/z, ref: { pinned: true } }] }",
    );
    expect(config.templates.rules).toEqual([
      { id: "a", title: "a", appliesTo: {}, kind: "action", uses: "acme/z", ref: { kind: "pinned" } },
      {
        id: "b",
        title: "b",
        appliesTo: {},
        kind: "action",
        uses: "acme/b",
        ref: { kind: "any", branches: [] },
      },
      { id: "c", title: "c", appliesTo: {}, kind: "base_image", images: ["node"] },
    ]);
  });

  it("reads every kind of rule with all its keys", () => {
    const { config, problems } = configOf(
      null,
      `templates:
  rules:
    - id: build
      title: Secure build
      kind: reusable_workflow
      uses: acme/templates/.github/workflows/build.yml
      ref: { minimum: v3, branches: [main] }
      applies_to: { languages: [Go], has_dockerfile: false, properties: { tier: ["1"] }, repositories: ["acme/*"] }
    - { id: deps, kind: file, path: .github/dependabot.yml, template: acme/templates, minimum: "1.2" }
    - { id: born, kind: template_repository, templates: [acme/service] }`,
    );
    expect(problems).toEqual([]);
    expect(config.templates.rules).toEqual([
      {
        id: "build",
        title: "Secure build",
        kind: "reusable_workflow",
        uses: "acme/templates/.github/workflows/build.yml",
        ref: { kind: "minimum", version: "v3", branches: ["main"] },
        appliesTo: {
          languages: ["Go"],
          hasDockerfile: false,
          properties: { tier: ["1"] },
          repositories: ["acme/*"],
        },
      },
      {
        id: "deps",
        title: "deps",
        kind: "file",
        path: ".github/dependabot.yml",
        template: "acme/templates",
        templatePath: ".github/dependabot.yml",
        minimum: "1.2",
        appliesTo: {},
      },
      { id: "born", title: "born", kind: "template_repository", templates: ["acme/service"], appliesTo: {} },
    ]);
  });

  it.each([
    ["'>= 90 %'", { op: ">=", value: 90, tolerance: 5 }],
    ["'>=90'", { op: ">=", value: 90, tolerance: 5 }],
    ["{ at_least: 90.5, tolerance: 2 }", { op: ">=", value: 90.5, tolerance: 2 }],
  ])("reads the target %s", (text, expected) => {
    expect(configOf(null, `targets: { first-pass-rate: ${text} }`).config.targets).toEqual({
      "first-pass-rate": expected,
    });
  });

  it("merges targets by KPI", () => {
    const { config } = configOf(
      "targets: { first-pass-rate: '>= 90 %', secret-exposure: '<= 1.5 per 1,000 commits' }",
      "targets: { secret-exposure: { at_most: 0.5 } }",
    );
    expect(config.targets).toEqual({
      "first-pass-rate": { op: ">=", value: 90, tolerance: 5 },
      "secret-exposure": { op: "<=", value: 0.5, tolerance: 0 },
    });
  });

  it.each([
    [null, "weekly: { day: friday }", "0 7 * * 5"],
    [null, "weekly: { time: '16:30' }", "30 16 * * 1"],
    ["weekly: { day: friday }", "weekly: { time: '16:30' }", "30 16 * * 5"],
    ["weekly: { cron: '5 5 * * 5' }", "weekly: { day: sunday }", "0 7 * * 0"],
    ["weekly: { day: friday }", "weekly: { cron: '5 5 * * 5' }", "5 5 * * 5"],
    ["weekly: { cron: '5 5 * * 5' }", "weekly: { enabled: false }", "5 5 * * 5"],
  ])("puts the weekly time %s ◁ %s at %s", (organisation, repository, cron) => {
    expect(configOf(organisation, repository).config.weekly.cron).toBe(cron);
  });

  it("reads how findings, exceptions, reviews, ownership and releases are measured", () => {
    const { config, problems } = configOf(
      null,
      `time_zone: Europe/Berlin
sla: { critical: 2d, high: 2w, medium: none }
risk_weights: { critical: 20, low: 0.5 }
exceptions: { review_after: 4w }
reviews:
  working_hours: { days: [friday, monday, monday], from: "08:30", to: "24:00" }
  security_labels: [sec]
ownership: { properties: [team] }
releases: { evidence: [provenance], prereleases: true }
weekly: { kpis: [secret-exposure, first-pass-rate], escalate_after_weeks: 5 }`,
    );
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      sla: { critical: 2, high: 14, medium: null, low: null },
      riskWeights: { critical: 20, high: 5, medium: 2, low: 0.5 },
      exceptions: { reviewAfterDays: 28 },
      reviews: {
        workingHours: { days: [1, 5], from: "08:30", to: "24:00" },
        securityLabels: ["sec"],
      },
      ownership: { properties: ["team"] },
      releases: { evidence: ["provenance"], prereleases: true },
      weekly: { kpis: ["secret-exposure", "first-pass-rate"], escalateAfterWeeks: 5 },
    });
  });

  it("merges these key by key, and working hours as a whole", () => {
    const { config } = configOf(
      `sla: { critical: 3d, high: 10d }
risk_weights: { critical: 20 }
reviews: { working_hours: { days: [monday], from: "09:00", to: "12:00" }, security_labels: [sec] }
releases: { evidence: [sbom], prereleases: true }
weekly: { kpis: [first-pass-rate], escalate_after_weeks: 5 }`,
      `sla: { critical: 1d }
risk_weights: { high: 7 }
reviews: { working_hours: { days: [tuesday], from: "10:00", to: "11:00" } }
releases: { prereleases: false }
weekly: { kpis: null }`,
    );
    expect(config).toMatchObject({
      sla: { critical: 1, high: 10, medium: 90, low: null },
      riskWeights: { critical: 20, high: 7 },
      reviews: { workingHours: { days: [2], from: "10:00", to: "11:00" }, securityLabels: ["sec"] },
      releases: { evidence: ["sbom"], prereleases: false },
      weekly: { kpis: null, escalateAfterWeeks: 5 },
    });
  });

  it("counts bypassed rules unless a file leaves them out, and that is another configuration", () => {
    const byDefault = configOf(null, "mode: advisory").config;
    const leftOut = configOf(null, "gates: { rule_suites: false }").config;
    expect(byDefault.gates).toEqual({ ruleSuites: true });
    expect(leftOut.gates).toEqual({ ruleSuites: false });
    expect(leftOut.hash).not.toBe(byDefault.hash);
    expect(configOf("gates: { rule_suites: false }", "gates: {}").config).toEqual(leftOut);
    expect(configOf("gates: { rule_suites: false }", "gates: { rule_suites: true }").config).toEqual(
      byDefault,
    );
  });

  it("holds an SLA against the default only where no file says the other", () => {
    const shorter = "sla: { high: 5d }";
    expect(configOf("sla: { critical: 3d }", shorter)).toMatchObject({
      config: { sla: { critical: 3, high: 5 } },
      problems: [{ severity: "warning", line: 2, message: expect.stringContaining("default of critical") }],
    });
    const alone = configOf(null, shorter);
    expect(alone.config.sla).toEqual(defaultConfig.sla);
    expect(alone.problems.map(({ severity }) => severity)).toEqual(["warning", "error"]);
    expect(configOf(null, "sla: { critical: 31d }").config.sla).toEqual(defaultConfig.sla);
  });

  it("lets a repository say that all hours count", () => {
    const hours = "reviews: { working_hours: { days: [monday], from: '09:00', to: '12:00' } }";
    expect(configOf(hours, "reviews: { working_hours: null }").config.reviews.workingHours).toBeNull();
  });

  it("leaves a layer with an error out as a whole, keeps the other, and says so", () => {
    const { config, problems } = configOf("mode: enforce", "owner: web\nmode: nope");
    expect(config).toMatchObject({ mode: "enforce", owner: null });
    expect(problems).toMatchObject([{ path: ".github/firstpass.yml", line: 3, severity: "error" }]);
  });

  it("has the same hash for the same meaning, and another for another", () => {
    const hash = configOf("mode: enforce", "owner: web").config.hash;
    expect(configOf(null, "owner: web\nmode: enforce").config.hash).toBe(hash);
    expect(configOf("owner: web", "mode: enforce\nwindow: 4w").config.hash).toBe(hash);
    expect(configOf("owner: web", "mode: advisory").config.hash).not.toBe(hash);
  });
});
