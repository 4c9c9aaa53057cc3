// What the schema cannot see in the keys that every layer may have: values that are well formed and still cannot be meant.
import { Cron } from "croner";
import { readDays } from "../days.ts";
import type { ConfigPath, LocatedMessage } from "../problem.ts";
import type { WrittenLayer } from "../schema/layer-schema.ts";
import { checkGlob, checkGlobs } from "./check-globs.ts";
import { checkTargets, checkWeeklyKpis } from "./check-kpis.ts";
import { checkMeasures } from "./check-measures.ts";
import { checkRules } from "./check-rules.ts";
import { refuse } from "./explain-issue.ts";
import { entriesOf, type Sound } from "./sound.ts";
import { suggestion } from "./suggest.ts";

type Layer = Sound<WrittenLayer>;

export interface AroundLayer {
  /** Ids of groups that rules may name; null where that is not known. */
  readonly groups: readonly string[] | null;
  /** What the file says for all repositories, where the layer is a group's. */
  readonly fartherSla?: Sound<WrittenLayer["sla"]>;
}

/** Everything that is wrong or doubtful in a layer that stands at `base` in its file. */
export function checkLayer(
  layer: Layer,
  base: ConfigPath,
  { groups, fartherSla }: AroundLayer,
): LocatedMessage[] {
  return [
    ...checkWindow(layer, base),
    ...checkTimeZone(layer, base),
    ...checkChecks(layer, base),
    ...checkGlobs([...base, "pull_requests", "base_branches"], layer.pull_requests?.base_branches, "branch"),
    ...checkRules(layer, base, groups),
    ...checkMeasures(layer, base, fartherSla),
    ...checkTargets(layer, base),
    ...checkWeekly(layer, base),
    ...checkWeeklyKpis(layer, base),
  ];
}

function checkWindow({ window }: Layer, base: ConfigPath): LocatedMessage[] {
  if (window === undefined) return [];
  const days = readDays(window);
  return days >= 7 && days <= 180 ? [] : [refuse([...base, "window"], window, "must be 7 to 180 days.")];
}

function checkTimeZone({ time_zone: timeZone }: Layer, base: ConfigPath): LocatedMessage[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  const hint = suggestion(timeZone, Intl.supportedValuesOf("timeZone"));
  const message = `must be an IANA name such as "Europe/Berlin" or "UTC".${hint}`;
  return [refuse([...base, "time_zone"], timeZone, message)];
}

function isTimeZone(name: string): boolean {
  // Offsets such as "+01:00" are accepted by Intl but are no zones: they know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkChecks({ checks }: Layer, base: ConfigPath): LocatedMessage[] {
  const security = entriesOf(checks?.security).flatMap(([index, selector]) => {
    const at = [...base, "checks", "security", index];
    if (Object.keys(selector).length === 0) {
      return [refuse(at, selector, 'must have "app", "name" or "workflow": it would select every check.')];
    }
    return [
      ...checkGlob([...at, "name"], selector.name, "name"),
      ...checkGlob([...at, "workflow"], selector.workflow, "path"),
    ];
  });
  return [...security, ...checkGlobs([...base, "checks", "required"], checks?.required, "name")];
}

function checkWeekly({ weekly }: Layer, base: ConfigPath): LocatedMessage[] {
  const cron = weekly?.cron;
  if (cron === undefined) return [];
  const at = [...base, "weekly", "cron"];
  if (weekly !== undefined && ("day" in weekly || "time" in weekly)) {
    return [refuse(at, cron, 'stands beside "day" or "time"; write either the one or the others.')];
  }
  try {
    // From any fixed time: only whether the expression is one, and whether it ever comes.
    const next = new Cron(cron, { paused: true, mode: "5-part", timezone: "UTC" }).nextRun(new Date(0));
    return next === null ? [refuse(at, cron, "this time never comes.")] : [];
  } catch {
    return [refuse(at, cron, 'must be a cron expression of five parts such as "0 7 * * 1".')];
  }
}
