// Which target a KPI is held against: the configured one, else what the configuration says in other words, else the definition's.
import type { Config } from "../config/config.ts";
import type { KpiDefinition } from "../kpis/definition.ts";
import type { Target } from "../kpis/target.ts";

/** Null: the KPI has no target. */
export function targetOf(definition: KpiDefinition, config: Config): Target | null {
  return config.targets[definition.id] ?? definition.targetFrom?.(config) ?? definition.defaultTarget;
}
