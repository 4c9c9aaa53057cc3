// A version catalog of Gradle (libs.versions.toml): the versions that build scripts may refer to. Which of them they use is
// said in the scripts alone, which are code.
import { parse } from "smol-toml";
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { findTomlPlaces } from "../toml-lines.ts";

/** @throws TomlError where the text is not TOML. */
export function readVersionCatalog(text: string, wanted: Wanted): Reading {
  const root = parse(text, { integersAsBigInt: "asNeeded" });
  const found = entriesOf(root.libraries).flatMap(([key, library]) => {
    const { module, version } = readLibrary(library);
    const name = wanted(module);
    if (name === null) return [];
    return [{ key, name, ...readVersion(version, root) }];
  });
  if (found.length === 0) return { packages: [] };
  const places = findTomlPlaces(text);
  return {
    packages: found.map(({ key, ...one }): ObservedPackage => {
      const place = places.find(({ table, key: at }) => table[0] === "libraries" && (table[1] ?? at) === key);
      return { ...one, versionOnly: true, line: place?.line ?? null };
    }),
  };
}

/** `"group:name:version"`, or a table with `module`, or with `group` and `name`. */
function readLibrary(library: unknown): { module: string; version: unknown } {
  const table = asTable(library);
  if (table === null) {
    const [group = "", artifact = "", version] = (asText(library) ?? "").split(":");
    return { module: `${group}:${artifact}`, version };
  }
  const module = asText(table.module) ?? `${asText(table.group)}:${asText(table.name)}`;
  return { module, version: table.version };
}

function readVersion(written: unknown, root: unknown): Pick<ObservedPackage, "requirement" | "version"> {
  const reference = asText(getOwn(written, "ref"));
  const version = reference === null ? written : getOwn(root, "versions", reference);
  const table = asTable(version);
  const requirement =
    asText(version) ?? asText(table?.strictly) ?? asText(table?.require) ?? asText(table?.prefer);
  const isExact = requirement !== null && /^[^[\](),+\s]+$/.test(requirement);
  return { requirement, version: isExact ? requirement : null };
}
