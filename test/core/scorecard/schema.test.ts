// The published JSON Schema: it is the type that the code uses, and real scorecards are valid by it.
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { scorecardJsonSchema, type scorecardSchema } from "../../../src/core/scorecard/schema.ts";
import type { Scorecard } from "../../../src/core/scorecard/scorecard.ts";
import { pushFact, secretScanningAlertFact } from "../../support/facts.ts";
import { day, scorecardInput, triedChange, window } from "../../support/scorecard-input.ts";

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(scorecardJsonSchema());

const scorecards: [string, Scorecard][] = [
  ["of a repository of which nothing is known", buildScorecard(scorecardInput([], { coveredFrom: null }))],
  ["without permissions", buildScorecard(scorecardInput([], { permissions: {} }))],
  [
    "with every KPI that has something to measure",
    buildScorecard(
      scorecardInput([
        ...triedChange(1, "failure", day(1)),
        ...triedChange(2, "success", window.from - 1),
        pushFact({ at: day(1), commits: 120 }),
        secretScanningAlertFact({ at: day(2) }),
      ]),
    ),
  ],
];

describe("the scorecard's JSON Schema", () => {
  it("is in step with the type", () => {
    expectTypeOf<z.infer<typeof scorecardSchema>>().toEqualTypeOf<Mutable<Scorecard>>();
  });

  it.each(scorecards)("accepts a scorecard %s", (_, scorecard) => {
    validate(JSON.parse(JSON.stringify(scorecard)));
    expect(validate.errors).toBeNull();
  });

  it("refuses what is missing, unknown or of another kind", () => {
    const scorecard = scorecards[2]![1];
    const { configHash: _, ...incomplete } = scorecard;
    const [first, ...others] = scorecard.kpis;
    expect(validate(incomplete)).toBe(false);
    expect(validate({ ...scorecard, extra: 1 })).toBe(false);
    expect(validate({ ...scorecard, kpis: [{ ...first, value: "87 %" }, ...others] })).toBe(false);
  });
});
