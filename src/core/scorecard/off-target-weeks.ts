// For how many weeks in a row a KPI has been off target: what decides whether it is marked for escalation.
import { coversWindow } from "../kpis/coverage.ts";
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import { neededHistory } from "../kpis/needed-history.ts";
import type { Target } from "../kpis/target.ts";
import { measure } from "./measure.ts";
import { statusOf } from "./status.ts";

const weekMillis = 7 * 24 * 60 * 60 * 1000;

/** Nobody needs to know of more, and facts are loaded no further back. */
export const mostWeeksCounted = 12;

/**
 * Looks at the windows that end one, two, three… weeks earlier, of the same length, by what is known today and against today's
 * target. A week counts while it is off target; one that is near, too small to judge, not measured, or whose window was not
 * seen from its beginning ends the row. Counts the window of `input` as off target; at most `mostWeeksCounted`.
 */
export function countOffTargetWeeks(definition: KpiDefinition, input: KpiInput, target: Target): number {
  for (let weeks = 1; weeks < mostWeeksCounted; weeks += 1) {
    const earlier = weeks * weekMillis;
    const window = { from: input.window.from - earlier, to: input.window.to - earlier };
    if (!coversWindow(input, window, neededHistory[definition.id].history)) return weeks;
    if (statusOf(definition, measure(definition, { ...input, window }), target) !== "off-target")
      return weeks;
  }
  return mostWeeksCounted;
}
