// package-lock.json and npm-shrinkwrap.json: version 1 is a tree of dependencies, 2 and 3 a list by folder.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import { findJsonLines, keyPath } from "../json-lines.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";

type Found = Omit<ObservedPackage, "line" | "requirement"> & { readonly path: readonly string[] };

/** Every place of `node_modules` in which a wanted package is. @throws SyntaxError where the text is not JSON. */
export function readPackageLock(text: string, wanted: Wanted): Reading {
  const root = asTable(JSON.parse(text));
  if (root === null) throw new Error("it holds no map of keys");
  const packages = asTable(root.packages);
  const found = packages === null ? readTree(root, wanted) : readFolders(packages, wanted);
  if (found.length === 0) return { packages: [] };
  const keys = new Set(found.map(({ path }) => path.at(-1)));
  const lines = findJsonLines(text, (key) => keys.has(key));
  return {
    packages: found.map(({ path, ...one }) => ({
      ...one,
      requirement: null,
      line: lines.get(keyPath(...path)) ?? null,
    })),
  };
}

const folder = "node_modules/";

function readFolders(packages: Record<string, unknown>, wanted: Wanted): Found[] {
  return Object.entries(packages).flatMap(([key, entry]) => {
    const at = key.lastIndexOf(folder);
    // Without the folder it is a package of the repository itself; a link leads to one.
    if (at === -1 || getOwn(entry, "link") === true) return [];
    const known = wanted(asText(getOwn(entry, "name")) ?? key.slice(at + folder.length));
    if (known === null) return [];
    return [{ name: known, version: asVersion(getOwn(entry, "version")), path: ["packages", key] }];
  });
}

/** Without recursion: a tree from outside may be deep. */
function readTree(root: Record<string, unknown>, wanted: Wanted): Found[] {
  const found: Found[] = [];
  const open: { table: unknown; path: readonly string[] }[] = [{ table: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { table, path: above } = next;
    for (const [key, entry] of entriesOf(getOwn(table, "dependencies"))) {
      const path = [...above, "dependencies", key];
      const written = asText(getOwn(entry, "version"));
      // `npm:new@1.0.0` under the key `old` is `new`.
      const alias = written?.startsWith("npm:") ? written.slice(4) : null;
      const at = alias?.lastIndexOf("@") ?? -1;
      const known = wanted(alias !== null && at > 0 ? alias.slice(0, at) : key);
      if (known !== null)
        found.push({ name: known, version: asVersion(alias === null ? written : alias.slice(at + 1)), path });
      open.push({ table: entry, path });
    }
  }
  return found;
}

/** Null for what comes from elsewhere than the registry: `file:…`, `git+ssh://…`. */
function asVersion(value: unknown): string | null {
  const text = asText(value);
  return text !== null && /^v?\d/.test(text) && !/[:/]/.test(text) ? text : null;
}
