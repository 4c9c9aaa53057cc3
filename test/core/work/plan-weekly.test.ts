// When weekly issues go out: as fast as GitHub takes them, the most urgent first.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KpiResult } from "../../../src/core/scorecard/scorecard.ts";
import {
  type DueWeekly,
  planWeekly,
  type Urgency,
  urgencyOf,
  weeklyRate,
} from "../../../src/core/work/plan-weekly.ts";

const now = Date.UTC(2026, 10, 16, 7);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const due = (
  repositoryId: number,
  why: Urgency["why"] = "on-target",
  kpis = 0,
  notBefore = 0,
): DueWeekly => ({
  repositoryId,
  isoWeek: "2026-W46",
  notBefore,
  urgency: { why, kpis },
});
const many = (count: number) => Array.from({ length: count }, (_, index) => due(index));
const ids = (planned: readonly DueWeekly[]) => planned.map(({ repositoryId }) => repositoryId);

describe("planWeekly", () => {
  it("posts fifteen at once, fifteen more each minute, and 140 an hour", () => {
    const times = planWeekly(many(300), now).map(({ at }) => (at - now) / MINUTE);
    expect([times[14], times[15], times[139], times[140], times[155], times[280]]).toEqual([
      0, 1, 9, 60, 61, 120,
    ]);
  });

  it("takes 71 hours for ten thousand", () => {
    const planned = planWeekly(many(10_000), now);
    expect(((planned.at(-1)?.at ?? 0) - now) / HOUR).toBeCloseTo(71, 0);
  });

  it("goes by urgency, then by how many KPIs it is for, then by repository", () => {
    const list = [
      due(1, "on-target"),
      due(2, "never-posted"),
      due(3, "off-target", 1),
      due(4, "off-target", 3),
      due(5, "escalated", 1),
      due(6, "near", 2),
      due(7, "off-target", 3),
    ];
    expect(ids(planWeekly(list, now))).toEqual([5, 4, 7, 3, 2, 6, 1]);
  });

  it("waits for nobody whose week has not ended, and lets the urgent in as soon as theirs has", () => {
    const list = [...many(3), due(9, "escalated", 1, now + 5 * MINUTE)];
    const planned = planWeekly(list, now);
    expect(planned.map(({ repositoryId, at }) => [repositoryId, (at - now) / MINUTE])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [9, 5],
    ]);
  });

  it("gives each its time once, never before its own, within the rate, in any order of asking", () => {
    const one = fc.record({
      why: fc.constantFrom("escalated", "off-target", "never-posted", "near", "on-target"),
      kpis: fc.integer({ min: 0, max: 3 }),
      minutes: fc.integer({ min: -5, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 400 }), (list) => {
        const all = list.map(({ why, kpis, minutes }, id) => due(id, why, kpis, now + minutes * MINUTE));
        const planned = planWeekly(all, now);
        expect(ids(planned).toSorted((a, b) => a - b)).toEqual(ids(all));
        expect(planWeekly(all.toReversed(), now)).toEqual(planned);
        for (const [index, { at, notBefore }] of planned.entries()) {
          expect(at).toBeGreaterThanOrEqual(Math.max(notBefore, planned[index - 1]?.at ?? now));
          for (const [count, millis] of [
            [weeklyRate.perMinute, MINUTE],
            [weeklyRate.perHour, HOUR],
          ] as const)
            expect(at - (planned[index - count]?.at ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(
              millis,
            );
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("urgencyOf", () => {
  const kpi = (status: KpiResult["status"], escalated = false) => ({ status, escalated }) as KpiResult;
  it.each([
    ["nothing posted", null, { why: "never-posted", kpis: 0 }],
    ["an escalation", [kpi("off-target", true), kpi("off-target")], { why: "escalated", kpis: 1 }],
    ["missed targets", [kpi("off-target"), kpi("off-target"), kpi("near")], { why: "off-target", kpis: 2 }],
    ["a target that is near", [kpi("near"), kpi("on-target")], { why: "near", kpis: 1 }],
    ["nothing measured", [kpi("not-measured")], { why: "on-target", kpis: 0 }],
  ] as const)("of %s", (_, kpis, expected) => {
    expect(urgencyOf(kpis === null ? null : { kpis })).toEqual(expected);
  });
});
