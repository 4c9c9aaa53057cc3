// Does a nearer value ask for less than a farther one? Of targets, SLAs, the review of exceptions, rules and the mode one can say so;
// of everything else a repository decides for itself.
import { canonicalJson } from "../../canonical-json.ts";
import type { Target } from "../../kpis/target.ts";
import { readDays, readLimit } from "../days.ts";
import { readTarget } from "../read-target.ts";
import type { WrittenTarget } from "../schema/config-schema.ts";
import { writeLimit } from "./default-settings.ts";
import { rulePrefix } from "./settings.ts";

/** A bound that allows everything. */
export const freeBound = "free";

/**
 * What would be allowed, as a clause (`must be 60d or less`), where `value` is looser than `farther` and no bound allows it; null
 * where it may stand. Values are as the schema has accepted them; `bound` is as the policy says it, null without one.
 */
export function findLoosening(
  key: string,
  value: unknown,
  farther: unknown,
  bound: string | null,
): string | null {
  if (bound === freeBound) return null;
  if (key === "mode") {
    return farther === "enforce" && value !== "enforce" ? 'must be "enforce", or be left out' : null;
  }
  if (key.startsWith("targets.")) {
    const id = key.slice("targets.".length);
    return findLooserTarget(
      targetOf(id, value),
      targetOf(id, farther),
      bound === null ? null : targetOf(id, bound),
    );
  }
  if (key.startsWith("sla.")) {
    return findLongerTime(limitOf(value), limitOf(farther), bound === null ? undefined : limitOf(bound));
  }
  if (key === "exceptions.review_after") {
    return findLongerTime(daysOf(value), daysOf(farther), bound === null ? undefined : daysOf(bound));
  }
  if (key.startsWith(rulePrefix) && canonicalJson(value) !== canonicalJson(farther)) {
    return "must be left out, or have another id: a repository may add rules, not replace them";
  }
  return null;
}

function targetOf(id: string, written: unknown): Target | null {
  const target = readTarget(id, written as WrittenTarget);
  return target === null || "refused" in target ? null : target;
}

function findLooserTarget(
  target: Target | null,
  farther: Target | null,
  bound: Target | null,
): string | null {
  if (target === null || farther === null) return null;
  const value = loosest(farther, bound);
  const tolerance = Math.max(farther.tolerance, bound?.tolerance ?? 0);
  const missesValue = target.op === ">=" ? target.value < value : target.value > value;
  if (missesValue) return `must be ${value} or ${target.op === ">=" ? "more" : "less"}`;
  if (target.tolerance <= tolerance) return null;
  return `must have a tolerance of ${tolerance} or less, not ${target.tolerance}: write it as a map with "tolerance: ${tolerance}"`;
}

/** A bound that is tighter than what is written allows no more than what is written. */
function loosest(farther: Target, bound: Target | null): number {
  if (bound === null) return farther.value;
  return farther.op === ">=" ? Math.min(farther.value, bound.value) : Math.max(farther.value, bound.value);
}

/** Null is no limit; a bound of undefined is none. */
function findLongerTime(
  days: number | null,
  farther: number | null,
  bound: number | null | undefined,
): string | null {
  const most = Math.max(lengthOf(farther), bound === undefined ? 0 : lengthOf(bound));
  if (lengthOf(days) <= most) return null;
  return `must be ${writeLimit(most)} or less`;
}

function lengthOf(days: number | null): number {
  return days ?? Number.POSITIVE_INFINITY;
}

function limitOf(written: unknown): number | null {
  return readLimit(String(written));
}

function daysOf(written: unknown): number | null {
  return readDays(String(written));
}
