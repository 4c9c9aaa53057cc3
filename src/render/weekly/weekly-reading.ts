// "How to read this" of the weekly issue: taken from the KPIs' own definitions, so that it cannot say something else than the formula.
import { kpiDefinitions } from "../../core/kpis/registry.ts";
import type { KpiResult } from "../../core/scorecard/scorecard.ts";
import { countOf } from "../numbers.ts";

/** A folded list: what each KPI asks and when it is too little to judge, then what the columns mean. */
export function renderReading(kpis: readonly KpiResult[], windowDays: number): string {
  const perKpi = kpis.flatMap((kpi) => {
    const definition = kpiDefinitions.find(({ id }) => id === kpi.id);
    if (definition === undefined) return [];
    const { minimumSample, denominatorUnit } = definition;
    const least =
      minimumSample > 1 ? ` Under ${countOf(minimumSample, denominatorUnit)} it is too few to judge.` : "";
    return [
      `- **${definition.title}** (definition ${kpi.definitionVersion}): ${definition.documentation.question}${least}`,
    ];
  });
  return [
    "<details>\n<summary><b>How to read this</b></summary>",
    [
      ...perKpi,
      `- **Now** is the ${countOf(windowDays, "day")} that end with this week, **Before** the ${countOf(windowDays, "day")} before them. The line of weeks takes the same span up to each week's end, so that neighbours overlap.`,
      "- **95 % interval**: where the true value may well lie, given how little or how much was seen; none where all there is was counted, as with template rules, or where a median is of fewer than six values. **Variance** is now minus target.",
      "- **▲ ▼** say where the value went, *improving* and *worsening* whether that is good; **= steady** means that the difference is no larger than chance makes.",
      "- **Last weeks**: oldest left; the highest bar is 100 %, or the largest value where the KPI is not a share; `·` is a week that was not measured.",
      "- **Release gate health** and **review latency** follow the rules in `docs/kpis.md`: each line says which numbers made it, and is *not measured* where one that it needs is hidden.",
      "- **⏫ escalated**: off target for as many weeks in a row as `weekly.escalate_after_weeks` says.",
      "- *Not measured* means that it cannot be seen, *not applicable* that there was nothing to measure: neither is 0 %.",
    ].join("\n"),
    "</details>",
  ].join("\n\n");
}
