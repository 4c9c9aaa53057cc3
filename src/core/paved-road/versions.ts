// Names of versions as templates tag them: `v3`, `3.1`, `v3.1.0-rc.1`. Compared by semantic versioning; what a short name
// leaves open stays open.
import { gte, gtr, minVersion, parse, type SemVer, satisfies } from "semver";
import type { Template } from "./road.ts";

/** Numbers with leading zeros, as in `2024.01`, are none of semantic versioning. */
const partialVersion = /^v?((?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,2})$/;

/** Whether a version, which may leave out its last parts, is at least the minimum: for certain, for certain not, or perhaps. */
export function compareToMinimum(version: string, minimum: string): "enough" | "less" | "unclear" {
  const least = leastOf(minimum);
  const own = leastOf(version);
  if (least === null || own === null) return "unclear";
  if (gte(own, least)) return "enough";
  const partial = partialVersion.exec(version)?.[1];
  return partial === undefined || gtr(least, partial) ? "less" : "unclear";
}

/** Whether a name can be read as a version: `v3`, `3.1`, `v3.1.0-rc.1`. */
export function isVersion(name: string): boolean {
  return leastOf(name) !== null;
}

/** Whether a name gives all three parts. */
export function isFullVersion(name: string): boolean {
  return parse(name) !== null;
}

/** Whether a full version is one of those that a short name such as `v3` stands for. */
export function isWithin(full: string, partial: string): boolean {
  const range = partialVersion.exec(partial)?.[1];
  return range !== undefined && satisfies(full, range, { includePrerelease: true });
}

/** Orders version names, oldest first; names of one version by their text. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [leastOf(left), leastOf(right)];
  return (a && b ? a.compare(b) : 0) || (left < right ? -1 : left > right ? 1 : 0);
}

/** Those of the names that are versions, newest first. Each is parsed once: a template may have thousands. */
export function newestFirst(names: readonly string[]): string[] {
  return names
    .flatMap((name) => {
      const version = leastOf(name);
      return version === null ? [] : [{ name, version }];
    })
    .sort((a, b) => b.version.compare(a.version) || (a.name < b.name ? 1 : a.name > b.name ? -1 : 0))
    .map(({ name }) => name);
}

/** Whether one version is later than another: two names of one version, `v3` and `v3.0.0`, are neither. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [leastOf(version), leastOf(than)];
  return a !== null && b !== null && a.compare(b) > 0;
}

type Tags = Template["tags"];

/** Thousands of repositories call the same few templates: of each the versions on a commit are looked for once. */
const versionsAt = new WeakMap<Tags, ReadonlyMap<string, readonly string[]>>();

/** The highest full version among the tags on a commit, else any version tag on it; null when none is known. */
export function newestTagAt(sha: string | undefined, template: Template | null): string | null {
  if (sha === undefined || template === null) return null;
  const names = indexVersions(template.tags).get(sha) ?? [];
  const full = names.filter(isFullVersion);
  const [newest] = (full.length > 0 ? [...full] : [...names]).sort((a, b) => compareVersions(b, a));
  return newest ?? null;
}

/** Commit → the version tags on it. */
function indexVersions(tags: Tags): ReadonlyMap<string, readonly string[]> {
  const known = versionsAt.get(tags);
  if (known !== undefined) return known;
  const versions = Object.entries(tags).filter(([name]) => isVersion(name));
  const index = new Map(
    [...Map.groupBy(versions, ([, sha]) => sha)].map(([sha, tagged]) => [sha, tagged.map(([name]) => name)]),
  );
  versionsAt.set(tags, index);
  return index;
}

/** Prereleases are taken only where they are asked for by name. */
export function isPrerelease(version: string): boolean {
  return (parse(version)?.prerelease.length ?? 0) > 0;
}

function leastOf(version: string): SemVer | null {
  const partial = partialVersion.exec(version)?.[1];
  return partial === undefined ? parse(version) : minVersion(partial);
}
