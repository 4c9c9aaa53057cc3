// packages.lock.json: what each target framework resolves to.
import { findJsonLines, keyPath } from "../json-lines.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";

/** @throws SyntaxError where the text is not JSON. */
export function readPackagesLock(text: string, wanted: Wanted): Reading {
  const root = asTable(JSON.parse(text));
  if (root === null) throw new Error("it holds no map of keys");
  const found = entriesOf(root.dependencies).flatMap(([framework, packages]) =>
    entriesOf(packages).flatMap(([key, entry]) => {
      const name = wanted(key);
      // A project is the repository's own.
      if (name === null || asText(getOwn(entry, "type")) === "Project") return [];
      const version = asText(getOwn(entry, "resolved"));
      return [{ name, requirement: null, version, path: ["dependencies", framework, key] }];
    }),
  );
  if (found.length === 0) return { packages: [] };
  const keys = new Set(found.map(({ path }) => path[2]));
  const lines = findJsonLines(text, (key) => keys.has(key));
  return {
    packages: found.map(({ path, ...one }) => ({ ...one, line: lines.get(keyPath(...path)) ?? null })),
  };
}
