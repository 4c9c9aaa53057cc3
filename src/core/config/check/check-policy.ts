// What cannot be meant in an organisation's policy: keys that do not exist, bounds for what has none, bounds in the wrong direction.

import type { LocatedMessage } from "../problem.ts";
import { readTarget } from "../read-target.ts";
import type { WrittenConfig } from "../schema/config-schema.ts";
import { layerShape } from "../schema/layer-schema.ts";
import { nameOf, refuse, show } from "./explain-issue.ts";
import { kpiIds } from "./known-kpis.ts";
import { entriesOf, pairsOf, type Sound } from "./sound.ts";
import { suggestion } from "./suggest.ts";

type Config = Sound<WrittenConfig>;

/** Where a rule's id stands for its own key. */
export const rulePattern = /^templates\.rules\.[a-z0-9][a-z0-9-]{0,63}$/;

/** Every key that a repository may set, and what such keys stand in: `mode`, `checks`, `checks.security`, `sla.high`. */
export const lockableKeys: readonly string[] = [
  "owner",
  ...Object.entries(layerShape).flatMap(([section, schema]) => {
    const inner = schema.unwrap();
    const keys = section === "targets" ? kpiIds : "shape" in inner ? Object.keys(inner.shape) : [];
    return [section, ...keys.map((key) => `${section}.${key}`)];
  }),
];

/** Those of them that can be loosened, and so can have a bound. */
export const boundableKeys: readonly string[] = lockableKeys.filter((key) =>
  /^(?:mode|targets|targets\..+|sla|sla\..+|exceptions|exceptions\.review_after|templates|templates\.rules)$/.test(
    key,
  ),
);

/** Everything that is wrong or doubtful in the policy. */
export function checkPolicy(config: Config): LocatedMessage[] {
  return [...checkLocked(config), ...checkBounds(config)];
}

function isKnown(key: string): boolean {
  return lockableKeys.includes(key) || rulePattern.test(key);
}

function checkLocked({ policy }: Config): LocatedMessage[] {
  const first = new Set<string>();
  return entriesOf(policy?.locked).flatMap(([index, key]): LocatedMessage[] => {
    const at = ["policy", "locked", index];
    if (!isKnown(key)) return [refuse(at, key, explainKey(key))];
    if (first.has(key)) return [refuse(at, key, "stands in this list already; keep one of them.")];
    first.add(key);
    return [];
  });
}

function explainKey(key: string): string {
  const hint = suggestion(key, lockableKeys);
  const section = key.split(".", 1).join("");
  const below = lockableKeys.filter((known) => known.startsWith(`${section}.`));
  const known = hint === "" && below.length > 0 ? ` Known below ${section}: ${below.join(", ")}.` : "";
  return `there is no such key in a repository's file.${hint}${known}`;
}

function checkBounds(config: Config): LocatedMessage[] {
  return pairsOf(config.policy?.bounds).flatMap(([key, bound]): LocatedMessage[] => {
    const at = ["policy", "bounds", key];
    if (!isKnown(key)) {
      return [{ at, onKey: true, severity: "error", message: `${nameOf(at)}: ${explainKey(key)}` }];
    }
    const refused = whyNoBound(key, bound);
    if (refused !== null) return [refuse(at, bound, refused)];
    const doubt = describeDoubt(config, key, bound);
    return doubt === null
      ? []
      : [{ at, severity: "warning", message: `${nameOf(at)}: ${show(bound)} ${doubt}` }];
  });
}

const days = /^[1-9]\d{0,2}[dw]$/;

function whyNoBound(key: string, bound: string): string | null {
  if (key === "sla" || key.startsWith("sla.")) {
    return days.test(bound) || bound === "free" || bound === "none"
      ? null
      : 'must be the longest time that is allowed, such as "60d", or "free".';
  }
  if (key === "exceptions" || key === "exceptions.review_after") {
    return days.test(bound) || bound === "free"
      ? null
      : 'must be the longest time that is allowed, such as "180d", or "free".';
  }
  if (key.startsWith("targets."))
    return bound === "free" ? null : whyNoTarget(key.slice("targets.".length), bound);
  if (key === "mode" || key === "targets" || key === "templates" || key.startsWith("templates.rules")) {
    return bound === "free" ? null : 'must be "free": there is nothing between "not at all" and that here.';
  }
  return "can have no bound: only targets, sla, exceptions.review_after, templates.rules and mode can be loosened. To forbid it, name it under policy.locked.";
}

function whyNoTarget(id: string, bound: string): string | null {
  const target = readTarget(id, bound);
  return target !== null && "refused" in target ? target.refused : null;
}

/** A bound that can never be reached, beside what the same file says. */
function describeDoubt({ policy, targets }: Config, key: string, bound: string): string | null {
  const lock = entriesOf(policy?.locked).find(([, locked]) => key === locked || key.startsWith(`${locked}.`));
  if (lock !== undefined) return `says nothing: ${lock[1]} is locked, so that no repository may set it.`;
  if (!key.startsWith("targets.") || bound === "free") return null;
  const id = key.slice("targets.".length);
  const written = targets?.[id];
  const limit = readTarget(id, bound);
  const target = written === undefined ? null : readTarget(id, written);
  if (limit === null || target === null || "refused" in limit || "refused" in target) return null;
  const tighter = limit.op === ">=" ? limit.value > target.value : limit.value < target.value;
  return tighter
    ? `is tighter than the file's own target (${target.op} ${target.value}): it says how far a repository may loosen it.`
    : null;
}
