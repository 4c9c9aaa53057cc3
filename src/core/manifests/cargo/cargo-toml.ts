// Cargo.toml: dependencies of every section and target, under their real names, and the versions of a workspace.
import { parse } from "smol-toml";
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { findTomlPlaces, type TomlPlace } from "../toml-lines.ts";

const sections = [
  "dependencies",
  "dev-dependencies",
  "build-dependencies",
  "dev_dependencies",
  "build_dependencies",
] as const;

type Found = Omit<ObservedPackage, "line"> & { readonly path: readonly string[] };

/** @throws TomlError where the text is not TOML. */
export function readCargoToml(text: string, wanted: Wanted): Reading {
  const root = parse(text, { integersAsBigInt: "asNeeded" });
  const found = [
    ...readSections(root, [], wanted),
    ...entriesOf(root.target).flatMap(([target, table]) => readSections(table, ["target", target], wanted)),
    ...readTable(getOwn(root, "workspace", "dependencies"), ["workspace", "dependencies"], wanted).map(
      (one): Found => ({ ...one, versionOnly: true }),
    ),
  ];
  if (found.length === 0) return { packages: [] };
  const places = findTomlPlaces(text);
  return { packages: found.map(({ path, ...one }) => ({ ...one, line: findLine(places, path) })) };
}

function readSections(table: unknown, above: readonly string[], wanted: Wanted): Found[] {
  return sections.flatMap((section) => readTable(getOwn(table, section), [...above, section], wanted));
}

function readTable(table: unknown, above: readonly string[], wanted: Wanted): Found[] {
  return entriesOf(table).flatMap(([key, value]) => {
    const options = asTable(value);
    const name = wanted(asText(options?.package) ?? key);
    if (name === null) return [];
    const elsewhere = asText(options?.git) ?? asText(options?.path);
    const requirement = elsewhere ?? asText(options === null ? value : options.version);
    const exact =
      elsewhere === null ? /^=\s*(\d+\.\d+\.\d+[^,\s]*)$/.exec(requirement ?? "")?.[1] : undefined;
    return [{ name, requirement, version: exact ?? null, path: [...above, key] }];
  });
}

/** `[dependencies]` with the key, or a table of its own: `[dependencies.key]`. */
function findLine(places: readonly TomlPlace[], path: readonly string[]): number | null {
  const wanted = JSON.stringify(path);
  const place = places.find(
    ({ table, key }) =>
      JSON.stringify([...table, key]) === wanted || JSON.stringify(table.slice(0, path.length)) === wanted,
  );
  return place?.line ?? null;
}
