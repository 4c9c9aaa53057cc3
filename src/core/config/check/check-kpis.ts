// What cannot be meant where a file names KPIs: targets that reward the wrong thing, and KPIs that do not exist.
import { distance } from "fastest-levenshtein";
import { kpiDefinitions } from "../../kpis/registry.ts";
import type { Target } from "../../kpis/target.ts";
import type { ConfigPath, LocatedMessage } from "../problem.ts";
import { readTarget } from "../read-target.ts";
import type { WrittenLayer, WrittenTarget } from "../schema/layer-schema.ts";
import { checkRepeated } from "./check-measures.ts";
import { nameOf, show } from "./explain-issue.ts";
import { kpiIds } from "./known-kpis.ts";
import { entriesOf, pairsOf, type Sound } from "./sound.ts";
import { nearestWord, suggestion } from "./suggest.ts";
import { explainVanity } from "./vanity.ts";

type Layer = Sound<WrittenLayer>;

/** Everything that is wrong or doubtful in the targets. */
export function checkTargets({ targets }: Layer, base: ConfigPath): LocatedMessage[] {
  return pairsOf(targets).flatMap(([id, written]): LocatedMessage[] => {
    const at = [...base, "targets", id];
    if (!isKpi(id)) return [{ at, onKey: true, severity: "error", message: explainUnknownKpi(id) }];
    if (hasRefusedPart(written)) return [];
    const target = readTarget(id, written);
    if (target === null) return [];
    if ("refused" in target) {
      return [{ at, severity: "error", message: `${nameOf(at)}: ${show(written)} ${target.refused}` }];
    }
    const doubt = describeDoubt(id, target) ?? describeTolerance(target, written);
    return doubt === null ? [] : [{ at, severity: "warning", message: `${nameOf(at)}: ${doubt}` }];
  });
}

/** What the schema has refused is there without a value: somebody was told, and nothing can be said of the rest. */
function hasRefusedPart(written: Sound<WrittenTarget>): boolean {
  return typeof written === "object" && Object.values(written).includes(undefined);
}

/** The KPIs that the weekly issue is to show: each must exist, and stand there once. */
export function checkWeeklyKpis({ weekly }: Layer, base: ConfigPath): LocatedMessage[] {
  const wanted = weekly?.kpis ?? [];
  const at = [...base, "weekly", "kpis"];
  const unknown = entriesOf(wanted).flatMap(([index, id]): LocatedMessage[] => {
    if (isKpi(id)) return [];
    const message = `${nameOf([...at, index])}: ${explainUnknownKpi(id)}`;
    return [{ at: [...at, index], severity: "error", message }];
  });
  return [...unknown, ...checkRepeated(at, wanted)];
}

function isKpi(id: string): boolean {
  return kpiIds.some((known) => known === id);
}

function explainUnknownKpi(id: string): string {
  if (id === "<<") return "merge keys (<<) are not read; write the keys out.";
  const meant = nearestWord(id, kpiIds);
  const isTypo = meant !== null && distance(id.toLowerCase(), meant) <= 2;
  const why = isTypo ? null : explainVanity(id);
  return why === null
    ? `unknown KPI ${show(id)}.${suggestion(id, kpiIds)} Known: ${kpiIds.join(", ")}.`
    : `${show(id)} is refused: ${why}`;
}

/** A target that no value misses, for all that may be near it. */
function describeTolerance({ op, value, tolerance }: Target, written: Sound<WrittenTarget>): string | null {
  if (op !== ">=" || tolerance < value || (typeof written === "object" && written.tolerance !== undefined))
    return null;
  return `with the built-in tolerance of ${tolerance}, nothing ever misses this target. Write a smaller "tolerance".`;
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
