// What a parser of one format gives back.
import type { ObservedPackage } from "../facts/paved-road.ts";
import type { Wanted } from "./package-name.ts";

export interface Reading {
  readonly packages: readonly ObservedPackage[];
  /** Why not all of it is known, for a person; absent where it is. */
  readonly problem?: string;
  /** Whether it locks what is used, where the format alone does not tell. */
  readonly lockfile?: boolean;
  /** See `ObservedManifest.complete`. */
  readonly complete?: boolean;
}

/** Reads one format. @throws anything, where the text is not of that format: parse-manifest.ts makes a problem of it. */
export type ReadFormat = (text: string, wanted: Wanted, path: string) => Reading;

/** A plain map, whatever keys it has; null for anything else. */
export function asTable(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The value of a key of the map's own. */
export function getOwn(table: unknown, ...keys: readonly string[]): unknown {
  let value = table;
  for (const key of keys) {
    const map = asTable(value);
    if (map === null || !Object.hasOwn(map, key)) return undefined;
    value = map[key];
  }
  return value;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that is not empty; null for anything else. */
export function asText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Entries of a map, or none. */
export function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(asTable(value) ?? {});
}
