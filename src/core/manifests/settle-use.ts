// What version a manifest's use of a package comes to: by a lockfile beside it or above, by what is asked for, or by what
// another file says of versions.
import type { Ecosystem, ObservedManifest, ObservedPackage } from "../facts/paved-road.ts";
import { judgeRequirement, judgeVersion, type VersionVerdict } from "./versions/judge-requirement.ts";

/** One place that names a package, with what it comes to. */
export interface LibraryUse {
  readonly manifest: ObservedManifest;
  readonly named: ObservedPackage;
  /** The version that is used, where one file settles it. */
  readonly version: string | null;
  /** Against the minimum; `new-enough` where there is none. */
  readonly verdict: VersionVerdict;
}

/**
 * Every use of the package that `names` takes, judged against `minimum`. Entries that only say a version are none. `manifests`:
 * those of the ecosystem.
 */
export function settleUses(
  manifests: readonly ObservedManifest[],
  names: (named: ObservedPackage) => boolean,
  minimum: string | null,
): LibraryUse[] {
  const places = manifests.flatMap((manifest) =>
    manifest.packages.filter(names).map((named) => ({ manifest, named })),
  );
  const locked = places.filter(({ manifest }) => manifest.lockfile);
  const versions = places.filter(({ manifest, named }) => !manifest.lockfile && named.versionOnly === true);
  return places.flatMap(({ manifest, named }): LibraryUse[] => {
    if (named.versionOnly === true && !manifest.lockfile) return [];
    const own = judgePlace(manifest.ecosystem, named, minimum);
    if (manifest.lockfile) return [{ manifest, named, version: named.version, verdict: own }];
    const lock = nearest(locked, manifest.path, isLockfileFor(manifest));
    if (lock.length > 0) return [{ manifest, named, ...settleByLockfile(lock, own, minimum) }];
    const said = nearest(versions, manifest.path, () => true).map((place) => place.named);
    // An override goes before what is asked for; elsewhere a version fills in what is left open.
    const words = manifest.ecosystem === "npm" ? [...said, named] : [named, ...said];
    const word = words.find((one) => judgePlace(manifest.ecosystem, one, minimum) !== "unclear") ?? named;
    const verdict = judgePlace(manifest.ecosystem, word, minimum);
    const version = word.version ?? words.find((one) => one.version !== null)?.version ?? null;
    return [{ manifest, named, version, verdict }];
  });
}

/** The folder of a file, with a slash at its end; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Whether a lockfile of one manifest's tool lists what that manifest asks for. */
export function isLockfileFor(manifest: ObservedManifest): (lockfile: ObservedManifest) => boolean {
  if (manifest.ecosystem !== "maven") return () => true;
  // Gradle locks each project for itself; Maven has no lockfile.
  return (lockfile) =>
    /build\.gradle(?:\.kts)?$/.test(manifest.path) && folderOf(lockfile.path) === folderOf(manifest.path);
}

type Place = { readonly manifest: ObservedManifest; readonly named: ObservedPackage };

/** The places in the same folder, or else in the nearest one above that has any. */
function nearest(
  places: readonly Place[],
  path: string,
  counts: (manifest: ObservedManifest) => boolean,
): Place[] {
  const above = places.filter(
    ({ manifest }) => folderOf(path).startsWith(folderOf(manifest.path)) && counts(manifest),
  );
  const deepest = Math.max(...above.map(({ manifest }) => folderOf(manifest.path).length));
  return above.filter(({ manifest }) => folderOf(manifest.path).length === deepest);
}

/** One lockfile may have several versions: the manifest's use is any of them, unless all are alike or the range decides. */
function settleByLockfile(
  lock: readonly Place[],
  own: VersionVerdict,
  minimum: string | null,
): Pick<LibraryUse, "version" | "verdict"> {
  const verdicts = new Set(lock.map(({ manifest, named }) => judgePlace(manifest.ecosystem, named, minimum)));
  const versions = new Set(lock.map(({ named }) => named.version));
  const [verdict = "unclear"] = verdicts;
  const [version = null] = versions;
  return {
    version: versions.size === 1 ? version : null,
    verdict: verdicts.size === 1 ? verdict : own,
  };
}

function judgePlace(
  ecosystem: Ecosystem,
  { version, requirement }: ObservedPackage,
  minimum: string | null,
): VersionVerdict {
  if (minimum === null) return "new-enough";
  if (version !== null) return judgeVersion(ecosystem, version, minimum);
  return requirement === null ? "unclear" : judgeRequirement(ecosystem, requirement, minimum);
}
