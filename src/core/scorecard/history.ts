// The same KPIs week by week, for the trend line: each point is the window that ends with its week.
import type { KpiId, Window } from "../kpis/measurement.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import { foldInput, type ScorecardInput } from "./build.ts";
import { previousIsoWeek, weeklyWindow } from "./iso-week.ts";
import { measure } from "./measure.ts";

export interface HistoryInput extends Omit<ScorecardInput, "window"> {
  /** Not used: every week has its own. */
  readonly window?: Window;
  /** How many weeks, the last included. */
  readonly weeks: number;
  readonly untilIsoWeek: string;
  /** Which KPIs; absent: all. */
  readonly kpis?: readonly KpiId[];
}

export interface HistoryWeek {
  readonly isoWeek: string;
  /** Only what was measured: a KPI without a value has no key, so that a gap stays a gap. */
  readonly values: Partial<Record<KpiId, number>>;
}

/**
 * The weeks up to `untilIsoWeek`, newest first, by what is known today: a finding withdrawn later is withdrawn here too. Each is worked
 * out when it is asked for.
 */
export function* historyWeeks(input: HistoryInput): Generator<HistoryWeek> {
  const folded = foldInput({ ...input, window: weeklyWindow(input.untilIsoWeek, input.config.windowDays) });
  const definitions = kpiDefinitions.filter(({ id }) => input.kpis?.includes(id) ?? true);
  let isoWeek = input.untilIsoWeek;
  for (let count = 0; count < input.weeks; count++, isoWeek = previousIsoWeek(isoWeek)) {
    const window = weeklyWindow(isoWeek, input.config.windowDays);
    const values: Partial<Record<KpiId, number>> = {};
    for (const definition of definitions) {
      const computed = measure(definition, { ...folded, window });
      if (computed.outcome === "measured") values[definition.id] = computed.value;
    }
    yield { isoWeek, values };
  }
}
