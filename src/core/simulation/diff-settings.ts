// Which values in force differ between two configurations of one repository, and which groups it enters or leaves.
import { canonicalJson } from "../canonical-json.ts";
import type { Group } from "../config/config.ts";
import type { Setting } from "../config/layers/layers.ts";

export interface SettingDifference {
  readonly key: string;
  /** As written; null where it was not set. */
  readonly before: unknown;
  readonly after: unknown;
}

/** By key; what is written otherwise and means the same is a difference, too. */
export function diffSettings(before: readonly Setting[], after: readonly Setting[]): SettingDifference[] {
  const were = new Map(before.map(({ key, value }) => [key, value]));
  const are = new Map(after.map(({ key, value }) => [key, value]));
  const keys = [...new Set([...were.keys(), ...are.keys()])].sort();
  return keys
    .map((key) => ({ key, before: were.get(key) ?? null, after: are.get(key) ?? null }))
    .filter((difference) => canonicalJson(difference.before) !== canonicalJson(difference.after));
}

export interface GroupDifference {
  readonly enters: readonly string[];
  readonly leaves: readonly string[];
}

export function diffGroups(before: readonly Group[], after: readonly Group[]): GroupDifference {
  const were = new Set(before.map(({ id }) => id));
  const are = new Set(after.map(({ id }) => id));
  return {
    enters: [...are].filter((id) => !were.has(id)),
    leaves: [...were].filter((id) => !are.has(id)),
  };
}
