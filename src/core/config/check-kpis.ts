// What cannot be meant where a file names KPIs: targets that reward the wrong thing, and KPIs that do not exist.
import { kpiDefinitions } from "../kpis/registry.ts";
import type { Target } from "../kpis/target.ts";
import { checkRepeated } from "./check-measures.ts";
import { nameOf, show } from "./explain-issue.ts";
import { kpiIds, vanityMeasures } from "./known-kpis.ts";
import type { LocatedMessage } from "./problem.ts";
import { readTarget } from "./read-target.ts";
import type { WrittenConfig } from "./schema.ts";
import { suggestion } from "./suggest.ts";

/** Everything that is wrong or doubtful in the targets. */
export function checkTargets({ targets }: WrittenConfig): LocatedMessage[] {
  return Object.entries(targets ?? {}).flatMap(([id, written]): LocatedMessage[] => {
    const at = ["targets", id];
    const target = readTarget(id, written);
    if (target === null) return [{ at, onKey: true, severity: "error", message: explainUnknownKpi(id) }];
    if ("refused" in target) {
      return [{ at, severity: "error", message: `${nameOf(at)}: ${show(written)} ${target.refused}` }];
    }
    const doubt = describeDoubt(id, target);
    return doubt === null ? [] : [{ at, severity: "warning", message: `${nameOf(at)}: ${doubt}` }];
  });
}

/** The KPIs that the weekly issue is to show: each must exist, and stand there once. */
export function checkWeeklyKpis({ weekly }: WrittenConfig): LocatedMessage[] {
  const wanted = weekly?.kpis ?? [];
  const unknown = wanted.flatMap((id, index): LocatedMessage[] => {
    const at = ["weekly", "kpis", index];
    if (kpiIds.some((known) => known === id)) return [];
    return [{ at, severity: "error", message: `${nameOf(at)}: ${explainUnknownKpi(id)}` }];
  });
  return [...unknown, ...checkRepeated(["weekly", "kpis"], wanted)];
}

function explainUnknownKpi(id: string): string {
  const why = Object.hasOwn(vanityMeasures, id) ? vanityMeasures[id] : undefined;
  return why === undefined
    ? `unknown KPI ${show(id)}.${suggestion(id, kpiIds)} Known: ${kpiIds.join(", ")}.`
    : `${show(id)} is refused: ${why}`;
}

function describeDoubt(id: string, { op, value }: Target): string | null {
  if (value !== 0) return null;
  if (op === ">=") return `a target of zero for ${id} is always met. Set what you want to reach.`;
  return isDecidedByPeople(id)
    ? null
    : `a target of zero for ${id} rewards hiding what is found: one honest finding misses it, one dismissal meets it. Set a rate to get below instead.`;
}

/** What people do or leave, not what a scanner finds: none of it is an honest aim, and hiding a finding does not reach it. */
function isDecidedByPeople(id: string): boolean {
  if (id === "gate-bypass-rate") return true;
  return kpiDefinitions.find((one) => one.id === id)?.defaultTarget?.value === 0;
}
