// What a target may be set for, and what makes one possible: read off the definitions, so that a new KPI can have a target.
import type { KpiDefinition } from "../../kpis/definition.ts";
import type { KpiId } from "../../kpis/measurement.ts";
import { kpiDefinitions } from "../../kpis/registry.ts";

interface TargetRange {
  /** The only comparison that makes sense for the KPI's direction. */
  readonly op: ">=" | "<=";
  readonly unit: KpiDefinition["unit"];
  /** The greatest value that can ever be measured; null: no bound. */
  readonly greatest: number | null;
  /** Within this much of the target a miss is `near`, unless the file says otherwise; in the unit. */
  readonly tolerance: number;
  /** A target as somebody may write it: `<= 10 days`. */
  readonly example: string;
}

/** A value that reads like one people mean, by unit. */
const exampleValues: Readonly<Record<KpiDefinition["unit"], number>> = {
  "%": 85,
  "per 1,000 commits": 0.5,
  days: 10,
  hours: 24,
  "weighted days": 100,
};

export const kpiIds: readonly KpiId[] = kpiDefinitions.map(({ id }) => id);

/** What a target of the KPI may be; null where there is no such KPI. */
export function findTargetRange(id: string): TargetRange | null {
  const definition = kpiDefinitions.find((one) => one.id === id);
  if (definition === undefined) return null;
  const { unit, direction } = definition;
  const isShare = unit === "%";
  const op = direction === "up" ? ">=" : "<=";
  const value = isShare && direction === "down" ? 5 : exampleValues[unit];
  return {
    op,
    unit,
    greatest: isShare ? 100 : null,
    tolerance: definition.defaultTarget?.tolerance ?? (isShare ? 5 : 0),
    example: `${op} ${value} ${unit}`,
  };
}
