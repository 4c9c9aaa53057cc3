import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { ownership } from "../../../../src/core/kpis/ownership/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import { repositoryState } from "../../../support/facts.ts";
import { codeOwnersFact, customPropertiesFact, seen, unseen } from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const compute = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) =>
  ownership.compute(kpiInput(facts, given));

/** Whether the code owner and the property are defined; null: not seen. */
const answers = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) =>
  compute(facts, given).evidence.map(({ counted }) => counted);

const owners = codeOwnersFact({ at: day(1) });
const tier = customPropertiesFact({ at: day(1) });

describe("ownership", () => {
  it("is the share of the two parts that are defined", () => {
    const computed = compute([
      codeOwnersFact({ at: day(1), file: seen({ path: null, defaultOwners: [] }) }),
      tier,
    ]);
    expect(computed).toMatchObject({ outcome: "measured", value: 50, numerator: 1, denominator: 2 });
    expect(computed.evidence).toEqual([
      {
        kind: "file",
        id: "CODEOWNERS",
        url: "https://github.com/acme/shop",
        at: day(1),
        note: "Code owner of everything: There is no CODEOWNERS file.",
        counted: false,
      },
      {
        kind: "repository",
        id: "custom-properties",
        url: "https://github.com/acme/shop",
        at: day(1),
        note: "Tier or product line: tier is 1.",
        counted: true,
      },
    ]);
    expect(ownership.advise(computed, kpiInput([]).config)?.text).toBe(
      "Name an owner for everything (`*`) in CODEOWNERS.",
    );
    expect(compute([owners, tier])).toMatchObject({ value: 100 });
  });

  it("does not take a file with lines for folders alone for an owner", () => {
    const file = seen({ path: "CODEOWNERS", defaultOwners: [] });
    const computed = compute([codeOwnersFact({ at: day(1), file }), tier]);
    expect(computed.evidence[0]).toMatchObject({
      counted: false,
      url: "https://github.com/acme/shop/blob/main/CODEOWNERS",
      note: expect.stringContaining("has no line for everything"),
    });
  });

  it("is not measured where nothing is known, with a reason for each part", () => {
    expect(compute([])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "code-owners-not-read" }, { code: "properties-unknown" }],
      beside: [{ value: null }],
    });
    expect(compute([owners])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "properties-unknown" }],
      beside: [{ value: 1 }],
    });
  });

  it("is not measured without its permission, told by the reading or by the installation", () => {
    const refused = codeOwnersFact({ at: day(2), file: unseen("contents: read") });
    expect(compute([owners, refused, tier])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: "Grant contents: read." }],
    });
    const permissions = { metadata: "read" };
    expect(measure(ownership, kpiInput([owners, tier], { permissions }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("contents: read") }],
    });
  });

  it("asks for no property where the configuration names none", () => {
    const config = configWith({ ownership: { properties: [] } });
    expect(compute([owners], { config })).toMatchObject({ value: 100, denominator: 1 });
  });

  it.each([
    ["another property has a value", { team: "shop" }, false],
    ["it was emptied", { tier: null }, false],
    ["it is an empty list", { tier: [] }, false],
    ["it is blank", { tier: " " }, false],
    ["it has several values", { "product-line": ["a", "b"] }, true],
  ])("judges the property where %s", (_, properties, expected) => {
    const facts = [owners, customPropertiesFact({ at: day(1), properties })];
    const repository = repositoryState({ customProperties: {} });
    expect(answers(facts, { repository })[1]).toBe(expected);
  });

  it("does not find a property that every object inherits", () => {
    const config = configWith({ ownership: { properties: ["constructor"] } });
    const facts = [owners, customPropertiesFact({ at: day(1), properties: {} })];
    expect(answers(facts, { config, repository: repositoryState({ customProperties: {} }) })[1]).toBe(false);
    expect(answers(facts, { config })[1]).toBe(false);
  });

  it("takes what payloads say of the repository only for a property that no fact tells of", () => {
    const repository = repositoryState({ customProperties: { tier: "1" } });
    const cleared = (at: number) => customPropertiesFact({ at, properties: { tier: null } });
    expect(answers([owners], { repository })).toEqual([true, true]);
    expect(answers([owners, cleared(day(1))], { repository })).toEqual([true, false]);
    const setLater = customPropertiesFact({ at: window.to, properties: { tier: "1" } });
    expect(answers([owners, setLater], { repository })).toEqual([true, null]);
    const others = customPropertiesFact({ at: day(1), properties: { team: "shop" } });
    expect(answers([owners, others, setLater], { repository })).toEqual([true, false]);
    expect(answers([owners], { repository: repositoryState({ customProperties: {} }) })).toEqual([
      true,
      false,
    ]);
  });

  it("takes the last word before the window's end: one at the end is too late, an old one stands", () => {
    const none = seen({ path: null, defaultOwners: [] });
    const old = [codeOwnersFact({ at: day(-300) }), customPropertiesFact({ at: day(-300) })];
    expect(compute(old)).toMatchObject({ value: 100 });
    expect(answers([...old, codeOwnersFact({ at: window.to, file: none })])).toEqual([true, true]);
    expect(answers([...old, codeOwnersFact({ at: window.to - 1, file: none })])).toEqual([false, true]);
    expect(answers([...old, customPropertiesFact({ at: window.to, properties: { tier: null } })])).toEqual([
      true,
      true,
    ]);
    expect(answers([...old, codeOwnersFact({ at: window.from, file: none })])).toEqual([false, true]);
  });

  it("gives the same answer for any order and repetition of the facts", () => {
    const facts = [
      owners,
      codeOwnersFact({ at: day(1), file: seen({ path: null, defaultOwners: [] }) }),
      tier,
      customPropertiesFact({ at: day(1), properties: { tier: null } }),
      customPropertiesFact({ at: day(0) }),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});
