import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { ControlsData } from "../../../../src/core/facts/observations.ts";
import { controlCoverage } from "../../../../src/core/kpis/control-coverage/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { checkRunFact } from "../../../support/facts.ts";
import {
  branchRules,
  controlsFact,
  securityFeaturesFact,
  seen,
  unseen,
} from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const compute = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) =>
  controlCoverage.compute(kpiInput(facts, given));

/** The states of the six, in words. */
function states(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return Object.fromEntries(
    compute(facts, given).evidence.map(({ id, counted }) => [
      id,
      counted === null ? "unseen" : counted ? "active" : "inactive",
    ]),
  );
}

const read = (data: Partial<ControlsData>) => [controlsFact({ at: day(1), ...data })];

describe("control coverage", () => {
  it("is the share of the six controls that are active, each with its page of settings", () => {
    const facts = [
      controlsFact({
        at: day(1),
        features: seen({ secret_scanning: true, secret_scanning_push_protection: false }),
        rulesets: seen(branchRules({ requiredChecks: ["CodeQL"] })),
      }),
    ];
    const computed = compute(facts);
    expect(computed).toMatchObject({ outcome: "measured", numerator: 4, denominator: 6, excluded: {} });
    expect(computed.breakdown.map(({ label }) => label)).toEqual(["Push protection", "Required review"]);
    expect(computed.evidence[2]).toEqual({
      kind: "control",
      id: "push-protection",
      url: "https://github.com/acme/shop/settings/security_analysis",
      at: day(1),
      note: "Push protection: inactive. Off.",
      counted: false,
    });
    expect(controlCoverage.advise(computed, kpiInput([]).config)).toEqual({
      text: "Turn on in the repository's settings, or for the whole organisation: push protection, required review.",
      why: "2 of 6 core controls are off.",
      evidenceIds: ["push-protection", "required-review"],
    });
  });

  it("has no number and no zero where nothing was read", () => {
    expect(compute([])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "controls-not-read" }],
      beside: [{ value: null }],
    });
  });

  it("is not measured while one control cannot be seen, and shows the others", () => {
    const computed = compute(read({ dependabotAlerts: unseen("administration: read") }));
    expect(computed).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: "Grant administration: read." }],
      beside: [{ value: 5, label: "controls seen active, of 5 that were seen" }],
    });
    expect(computed.evidence.map(({ counted }) => counted)).toEqual([true, true, true, null, true, true]);
  });

  it("tells one refusal that hides several controls once", () => {
    const refused = unseen("administration: read");
    const data = { features: refused, dependabotAlerts: refused, protection: refused, defaultSetup: refused };
    const computed = compute(read({ ...data, rulesets: seen(branchRules()) }));
    expect("reasons" in computed && computed.reasons).toHaveLength(1);
    expect(states(read({ ...data, rulesets: seen(branchRules()) }))).toMatchObject({
      "code-scanning": "unseen",
      "required-check": "unseen",
      "required-review": "unseen",
    });
  });

  it("is not measured without its permissions, whatever was read before they were taken away", () => {
    const input = kpiInput(read({}), { permissions: { metadata: "read", security_events: "read" } });
    expect(measure(controlCoverage, input)).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("administration: read") }],
    });
  });

  it.each<[string, Partial<ControlsData>, string]>([
    ["its default setup is configured", { defaultSetup: seen(true) }, "active"],
    [
      "an analysis is recent, though default setup is unseen",
      { defaultSetup: unseen("administration: read"), lastAnalysisAt: seen<number | null>(day(0)) },
      "active",
    ],
    [
      "the last analysis is exactly 30 days old",
      { defaultSetup: seen(false), lastAnalysisAt: seen<number | null>(window.to - 30 * dayMillis) },
      "active",
    ],
    [
      "it was never analysed",
      { defaultSetup: seen(false), lastAnalysisAt: seen<number | null>(null) },
      "inactive",
    ],
    [
      "the last analysis was old when it was read",
      { defaultSetup: seen(false), lastAnalysisAt: seen<number | null>(day(-40)) },
      "inactive",
    ],
    [
      "the last analysis is old at the window's end, but was not when it was read",
      { defaultSetup: seen(false), lastAnalysisAt: seen<number | null>(window.to - 30 * dayMillis - 1) },
      "unseen",
    ],
    [
      "analyses may not be read",
      { defaultSetup: seen(false), lastAnalysisAt: unseen("security_events: read") },
      "unseen",
    ],
    [
      "the feature is off",
      { defaultSetup: seen(false), lastAnalysisAt: unseen(null, "feature-off") },
      "inactive",
    ],
  ])("judges code scanning where %s", (_, data, expected) => {
    expect(states(read(data))["code-scanning"]).toBe(expected);
  });

  it.each<[string, Partial<ControlsData>, string]>([
    ["a ruleset requires CodeQL", { rulesets: seen(branchRules({ requiredChecks: ["CodeQL"] })) }, "active"],
    [
      "classic protection requires Semgrep",
      { rulesets: seen(branchRules()), protection: seen(branchRules({ requiredChecks: ["ci / semgrep"] })) },
      "active",
    ],
    [
      "only the build is required",
      { rulesets: seen(branchRules({ requiredChecks: ["build"] })) },
      "inactive",
    ],
    [
      "only Firstpass is required",
      { rulesets: seen(branchRules({ requiredChecks: ["Firstpass"] })) },
      "inactive",
    ],
    [
      "a workflow named after a scanner is required",
      { rulesets: seen(branchRules({ requiredWorkflows: ["acme/ci/.github/workflows/codeql.yml@main"] })) },
      "active",
    ],
    [
      "a workflow for something else is required",
      { rulesets: seen(branchRules({ requiredWorkflows: ["acme/ci/.github/workflows/lint.yml@main"] })) },
      "inactive",
    ],
    [
      "nothing is required, and protection is not seen",
      { rulesets: seen(branchRules()), protection: unseen("administration: read") },
      "unseen",
    ],
    [
      "CodeQL is required, and protection is not seen",
      { protection: unseen("administration: read") },
      "active",
    ],
  ])("judges the required check where %s", (_, data, expected) => {
    expect(states(read(data))["required-check"]).toBe(expected);
  });

  it("never takes Firstpass's own check for one of security, whatever the selectors say", () => {
    const facts = read({ rulesets: seen(branchRules({ requiredChecks: ["Firstpass"] })) });
    const everything = configWith({ checks: { security: [{ name: "*" }], required: [], neutral: "pass" } });
    expect(states(facts, { config: everything })["required-check"]).toBe("inactive");
  });

  it("knows a required check by the app that was seen to run it, and by configuration", () => {
    const facts = read({ rulesets: seen(branchRules({ requiredChecks: ["scan / results"] })) });
    const run = checkRunFact({ at: day(2), name: "scan / results", appSlug: "github-advanced-security" });
    expect(states(facts)["required-check"]).toBe("inactive");
    expect(states([...facts, run])["required-check"]).toBe("active");
    expect(states([...facts, { ...run, occurredAt: window.to }])["required-check"]).toBe("inactive");
    const required = configWith({ checks: { security: [], required: ["scan*"], neutral: "pass" } });
    expect(states(facts, { config: required })["required-check"]).toBe("active");
    const workflow = read({
      rulesets: seen(branchRules({ requiredWorkflows: ["acme/ci/ci/policy.yml@v1"] })),
    });
    const selector = { workflow: "ci/*.yml" };
    const byPath = configWith({ checks: { security: [selector], required: [], neutral: "pass" } });
    expect(states(workflow, { config: byPath })["required-check"]).toBe("active");
  });

  it.each<[string, Partial<ControlsData>, string]>([
    [
      "a pull request is required, but no approval",
      { rulesets: seen(branchRules({ requiredApprovals: 0 })) },
      "inactive",
    ],
    [
      "classic protection asks for two",
      { rulesets: seen(branchRules()), protection: seen(branchRules({ requiredApprovals: 2 })) },
      "active",
    ],
    ["rulesets are not seen and protection asks for none", { rulesets: unseen("metadata: read") }, "unseen"],
  ])("judges the required review where %s", (_, data, expected) => {
    expect(states(read(data))["required-review"]).toBe(expected);
  });

  it("lets the newer word on a feature stand, webhook or reading", () => {
    const off = { features: { secret_scanning_push_protection: false } };
    const reading = controlsFact({ at: day(5) });
    const pushProtection = (...facts: Fact[]) => states(facts)["push-protection"];
    expect(pushProtection(reading, securityFeaturesFact({ at: day(6), ...off }))).toBe("inactive");
    expect(pushProtection(reading, securityFeaturesFact({ at: day(4), ...off }))).toBe("active");
    expect(pushProtection(reading, securityFeaturesFact({ at: day(5), ...off }))).toBe("active");
    expect(pushProtection(reading, securityFeaturesFact({ at: day(6), features: {} }))).toBe("active");
    const refused = controlsFact({ at: day(5), features: unseen("administration: read") });
    const on = { features: { secret_scanning_push_protection: true } };
    expect(pushProtection(refused, securityFeaturesFact({ at: day(4), ...on }))).toBe("unseen");
    expect(pushProtection(refused, securityFeaturesFact({ at: day(6), ...on }))).toBe("active");
    expect(pushProtection(securityFeaturesFact({ at: day(6), ...on }))).toBe("active");
  });

  it("does not take a feature that GitHub does not name for one that is off", () => {
    expect(states(read({ features: seen({ secret_scanning: true }) }))["push-protection"]).toBe("unseen");
  });

  it("takes the last reading before the window's end: one at the end is too late, an old one stands", () => {
    const nothing = {
      features: seen({ secret_scanning: false, secret_scanning_push_protection: false }),
      dependabotAlerts: seen(false),
      defaultSetup: seen(false),
      rulesets: seen(branchRules()),
    };
    expect(compute([controlsFact({ at: day(-200) })])).toMatchObject({ value: 100 });
    const before = controlsFact({ at: window.from });
    expect(compute([before, controlsFact({ at: window.to, ...nothing })])).toMatchObject({ value: 100 });
    expect(compute([before, controlsFact({ at: window.to - 1, ...nothing })])).toMatchObject({ value: 0 });
    expect(compute([controlsFact({ at: window.to })])).toMatchObject({ outcome: "not-measured" });
    const late = securityFeaturesFact({ at: window.to, features: { secret_scanning: false } });
    expect(compute([before, late])).toMatchObject({ value: 100 });
  });

  it("gives the same answer for any order and repetition of the facts", () => {
    const facts = [
      controlsFact({ at: day(3) }),
      controlsFact({ at: day(3), dependabotAlerts: seen(false) }),
      controlsFact({ at: day(2), defaultSetup: seen(false) }),
      securityFeaturesFact({ at: day(4), features: { secret_scanning: false } }),
      securityFeaturesFact({ at: day(4), features: { secret_scanning: true } }),
      checkRunFact({ at: day(1) }),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});
