// A simulation says what two whole scorecards would say, and works out only what can differ.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { defaultConfig, defaultSecurityChecks } from "../../../src/core/config/defaults.ts";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import type { Target } from "../../../src/core/kpis/target.ts";
import { buildScorecard, type ScorecardInput } from "../../../src/core/scorecard/build.ts";
import { compareInputs } from "../../../src/core/simulation/compare-inputs.ts";
import { entry, fileVersion } from "../../support/exceptions.ts";
import { actionRule, workflowRule } from "../../support/paved-road.ts";
import { richFacts, richInput } from "../../support/rich-ledger.ts";
import { configWith, dayMillis, window } from "../../support/scorecard-input.ts";

/** Read once, as a simulation reads them. */
const facts = richFacts();

function inputWith(config: Config, given: Partial<ScorecardInput> = {}): ScorecardInput {
  const { to } = window;
  return richInput({ facts, config, window: { from: to - config.windowDays * dayMillis, to }, ...given });
}

const target: fc.Arbitrary<Target> = fc.record({
  op: fc.constantFrom(">=", "<="),
  value: fc.constantFrom(0, 1, 10, 50, 75, 90, 100),
  tolerance: fc.constantFrom(0, 5, 20),
});
const targets = fc
  .array(fc.tuple(fc.constantFrom(...kpiDefinitions.map(({ id }) => id)), target), { maxLength: 6 })
  .map((pairs): Config["targets"] => Object.fromEntries(pairs));
const days = fc.constantFrom(null, 1, 10, 30, 90);
const group = { id: "pay", title: "Pay", kind: null, owner: null, tier: null };
const rules = fc.subarray([
  actionRule(),
  workflowRule(),
  { ...actionRule(), id: "for-pay", appliesTo: { groups: ["pay"] } },
  { ...workflowRule(), id: "for-tier", appliesTo: { tiers: ["1"] } },
]);

/** A configuration that differs from the default one in a few random parts, each of which makes some KPI. */
const config: fc.Arbitrary<Config> = fc
  .record(
    {
      windowDays: fc.constantFrom(14, 28, 42),
      timeZone: fc.constantFrom("UTC", "Asia/Tokyo"),
      mode: fc.constantFrom("advisory" as const, "enforce" as const),
      owner: fc.constantFrom(null, "@acme/x"),
      groups: fc.constantFrom([], [group]),
      tier: fc.constantFrom(null, "1"),
      checks: fc.record({
        security: fc.constantFrom(defaultSecurityChecks, [{ name: "semgrep" }], [{ name: "*" }]),
        required: fc.constantFrom([], ["CodeQL"], ["absent"]),
        neutral: fc.constantFrom("pass", "fail", "undecided"),
      }),
      changes: fc.record({
        baseBranches: fc.constantFrom([], ["release*"], ["*"]),
        bots: fc.constantFrom("separate", "include", "exclude"),
        botLogins: fc.constantFrom([], ["octocat"]),
      }),
      gates: fc.record({ ruleSuites: fc.boolean() }),
      secrets: fc.record({ branches: fc.constantFrom("default", "all") }),
      templates: fc.record({ rules }),
      sla: fc.record({ critical: days, high: days, medium: days, low: days }),
      riskWeights: fc.record({
        critical: fc.constantFrom(10, 1),
        high: fc.constantFrom(5, 1),
        medium: fc.constant(2),
        low: fc.constant(1),
      }),
      exceptions: fc.record({ reviewAfterDays: fc.constantFrom(5, 30, 90) }),
      reviews: fc.record({
        workingHours: fc.constantFrom(null, { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" }),
        securityLabels: fc.constantFrom(["security"], []),
      }),
      ownership: fc.record({ properties: fc.constantFrom(["tier"], ["product-line"]) }),
      releases: fc.record({
        evidence: fc.constantFrom<Config["releases"]["evidence"]>(["sbom"], ["sbom", "provenance"]),
        prereleases: fc.boolean(),
      }),
      targets,
    },
    { requiredKeys: [] },
  )
  .map((parts) => configWith(parts as Partial<Config>));

/** Any two configurations, or two that differ in their targets alone. */
const pairs = fc.oneof(
  fc.tuple(config, config),
  fc.tuple(config, targets).map(([was, other]): [Config, Config] => [was, { ...was, targets: other }]),
);

/** What whole scorecards say of both sides. */
function statusesOf(input: ScorecardInput): Map<KpiId, { status: string; value: number | null }> {
  return new Map(buildScorecard(input).kpis.map(({ id, status, value }) => [id, { status, value }]));
}

describe("compareInputs", () => {
  it("says what the whole scorecards say, and leaves out only KPIs that are the same", () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), ([was, is], excepts) => {
        const before = inputWith(was);
        const more = fileVersion([entry({ id: "new", rule: "js/sqli", path: undefined })], {
          readAt: before.now - 1,
        });
        const exceptionFiles = [...(before.exceptionFiles ?? []), ...(excepts ? [more] : [])];
        const after = inputWith(is, { exceptionFiles });
        const compared = compareInputs(before, after);
        const [wasWhole, isWhole] = [statusesOf(before), statusesOf(after)];
        const expected = [...wasWhole].filter(([id, { status }]) => status !== isWhole.get(id)?.status);
        expect(compared.changes.map(({ kpi, before, after }) => [kpi, before.status, after.status])).toEqual(
          expected.map(([id, { status }]) => [id, status, isWhole.get(id)?.status]),
        );
        for (const { kpi, before, after } of compared.changes) {
          expect([before.value, after.value]).toEqual([wasWhole.get(kpi)?.value, isWhole.get(kpi)?.value]);
        }
        for (const [id, standing] of wasWhole) {
          if (!compared.looked.includes(id)) expect(isWhole.get(id)).toEqual(standing);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("holds the same value against both targets", () => {
    const after = configWith({ targets: { "first-pass-rate": { op: ">=", value: 10, tolerance: 0 } } });
    const { looked, changes } = compareInputs(inputWith(defaultConfig), inputWith(after));
    expect(looked).toEqual(["first-pass-rate"]);
    expect(changes.map(({ kpi, before, after }) => [kpi, before.value === after.value, after])).toEqual([
      [
        "first-pass-rate",
        true,
        {
          status: "on-target",
          value: changes[0]?.before.value,
          target: { op: ">=", value: 10, tolerance: 0 },
        },
      ],
    ]);
  });

  it("looks at nothing where only who is told, or when, differs", () => {
    const weekly = { ...defaultConfig.weekly, cron: "0 9 * * 2", enabled: false };
    const after = configWith({ weekly, owner: "@acme/x", mode: "enforce" });
    expect(compareInputs(inputWith(defaultConfig), inputWith(after)).looked).toEqual([]);
  });

  it("gives the same for any order and repetition of the facts", () => {
    const after = configWith({ checks: { ...defaultConfig.checks, neutral: "fail" }, windowDays: 14 });
    const expected = compareInputs(inputWith(defaultConfig), inputWith(after));
    const shuffled = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
    fc.assert(
      fc.property(shuffled, (told) => {
        const given = { facts: told };
        expect(compareInputs(inputWith(defaultConfig, given), inputWith(after, given))).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ["off-target", "near", "better"],
    ["near", "off-target", "worse"],
  ] as const)("calls %s → %s %s", (from, to, verdict) => {
    const at = { near: 75, "off-target": 99 } as const;
    const of = (status: "near" | "off-target") =>
      configWith({
        targets: {
          "first-pass-rate": { op: ">=", value: at[status], tolerance: status === "near" ? 50 : 0 },
        },
      });
    const { changes } = compareInputs(inputWith(of(from)), inputWith(of(to)));
    expect(changes).toMatchObject([{ verdict, before: { status: from }, after: { status: to } }]);
  });
});
