// Layer upon layer, from far to near: a nearer setting replaces a farther one, within what the organisation lets a repository change.
import { show } from "../check/explain-issue.ts";
import type { ConfigProblem } from "../problem.ts";
import type { Origin, Setting } from "./layers.ts";
import { findLoosening } from "./loosening.ts";
import { findBound, findLock, type Policy } from "./policy.ts";
import type { PlacedSetting } from "./settings.ts";
import { describePlace, originIn, problemIn, type SettingsLayer } from "./settings-layer.ts";

interface WrittenValue {
  readonly value: unknown;
  readonly origin: Origin;
  /** Null for defaults. */
  readonly layer: SettingsLayer | null;
  /** How near; 0 for defaults. */
  readonly rank: number;
}

/** All that is written under a key. Both lists go from far to near; the last that is written is in force. */
export interface Stack {
  readonly written: WrittenValue[];
  readonly refused: Setting["notInForce"][number][];
}

type DefaultSetting = Pick<Setting, "key" | "value">;

const builtIn: Origin = { layer: "default", name: null, path: null, line: null, column: null };

/**
 * The stacks by key, rules in the order in which the farthest file names them, and what was refused. `settle` takes out of the
 * stacks what contradicts after a layer is laid on, before a nearer one is held against it.
 */
export function stackSettings(
  defaults: readonly DefaultSetting[],
  layers: readonly SettingsLayer[],
  policy: Policy,
  settle: (stacks: ReadonlyMap<string, Stack>) => readonly ConfigProblem[],
): { readonly stacks: Map<string, Stack>; readonly problems: ConfigProblem[] } {
  const stacks = new Map<string, Stack>();
  const problems: ConfigProblem[] = [];
  for (const setting of defaults) stacks.set(setting.key, stackOfDefault(setting));
  for (const [index, layer] of layers.entries()) {
    for (const setting of layer.settings) {
      const { key, value } = setting;
      const origin = originIn(layer, setting);
      const stack = stacks.get(key) ?? { written: [], refused: [] };
      const refusal = layer.bound ? refuse(setting, stack, policy) : null;
      if (refusal === null) {
        endOtherTime(stacks, key, stack);
        stack.written.push({ value, origin, layer, rank: index + 1 });
        stacks.set(key, stack);
      } else {
        stack.refused.push({ value, origin, why: refusal.why });
        // What stands in a file of another repository is not for everybody who extends it.
        const found = layer.via === null ? `found ${showValue(value)}` : "what is said there is not in force";
        problems.push(problemIn(layer, setting, `${key}: ${found}; ${refusal.message}`));
      }
    }
    problems.push(...settle(stacks));
  }
  completeTime(stacks, defaults);
  return { stacks, problems };
}

function stackOfDefault({ value }: DefaultSetting): Stack {
  return { written: [{ value, origin: builtIn, layer: null, rank: 0 }], refused: [] };
}

/** Why the policy does not let a repository set this; null where it does. */
function refuse(
  { key, value }: PlacedSetting,
  { written }: Stack,
  policy: Policy,
): { readonly why: string; readonly message: string } | null {
  const lock = findLock(policy, key);
  if (lock !== null) {
    const what = lock.key === key ? "it" : lock.key;
    const message = `${describePlace(lock.origin)} locks ${what}, so that no repository may set it. Take it out.`;
    return { why: "locked", message };
  }
  const farther = written.findLast(({ layer }) => layer !== null && !layer.bound);
  if (farther === undefined) return null;
  const bound = findBound(policy, key);
  const allowed = findLoosening(key, value, farther.value, bound?.value ?? null);
  if (allowed === null) return null;
  const said = `${describePlace(farther.origin)} says ${showValue(farther.value)}`;
  const limit = bound === null ? "" : `, and ${describePlace(bound.origin)} allows ${show(bound.value)}`;
  return { why: "looser than allowed", message: `${said}${limit}: ${allowed}.` };
}

const dayAndTime = ["weekly.day", "weekly.time"];

/** `cron`, and `day` with `time`, are two ways to say the same: the nearer file's way ends the farther one's. */
function endOtherTime(stacks: Map<string, Stack>, key: string, stack: Stack): void {
  const others = key === "weekly.cron" ? dayAndTime : dayAndTime.includes(key) ? ["weekly.cron"] : [];
  for (const other of others) {
    const ended = stacks.get(other);
    if (ended === undefined) continue;
    stacks.delete(other);
    const named = other.slice("weekly.".length);
    for (const { value, origin } of ended.written) {
      stack.refused.push({ value: `${named}: ${String(value)}`, origin, why: `replaced by ${key}` });
    }
    stack.refused.push(...ended.refused);
  }
}

/** Where only the day or the time is written behind a farther `cron`, the other is the built-in one again. */
function completeTime(stacks: Map<string, Stack>, defaults: readonly DefaultSetting[]): void {
  if (stacks.has("weekly.cron")) return;
  for (const setting of defaults) {
    if (dayAndTime.includes(setting.key) && !stacks.has(setting.key)) {
      stacks.set(setting.key, stackOfDefault(setting));
    }
  }
}

/** A target in its map form reads like the short one. */
function showValue(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return show(value);
  const limits = Object.entries(value).filter(([, limit]) => typeof limit === "number");
  return limits.length === 0
    ? show(value)
    : `{ ${limits.map(([name, limit]) => `${name}: ${String(limit)}`).join(", ")} }`;
}
