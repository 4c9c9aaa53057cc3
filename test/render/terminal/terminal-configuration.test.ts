// The configuration in force, as a person reads it: what holds, where it was written, what does not hold and why.
import { describe, expect, it } from "vitest";
import { settingsBelow, showConfiguration } from "../../../src/core/config/layers/shown-configuration.ts";
import { renderTerminalConfiguration } from "../../../src/render/terminal/terminal-configuration.ts";
import { hostileTexts } from "../../support/hostile-text.ts";
import { type LayerTexts, layered } from "../../support/layers.ts";

const organisation = `owner: "@acme/appsec"
mode: enforce
targets: { first-pass-rate: { at_least: 85, owner: "@acme/guild" } }
sla: { high: 20d }
templates: { rules: [{ id: build, kind: reusable_workflow, uses: acme/t/.github/workflows/build.yml, ref: { minimum: v3 } }] }
groups:
  - { id: shops, title: Shops, kind: team, tier: 1, match: { repositories: ["acme/shop*"] }, settings: { window: 8w } }
  - { id: pay, match: { topics: [pay] } }
  - { id: risk, match: { teams: [risk] } }
policy: { locked: [mode] }`;
const repository = 'mode: advisory\nsla: { high: 10d }\nchecks: { required: [CodeQL, "Unit tests"] }';

function render(texts: LayerTexts, keys: readonly string[] | null, options = {}): string {
  const shown = showConfiguration("acme/shop", layered(texts), ["The newer text is not in force."]);
  const settings = keys === null ? shown.settings : keys.flatMap((key) => settingsBelow(shown.settings, key));
  return renderTerminalConfiguration({ ...shown, configHash: "0123456789abcdef", settings }, options);
}

describe("the configuration on a terminal", () => {
  it("has a section for each part, with values beside their places", () => {
    const keys = [
      "mode",
      "owner",
      "window",
      "checks",
      "sla",
      "templates",
      "targets.first-pass-rate",
      "weekly",
    ];
    expect(render({ organisation, repository }, keys)).toMatchInlineSnapshot(`
      "acme/shop  configuration 0123456789ab

      GROUPS
        shops: Shops (team, tier 1)  firstpass.yml:8  applies
        pay  firstpass.yml:9  does not apply: it does not have the topic pay
        risk  firstpass.yml:10  open, does not apply: whether the team risk may write to it is not known; that needs "members: read", and a team of that name

      GENERAL
        mode                         enforce                                                    firstpass.yml:3 (organisation)
          not in force: advisory  .github/firstpass.yml:2: locked
        owner                        @acme/appsec                                               firstpass.yml:2 (organisation)
        window                       8w                                                         firstpass.yml:8 (group shops)

      CHECKS
        checks.security              { app: github-advanced-security }, { app:                  default
                                     github-code-scanning }, { name: *codeql* }, { name:
                                     *semgrep* }, { name: *snyk* }, { name: *trivy* }, { name:
                                     *gitleaks* }, { name: *trufflehog* }, { name: *checkov*
                                     }, { name: *osv-scan* }, { name: "*osv scan*" }, { name:
                                     *dependency-review* }, { name: "*dependency review*" }, {
                                     name: *zizmor* }, { name: *sonarcloud* }
        checks.required              CodeQL, "Unit tests"                                       .github/firstpass.yml:4
        checks.neutral               pass                                                       default

      SLA
        sla.critical                 7d                                                         default
        sla.high                     10d                                                        .github/firstpass.yml:3
          not in force: 20d  firstpass.yml:5 (organisation): replaced
        sla.medium                   90d                                                        default
        sla.low                      none                                                       default

      TEMPLATES
        templates.rules.build        { kind: reusable_workflow, uses:                           firstpass.yml:6 (organisation)
                                     acme/t/.github/workflows/build.yml, ref: { minimum: v3 }
                                     }

      TARGETS
        targets.first-pass-rate      { at_least: 85, owner: @acme/guild }                       firstpass.yml:4 (organisation)

      WEEKLY
        weekly.enabled               true                                                       default
        weekly.day                   monday                                                     default
        weekly.time                  07:00                                                      default
        weekly.mention               []                                                         default
        weekly.kpis                  null                                                       default
        weekly.escalate_after_weeks  3                                                          default

      PROBLEMS
        firstpass.yml:10:7: warning: groups: it is open whether acme/shop belongs to "risk", so that the group does not apply to it: whether the team risk may write to it is not known; that needs "members: read", and a team of that name.
        .github/firstpass.yml:2:1: mode: found "advisory"; firstpass.yml:11 (organisation) locks it, so that no repository may set it. Take it out.
        The newer text is not in force."
    `);
  });

  it("shows every setting, and no line that is wider than the terminal where it has room", () => {
    const text = render({ organisation, repository }, null, { width: 130 });
    for (const { key } of layered({ organisation, repository }).settings) expect(text).toContain(`  ${key} `);
    const lines = text.slice(text.indexOf("GENERAL"), text.indexOf("PROBLEMS")).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(130);
  });

  it("dims what is built in, in colour alone", () => {
    expect(render({ repository }, ["checks"], { colour: true })).toContain("\u001b[2m  checks.neutral");
    expect(render({ repository }, ["checks"])).not.toContain("\u001b");
  });

  it("spells out what would move the cursor or hide", () => {
    for (const hostile of hostileTexts) {
      const shown = showConfiguration("acme/shop", layered({ repository }), [hostile]);
      const settings = shown.settings.slice(0, 1).map((one) => ({ ...one, value: [hostile.slice(0, 2000)] }));
      const text = renderTerminalConfiguration({ ...shown, settings });
      expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
    }
  });
});
