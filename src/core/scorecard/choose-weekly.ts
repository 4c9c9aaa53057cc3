// Which KPIs a weekly issue shows: those that the configuration names, else those that are for leads.
import type { Config } from "../config/config.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import type { KpiResult } from "./scorecard.ts";

export interface WeeklyKpis {
  readonly shown: readonly KpiResult[];
  /** In the order of the scorecard. */
  readonly others: readonly KpiResult[];
}

/** In the configured order, else in that of the scorecard. A configured KPI that the scorecard does not hold is left out. */
export function chooseForWeekly(kpis: readonly KpiResult[], { weekly }: Pick<Config, "weekly">): WeeklyKpis {
  const forLeads = kpiDefinitions.filter(({ roles }) => roles.includes("lead")).map(({ id }) => id);
  const wanted = new Set(weekly.kpis ?? forLeads);
  const others = kpis.filter(({ id }) => !wanted.has(id));
  const chosen = weekly.kpis === null ? kpis.filter(({ id }) => wanted.has(id)) : null;
  return { shown: chosen ?? [...wanted].flatMap((id) => kpis.filter((kpi) => kpi.id === id)), others };
}
