import { describe, expect, it } from "vitest";
import type { TemplateRule } from "../../../../src/core/config/config.ts";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { pavedRoadStart } from "../../../../src/core/kpis/paved-road-start/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { pavedRoadFact, repositoryState } from "../../../support/facts.ts";
import { dockerfile, fileRule, imageRule, workflow, workflowRule } from "../../../support/paved-road.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const createdAt = day(2);
const until = createdAt + 14 * dayMillis;
const defaultRules = [workflowRule(), imageRule()];

interface Given extends Partial<ScorecardInput> {
  readonly createdAt?: number | null;
  readonly rules?: readonly TemplateRule[];
}

const inputOf = (
  facts: readonly Fact[],
  { rules = defaultRules, createdAt: born = createdAt, ...given }: Given = {},
) =>
  kpiInput(facts, {
    repository: repositoryState({ createdAt: born }),
    config: configWith({ templates: { rules } }),
    coveredFrom: createdAt,
    ...given,
  });

const compute = (facts: readonly Fact[], given: Given = {}) => pavedRoadStart.compute(inputOf(facts, given));

const calling = workflow("ci", "push", "acme/templates/.github/workflows/build.yml@v3");
const bare = (at: number) => pavedRoadFact({ at, dockerfiles: [dockerfile("Dockerfile", "node:24")] });
const whole = (at: number) =>
  pavedRoadFact({ at, workflows: [calling], dockerfiles: [dockerfile("Dockerfile", "node:24")] });

describe("paved-road start", () => {
  it("is 100 % where all rules were satisfied within 14 days, whatever came afterwards", () => {
    const computed = compute([bare(createdAt), whole(day(5)), bare(day(7))]);
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 100,
      numerator: 1,
      denominator: 1,
      breakdown: [],
    });
    expect(computed.evidence[0]).toEqual({
      kind: "repository",
      id: "shop",
      url: "https://github.com/acme/shop",
      at: createdAt,
      note: "Created on 2026-10-21; satisfied all of its template rules on day 4.",
      counted: true,
    });
    expect(computed.evidence.slice(1).map(({ counted }) => counted)).toEqual([null, null]);
  });

  it("is 0 % where 14 days went by, with the rules that were not met", () => {
    const computed = compute([bare(createdAt)]);
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 0,
      numerator: 0,
      denominator: 1,
      breakdown: [{ label: "Secure build: missing", count: 1, of: 2 }],
    });
    expect(pavedRoadStart.advise(computed, inputOf([]).config)).toMatchObject({
      why: "1 of 2 template rules were not met when the first 14 days ended.",
      evidenceIds: ["shop"],
    });
  });

  it("counts a reading at the creation, and none when 14 days are over", () => {
    expect(compute([whole(createdAt)])).toMatchObject({ value: 100 });
    expect(compute([bare(createdAt), whole(until - 1)])).toMatchObject({ value: 100 });
    expect(compute([bare(createdAt), whole(until)])).toMatchObject({ value: 0 });
  });

  it("belongs to the window of the creation, half-open", () => {
    const born = (at: number) =>
      compute([whole(at)], { createdAt: at, coveredFrom: at, now: window.to + 30 * dayMillis });
    expect(born(window.from)).toMatchObject({ value: 100 });
    expect(born(window.to - 1)).toMatchObject({ value: 100 });
    for (const at of [window.from - 1, window.to]) {
      expect(born(at)).toMatchObject({
        outcome: "not-applicable",
        reasons: [{ code: "not-created-in-window" }],
      });
    }
  });

  it("leaves a repository out that is still within its 14 days", () => {
    const facts = [bare(createdAt)];
    expect(compute(facts, { now: until - 1 })).toMatchObject({
      outcome: "not-applicable",
      reasons: [{ code: "still-starting" }],
      excluded: { "still within 14 days": 1 },
    });
    expect(compute(facts, { now: until })).toMatchObject({ outcome: "measured", value: 0 });
    expect(compute([...facts, whole(day(3))], { now: day(3) })).toMatchObject({ value: 100 });
    expect(compute([...facts, whole(day(3))], { now: day(3) - 1 })).toMatchObject({
      outcome: "not-applicable",
    });
  });

  it.each<[string, readonly Fact[], Given, string, string]>([
    ["no rule is configured", [whole(createdAt)], { rules: [] }, "not-applicable", "no-template-rules"],
    [
      "the creation is not known",
      [whole(createdAt)],
      { createdAt: null },
      "not-measured",
      "creation-unknown",
    ],
    ["nothing was read", [], {}, "not-measured", "paved-road-not-read"],
    [
      "it was seen later than it was made",
      [bare(day(4))],
      { coveredFrom: day(3) },
      "not-measured",
      "history-incomplete",
    ],
    [
      "a rule could not be evaluated",
      [whole(createdAt)],
      { rules: [workflowRule(), fileRule()] },
      "not-measured",
      "rule-not-evaluated",
    ],
    [
      "no rule is for it",
      [whole(createdAt)],
      { rules: [workflowRule({ appliesTo: { repositories: ["x/*"] } })] },
      "not-applicable",
      "no-applicable-rules",
    ],
  ])("has no number where %s", (_, facts, given, outcome, code) => {
    const computed = compute(facts, given);
    expect(computed).toMatchObject({ outcome, reasons: [{ code }] });
  });

  it("is settled by a rule that is certainly not met, and by a start that was seen late", () => {
    expect(compute([bare(createdAt)], { rules: [workflowRule(), fileRule()] })).toMatchObject({ value: 0 });
    expect(compute([whole(day(4))], { coveredFrom: day(3) })).toMatchObject({ value: 100 });
  });

  it("is not measured without its permission", () => {
    const input = inputOf([whole(createdAt)], { permissions: { metadata: "read" } });
    expect(measure(pavedRoadStart, input)).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("contents: read") }],
    });
  });

  it("gives the same answer for any order and repetition of the facts", () => {
    const facts = [bare(createdAt), whole(day(4)), bare(day(4)), whole(day(8)), bare(day(9))];
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});
