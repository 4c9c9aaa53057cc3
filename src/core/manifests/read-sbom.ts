// GitHub's SBOM (SPDX): which of the wanted packages it names. Of a manifest without a lockfile it says what is asked for, a
// range: that is no version.
import { valid as validPython } from "@renovatebot/pep440";
import { PackageURL } from "packageurl-js";
import { valid as validSemver } from "semver";
import type { Ecosystem, ObservedSbom } from "../facts/paved-road.ts";
import { libraryKey, normaliseName } from "./package-name.ts";

/** A package of the SBOM, as far as it is read. */
export interface SbomPackage {
  readonly version: string | null;
  /** `pkg:npm/left-pad@1.3.0`; null where none is given. */
  readonly purl: string | null;
}

const ecosystems: ReadonlyMap<string, Ecosystem> = new Map([
  ["npm", "npm"],
  ["pypi", "pypi"],
  ["golang", "go"],
  ["maven", "maven"],
  ["cargo", "cargo"],
  ["nuget", "nuget"],
]);

/**
 * `wanted` has keys such as `npm:left-pad`. What has no package URL, or one that cannot be read, is passed over. A package URL
 * may be in small letters whatever the package's name is (Go, npm): a package is told in any case, and named as it is wanted.
 */
export function selectSbomPackages(
  packages: readonly SbomPackage[],
  wanted: ReadonlySet<string>,
): ObservedSbom {
  const named = new Set<Ecosystem>();
  const names = new Map([...wanted].map((key) => [foldKey(key), key.slice(key.indexOf(":") + 1)]));
  const found = new Map<string, ObservedSbom["packages"][number]>();
  for (const { purl, version: told } of packages) {
    const parsed = purl === null ? null : parsePurl(purl);
    const ecosystem = parsed === null ? undefined : ecosystems.get(parsed.type);
    if (parsed === null || ecosystem === undefined) continue;
    named.add(ecosystem);
    const known = names.get(foldKey(`${ecosystem}:${nameOf(ecosystem, parsed)}`));
    if (known === undefined) continue;
    const name = normaliseName(ecosystem, known);
    const version = asVersion(ecosystem, parsed.version ?? told);
    found.set(`${libraryKey(ecosystem, name)}@${version}`, { ecosystem, name, version });
  }
  const inOrder = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ecosystems: [...named].sort(), packages: inOrder.map(([, one]) => one) };
}

function foldKey(key: string): string {
  const colon = key.indexOf(":");
  const name = key.slice(colon + 1).toLowerCase();
  return key.startsWith("pypi:") ? libraryKey("pypi", name) : `${key.slice(0, colon)}:${name}`;
}

function parsePurl(purl: string): PackageURL | null {
  try {
    return PackageURL.fromString(purl);
  } catch {
    return null;
  }
}

function nameOf(ecosystem: Ecosystem, { namespace, name }: PackageURL): string {
  if (namespace === undefined || namespace === "") return name;
  return `${namespace}${ecosystem === "maven" ? ":" : "/"}${name}`;
}

/** Null for a range, or nothing. */
function asVersion(ecosystem: Ecosystem, text: string | null): string | null {
  const version = text?.trim() ?? "";
  const isVersion =
    ecosystem === "pypi"
      ? validPython(version) !== null
      : ecosystem === "maven" || ecosystem === "nuget"
        ? /^\d[0-9A-Za-z._+-]*$/.test(version)
        : validSemver(version) !== null;
  return isVersion ? version : null;
}
