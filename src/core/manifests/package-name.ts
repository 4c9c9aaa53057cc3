// One package has one name: how each ecosystem compares the names of packages.
import type { Ecosystem } from "../facts/paved-road.ts";

/** Longer names are no package's. */
const maximumNameLength = 512;

/** Gives the name that a package goes by where a rule asks about it; null where none does. */
export type Wanted = (name: string) => string | null;

/**
 * The name by which a package is compared. PyPI: PEP 503, so that `Flask_SQLAlchemy` is `flask-sqlalchemy`. NuGet: small
 * letters. Elsewhere the name as it is written.
 */
export function normaliseName(ecosystem: Ecosystem, name: string): string {
  const trimmed = name.trim();
  if (ecosystem === "nuget") return trimmed.toLowerCase();
  if (ecosystem !== "pypi" || trimmed.length > maximumNameLength) return trimmed;
  return trimmed.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

/** `npm:left-pad`, by which a package is looked for. */
export function libraryKey(ecosystem: Ecosystem, name: string): string {
  return `${ecosystem}:${normaliseName(ecosystem, name)}`;
}

/** Asks a set of keys (`npm:left-pad`) for the packages of one ecosystem. */
export function wantedOf(ecosystem: Ecosystem, keys: ReadonlySet<string>): Wanted {
  const names = new Set<string>();
  for (const key of keys) {
    const colon = key.indexOf(":");
    if (key.slice(0, colon) === ecosystem) names.add(normaliseName(ecosystem, key.slice(colon + 1)));
  }
  return (name) => {
    const normalised = normaliseName(ecosystem, name);
    return names.has(normalised) ? normalised : null;
  };
}
