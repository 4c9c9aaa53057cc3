// yarn.lock, of Yarn 1 and of later ones, through Yarn's own parser.
import { parseSyml } from "@yarnpkg/parsers";
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import { asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { splitLines } from "../text-lines.ts";

/** @throws Error where the text is not a yarn.lock. */
export function readYarnLock(text: string, wanted: Wanted): Reading {
  // Yarn's parser tells its first format by a comment, which a line of another tool may stand before.
  const entries = entriesOf(parseSyml(text));
  const found = entries.flatMap(([key, entry]) => {
    const [descriptor = ""] = key.split(", ");
    const resolution = asText(getOwn(entry, "resolution"));
    // Of the repository itself.
    if (key === "__metadata" || resolution?.includes("@workspace:")) return [];
    const known = wanted(nameOf(resolution ?? withoutAlias(descriptor)));
    return known === null
      ? []
      : [{ name: known, version: asText(getOwn(entry, "version")), descriptor: key }];
  });
  if (found.length === 0) return { packages: [] };
  const lines = findHeads(text);
  return {
    packages: unique(
      found.map(({ name, version, descriptor }) => ({
        name,
        requirement: null,
        version,
        line: lines.get(descriptor) ?? null,
      })),
    ),
  };
}

/** `@scope/name@npm:^1.0.0` → `@scope/name`. */
function nameOf(descriptor: string): string {
  const at = descriptor.indexOf("@", 1);
  return at === -1 ? descriptor : descriptor.slice(0, at);
}

/** `old@npm:new@^1.0.0` → `new@^1.0.0`. */
function withoutAlias(descriptor: string): string {
  const range = descriptor.slice(nameOf(descriptor).length + 1);
  const target = range.startsWith("npm:") ? range.slice("npm:".length) : "";
  return target.indexOf("@", 1) === -1 ? descriptor : target;
}

/** The lines at the margin that begin an entry, by each descriptor of theirs and by all of them as they stand. */
function findHeads(text: string): Map<string, number> {
  const heads = new Map<string, number>();
  for (const [index, line] of splitLines(text).entries()) {
    if (!/^[^\s#].*:$/.test(line)) continue;
    const head = line.slice(0, -1);
    for (const name of [head, ...head.split(", ")]) heads.set(name.replaceAll(/^"|"$/g, ""), index + 1);
  }
  return heads;
}

/** Yarn 1's parser gives an entry once for each of its descriptors. */
function unique(packages: readonly ObservedPackage[]): ObservedPackage[] {
  const byPlace = new Map(packages.map((one) => [`${one.name} ${one.version} ${one.line}`, one]));
  return [...byPlace.values()];
}
