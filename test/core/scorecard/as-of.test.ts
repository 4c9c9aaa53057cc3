import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutLaterEvents } from "../../../src/core/scorecard/as-of.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import { controlsFact } from "../../support/observations.ts";
import { day, dayMillis, scorecardInput, triedChange, window } from "../../support/scorecard-input.ts";

describe("what was known at an earlier time", () => {
  const at = day(10);

  it("has no event of that moment or later, and all before it", () => {
    const facts = [...triedChange(1, "success", at - 1), ...triedChange(2, "failure", at)];
    // The second change was opened an hour before its check.
    expect(withoutLaterEvents(facts, at)).toEqual(facts.slice(0, 3));
  });

  it("keeps what a later reading says of the present: KPIs look at it by its own time", () => {
    const read = controlsFact({ at: at + dayMillis });
    expect(withoutLaterEvents([read], at)).toEqual([read]);
    const input = scorecardInput([read], {
      window: { from: at - 28 * dayMillis, to: at },
      now: at,
      source: "api",
    });
    const kpi = buildScorecard(input).kpis.find(({ id }) => id === "control-coverage");
    expect(kpi?.outcome).toBe("not-measured");
  });

  it("makes the same scorecard whatever happened afterwards", () => {
    const before = [...triedChange(1, "success", day(3)), ...triedChange(2, "failure", day(5))];
    const asked = { window: { from: window.from, to: at }, now: at, source: "api" } as const;
    const expected = buildScorecard(scorecardInput(before, asked));
    const later = fc.array(
      fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 20 }), fc.boolean()),
    );
    fc.assert(
      fc.property(later, (given) => {
        const after = given.flatMap(([number, days, passed]) =>
          // Opened and judged after the time that is asked for.
          triedChange(number, passed ? "success" : "failure", at + 3_600_000 + days * dayMillis),
        );
        const facts = withoutLaterEvents([...after, ...before], at);
        expect(buildScorecard(scorecardInput(facts, asked))).toEqual(expected);
      }),
    );
  });
});
