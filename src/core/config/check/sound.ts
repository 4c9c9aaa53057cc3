// What of a file is well formed: whatever the schema refused is absent, and everything else stands where it stood, so that the
// rest of the file is checked at once with its own lines.
import type { ConfigPath } from "../problem.ts";

/** The same with every key optional, and with gaps in lists. */
export type Sound<Written> = Written extends readonly (infer Item)[]
  ? readonly (Sound<Item> | undefined)[]
  : Written extends object
    ? { readonly [Key in keyof Written]?: Sound<Written[Key]> | undefined }
    : Written;

/** The entries of a list that are sound, each with its place in the file. */
export function entriesOf<Item>(list: readonly (Item | undefined)[] | undefined): [number, Item][] {
  return (list ?? []).flatMap((item, index): [number, Item][] => (item === undefined ? [] : [[index, item]]));
}

/** Keys and values of a map that are sound. */
export function pairsOf<Value>(
  map: Readonly<Record<string, Value | undefined>> | undefined,
): [string, Value][] {
  return Object.entries(map ?? {}).flatMap(([key, value]): [string, Value][] =>
    value === undefined ? [] : [[key, value]],
  );
}

/** Places that are taken out, as a tree: what is `true` goes away with all that is below it. */
type Places = Map<string | number, Places | true>;

/** A copy of `data` without what stands at `paths`; in lists, a gap stays. Costs as much as there is on the way to the paths. */
export function takeOut(data: unknown, paths: readonly ConfigPath[]): unknown {
  const places: Places = new Map();
  for (const path of paths) {
    if (path.length === 0) return undefined;
    mark(places, path);
  }
  return copyWithout(data, places);
}

function mark(places: Places, path: ConfigPath): void {
  let here = places;
  for (const [depth, step] of path.entries()) {
    const below = here.get(step);
    if (below === true) return;
    if (depth === path.length - 1) {
      here.set(step, true);
      return;
    }
    const next: Places = below ?? new Map();
    here.set(step, next);
    here = next;
  }
}

function copyWithout(data: unknown, places: Places): unknown {
  if (data === null || typeof data !== "object" || places.size === 0) return data;
  const rest = (step: string | number, value: unknown): unknown => {
    const below = places.get(step);
    return below === true ? undefined : below === undefined ? value : copyWithout(value, below);
  };
  if (Array.isArray(data)) return data.map((item: unknown, index) => rest(index, item));
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, rest(key, value)]));
}
