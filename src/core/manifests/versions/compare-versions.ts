// Which of two versions of a package is the newer one, by the rules of its ecosystem.
import { compare, valid } from "@renovatebot/pep440";
import { parse, type SemVer } from "semver";
import type { Ecosystem } from "../../facts/paved-road.ts";
import { compareMavenVersions } from "./maven-version.ts";
import { compareNugetVersions } from "./nuget-version.ts";

/** No version is longer. */
const maximumLength = 256;

/**
 * Less than 0 where `left` is older, 0 where both are the same; null where it cannot be told, because one of them is no
 * version. npm, Cargo and Go: semantic versioning, of which the last parts may be left out (`v1.2`).
 */
export function compareLibraryVersions(ecosystem: Ecosystem, left: string, right: string): number | null {
  const [a, b] = [left.trim(), right.trim()];
  if (a.length > maximumLength || b.length > maximumLength) return null;
  switch (ecosystem) {
    case "npm":
    case "cargo":
    case "go": {
      const [one, other] = [readSemver(a), readSemver(b)];
      return one === null || other === null ? null : one.compare(other);
    }
    case "pypi":
      return valid(a) === null || valid(b) === null ? null : compare(a, b);
    case "maven":
      return isMavenVersion(a) && isMavenVersion(b) ? Math.sign(compareMavenVersions(a, b)) : null;
    case "nuget": {
      const order = compareNugetVersions(a, b);
      return order === null ? null : Math.sign(order);
    }
  }
}

function readSemver(text: string): SemVer | null {
  const partial = /^v?(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text);
  return parse(partial === null ? text : `${partial[1]}.${partial[2] ?? 0}.0`);
}

/** Maven compares any text; only what begins with a number is taken for a version here. */
function isMavenVersion(text: string): boolean {
  return /^\d[^\s$[\](),]*$/.test(text);
}
