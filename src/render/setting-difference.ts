// What of a changed setting is another value: of a map the parts that differ, so that a raised version in a rule is seen at once.
import type { SettingChange } from "../core/simulation/simulation.ts";

/** One change a part that differs; a list, a text or something that was not set before is one part. In the order of the keys. */
export function splitChanges(settings: readonly SettingChange[]): SettingChange[] {
  return settings.flatMap(splitChange);
}

function splitChange(change: SettingChange): SettingChange[] {
  const { key, before, after, repositories } = change;
  if (!isMap(before) || !isMap(after)) return [change];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => JSON.stringify(partOf(before, name)) !== JSON.stringify(partOf(after, name)))
    .flatMap((name) =>
      splitChange({
        key: `${key}.${name}`,
        before: partOf(before, name),
        after: partOf(after, name),
        repositories,
      }),
    );
}

type Parts = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Parts {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Null: it is not set. A name may be one that every object has. */
function partOf(map: Parts, name: string): unknown {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}
