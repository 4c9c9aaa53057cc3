// package.json: what is asked for in every section, and what overrides say of versions.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import { findJsonLines, keyPath } from "../json-lines.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";

const sections = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** Where npm, Yarn and pnpm read versions that go before what is asked for. */
const overrides = [["overrides"], ["resolutions"], ["pnpm", "overrides"]] as const;

type Found = Omit<ObservedPackage, "line"> & { readonly path: readonly string[] };

/** @throws SyntaxError where the text is not JSON. */
export function readPackageJson(text: string, wanted: Wanted): Reading {
  const root = asTable(JSON.parse(text));
  if (root === null) throw new Error("it holds no map of keys");
  const found = [
    ...sections.flatMap((section) =>
      entriesOf(root[section]).flatMap(([key, value]) => readDependency([section, key], value, wanted)),
    ),
    ...overrides.flatMap((path) =>
      entriesOf(getOwn(root, ...path)).flatMap(([key, value]) => readOverride([...path, key], value, wanted)),
    ),
  ];
  if (found.length === 0) return { packages: [] };
  const keys = new Set(found.map(({ path }) => path.at(-1)));
  const lines = findJsonLines(text, (key) => keys.has(key));
  return {
    packages: found.map(({ path, ...one }) => ({ ...one, line: lines.get(keyPath(...path)) ?? null })),
  };
}

function readDependency(path: readonly string[], value: unknown, wanted: Wanted): Found[] {
  const written = asText(value);
  const { name, requirement } = readAlias(path.at(-1) ?? "", written);
  const known = wanted(name);
  return known === null ? [] : [{ name: known, requirement, version: null, path }];
}

/** `"old": "npm:new@^1.0.0"` is a use of `new`. */
function readAlias(key: string, value: string | null): { name: string; requirement: string | null } {
  if (value === null || !value.startsWith("npm:")) return { name: key, requirement: value };
  const target = value.slice("npm:".length);
  const at = target.lastIndexOf("@");
  return at > 0
    ? { name: target.slice(0, at), requirement: target.slice(at + 1) }
    : { name: target, requirement: null };
}

/** Only an override that holds everywhere is read: one that holds under some packages leaves the others as they are. */
function readOverride(path: readonly string[], value: unknown, wanted: Wanted): Found[] {
  const key = path.at(-1) ?? "";
  const whole = asTable(value);
  const written = asText(whole === null ? value : getOwn(whole, "."));
  const known = wanted(key.startsWith("**/") ? key.slice(3) : key);
  // `$name` repeats what the dependency itself says.
  if (known === null || written === null || written.startsWith("$")) return [];
  const { requirement } = readAlias(key, written);
  return [{ name: known, requirement, version: null, versionOnly: true, path }];
}
