// Lockfiles in TOML that list packages one after another: poetry.lock, uv.lock, pdm.lock, pylock.toml and Cargo.lock.
import { parse } from "smol-toml";
import type { Wanted } from "./package-name.ts";
import { asList, asTable, asText, getOwn, type Reading } from "./reading.ts";
import { findTomlPlaces } from "./toml-lines.ts";

/** `own`: tells an entry that is the repository's own package. @throws TomlError where the text is not TOML. */
function readTomlLock(text: string, wanted: Wanted, own: (entry: unknown) => boolean): Reading {
  const root = parse(text, { integersAsBigInt: "asNeeded" });
  const list = [...asList(root.package), ...asList(root.packages)];
  const found = list.flatMap((entry, index) => {
    const known = wanted(asText(getOwn(entry, "name")) ?? "");
    return known === null || own(entry)
      ? []
      : [{ name: known, version: asText(getOwn(entry, "version")), index }];
  });
  if (found.length === 0) return { packages: [] };
  const lines = findTomlPlaces(text).flatMap(({ table, key, line }) =>
    table.length === 1 && /^packages?$/.test(table[0] ?? "") && key === "name" ? [line] : [],
  );
  return {
    packages: found.map(({ name, version, index }) => ({
      name,
      requirement: null,
      version,
      // The n-th entry has the n-th name, if each has one.
      line: lines.length === list.length ? (lines[index] ?? null) : null,
    })),
  };
}

/** Of the project itself uv says where it lies: here. */
export function readPythonLock(text: string, wanted: Wanted): Reading {
  return readTomlLock(text, wanted, (entry) => {
    const source = asTable(getOwn(entry, "source"));
    return source !== null && (Object.hasOwn(source, "editable") || Object.hasOwn(source, "virtual"));
  });
}

/** Packages of the workspace itself have no source. */
export function readCargoLock(text: string, wanted: Wanted): Reading {
  return readTomlLock(text, wanted, (entry) => asText(getOwn(entry, "source")) === null);
}
