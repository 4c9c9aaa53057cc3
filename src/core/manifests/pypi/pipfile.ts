// Pipenv's Pipfile, and the Pipfile.lock that settles it.
import { parse } from "smol-toml";
import { findJsonLines, keyPath } from "../json-lines.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { findTomlPlaces } from "../toml-lines.ts";
import { readRequirementTable } from "./requirement-table.ts";

/** Tables that hold no packages; every other one is a category of them. */
const otherTables = new Set(["source", "requires", "scripts", "pipenv"]);

/** @throws TomlError where the text is not TOML. */
export function readPipfile(text: string, wanted: Wanted): Reading {
  const found = entriesOf(parse(text, { integersAsBigInt: "asNeeded" })).flatMap(([category, table]) =>
    otherTables.has(category) ? [] : readRequirementTable(table, wanted).map((one) => ({ ...one, category })),
  );
  if (found.length === 0) return { packages: [] };
  const places = findTomlPlaces(text);
  return {
    packages: found.map(({ written, category, ...one }) => {
      const name = written.slice("key:".length);
      const place = places.find(({ table, key }) => table[0] === category && (table[1] ?? key) === name);
      return { ...one, line: place?.line ?? null };
    }),
  };
}

/** @throws SyntaxError where the text is not JSON. */
export function readPipfileLock(text: string, wanted: Wanted): Reading {
  const root = asTable(JSON.parse(text));
  if (root === null) throw new Error("it holds no map of keys");
  const found = Object.entries(root).flatMap(([category, packages]) =>
    category === "_meta"
      ? []
      : entriesOf(packages).flatMap(([key, entry]) => {
          const name = wanted(key);
          if (name === null) return [];
          const version = asText(getOwn(entry, "version"))?.replace(/^={2,3}\s*/, "") ?? null;
          return [{ name, version, path: [category, key] }];
        }),
  );
  const keys = new Set(found.map(({ path }) => path[1]));
  const lines = found.length === 0 ? new Map() : findJsonLines(text, (key) => keys.has(key));
  return {
    packages: found.map(({ path, ...one }) => ({
      ...one,
      requirement: null,
      line: lines.get(keyPath(...path)) ?? null,
    })),
  };
}
