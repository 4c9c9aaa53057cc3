// Rules on packages: the approved one is used, or the forbidden one is not, by the manifests and lockfiles of an ecosystem or
// by GitHub's dependency graph.
import type { TemplateRule } from "../config/config.ts";
import type { ObservedManifest, ObservedPackage } from "../facts/paved-road.ts";
import { libraryKey } from "../manifests/package-name.ts";
import { folderOf, isLockfileFor, type LibraryUse, settleUses } from "../manifests/settle-use.ts";
import { judgeVersion } from "../manifests/versions/judge-requirement.ts";
import type { Road } from "./road.ts";
import type { RuleEvidence, RuleOutcome } from "./rule-result.ts";
import { findHiddenManifest } from "./unreadable.ts";

export type LibraryRule = Extract<TemplateRule, { kind: "library" }>;

const ecosystemNames = {
  npm: "npm",
  pypi: "Python",
  go: "Go",
  maven: "Maven and Gradle",
  cargo: "Cargo",
  nuget: "NuGet",
} as const;

/**
 * Required: adopted where it is used and no place that was seen is older than the minimum, else outdated; missing where all
 * was read and nothing names it. Forbidden: drifted where it is used (below the minimum, where there is one), adopted where all
 * was read and nothing names it. What a range leaves open is settled by a lockfile beside the manifest or above; otherwise
 * it is not measured.
 */
export function evaluateLibrary(road: Road, rule: LibraryRule): RuleOutcome {
  const key = libraryKey(rule.ecosystem, rule.package);
  const lookedFor = (road.librariesLookedFor ?? []).map((one) => {
    const colon = one.indexOf(":");
    return one.slice(0, colon) === rule.ecosystem ? libraryKey(rule.ecosystem, one.slice(colon + 1)) : one;
  });
  if (!lookedFor.includes(key)) return notMeasured(`${rule.package} has not been looked for yet.`);
  return rule.source === "sbom" ? evaluateSbom(road, rule, key) : evaluateManifests(road, rule, key);
}

/** What would satisfy the rule, in words. */
export function describeLibrary({ use, package: name, minimum }: LibraryRule): string {
  if (use === "required") return minimum === null ? name : `${name} ${minimum} or later`;
  return minimum === null ? `no ${name}` : `${name} not below ${minimum}`;
}

function evaluateManifests(road: Road, rule: LibraryRule, key: string): RuleOutcome {
  if (road.manifests === undefined) return notMeasured("The manifests have not been read yet.");
  const manifests = road.manifests
    .filter(({ ecosystem }) => ecosystem === rule.ecosystem)
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const unseen = findHiddenManifest(road, rule.ecosystem);
  if (manifests.length === 0) {
    return unseen === null
      ? notApplicable(`The repository has no manifest of ${ecosystemNames[rule.ecosystem]}.`)
      : notMeasured(`${unseen}.`);
  }
  const names = ({ name }: ObservedPackage) => libraryKey(rule.ecosystem, name) === key;
  const uses = settleUses(manifests, names, rule.minimum);
  return { ...conclude(rule, uses, unseen ?? findUnsettled(manifests)), evidence: toEvidence(rule, uses) };
}

function conclude(
  rule: LibraryRule,
  uses: readonly LibraryUse[],
  hidden: string | null,
): Pick<RuleOutcome, "status" | "note"> {
  const isRequired = rule.use === "required";
  const bad = uses.find(({ verdict }) => isBad(rule, verdict));
  if (bad !== undefined) {
    const asked = `asked for: ${describeLibrary(rule)}`;
    return {
      status: isRequired ? "outdated" : "drifted",
      note: `In ${placeOf(bad)}: ${rule.package} ${foundIn(bad) ?? "is used"}; ${asked}.`,
    };
  }
  const open = uses.find(({ verdict }) => verdict === "unclear");
  if (open !== undefined) return { status: "not-measured", note: describeOpen(rule, open) };
  const [use] = uses;
  // That it is used is known, whatever else could not be read.
  if (isRequired && use !== undefined) {
    const also = hidden === null ? "" : ` Not all was read: ${hidden}.`;
    return { status: "adopted", note: `${rule.package} is used, see ${placeOf(use)}.${also}` };
  }
  if (hidden !== null) return { status: "not-measured", note: `${hidden}.` };
  if (isRequired)
    return { status: "missing", note: `No manifest of ${ecosystemNames[rule.ecosystem]} names it.` };
  return use === undefined
    ? { status: "adopted", note: `No manifest or lockfile names ${rule.package}.` }
    : { status: "adopted", note: `Every ${rule.package} is ${rule.minimum} or later.` };
}

function isBad(rule: LibraryRule, verdict: LibraryUse["verdict"]): boolean {
  return verdict === "too-old" || (rule.use === "forbidden" && rule.minimum === null);
}

function describeOpen(rule: LibraryRule, use: LibraryUse): string {
  const found = foundIn(use);
  const where = `In ${placeOf(use)}`;
  if (use.version !== null)
    return `${where}: the version ${use.version} cannot be compared with ${rule.minimum}.`;
  return found === null
    ? `${where}: the version is not said here; add a lockfile, or name the version.`
    : `${where}: ${found} may be older or newer than ${rule.minimum}; commit a lockfile, or raise what is asked for.`;
}

function toEvidence(rule: LibraryRule, uses: readonly LibraryUse[]): RuleEvidence[] {
  return uses.map((use) => ({
    path: use.manifest.path,
    line: use.named.line,
    found: foundIn(use),
    version: use.version,
    satisfied: isBad(rule, use.verdict) ? false : use.verdict === "unclear" ? null : true,
  }));
}

function foundIn({ named, version }: LibraryUse): string | null {
  return named.version ?? named.requirement ?? version;
}

function placeOf({ manifest, named }: LibraryUse): string {
  return named.line === null ? manifest.path : `${manifest.path}:${named.line}`;
}

/** A manifest that was not read in full, and that no lockfile beside it stands for; null where there is none. */
function findUnsettled(manifests: readonly ObservedManifest[]): string | null {
  const whole = manifests.filter(({ problem }) => problem === null);
  const unsettled = manifests.find((manifest) => {
    const isBeside = (other: ObservedManifest) => folderOf(other.path) === folderOf(manifest.path);
    const standsFor = (other: ObservedManifest) =>
      (other.lockfile && isLockfileFor(manifest)(other)) ||
      (other.complete === true && manifest.path.endsWith("setup.py"));
    return manifest.problem !== null && !whole.some((other) => isBeside(other) && standsFor(other));
  });
  return unsettled === undefined
    ? null
    : `${unsettled.path} cannot be read in full: ${(unsettled.problem ?? "").replace(/\.$/, "")}`;
}

/** The graph names versions only where a lockfile or the build tells them. */
function evaluateSbom({ sbom }: Road, rule: LibraryRule, key: string): RuleOutcome {
  if (sbom === undefined) return notMeasured("GitHub's dependency graph has not been read yet.");
  if ("unseen" in sbom) return notMeasured(sbom.unseen.text);
  const { ecosystems, packages } = sbom.seen;
  const found = packages.filter(
    ({ ecosystem, name }) => ecosystem === rule.ecosystem && libraryKey(ecosystem, name) === key,
  );
  if (!ecosystems.includes(rule.ecosystem)) {
    const name = ecosystemNames[rule.ecosystem];
    return notApplicable(`GitHub's dependency graph has no package of ${name}.`);
  }
  const { minimum } = rule;
  const verdicts = found.map(({ version }) =>
    minimum === null
      ? "new-enough"
      : version === null
        ? "unclear"
        : judgeVersion(rule.ecosystem, version, minimum),
  );
  const versions = [...new Set(found.map(({ version }) => version ?? "a version that is not told"))].sort();
  const graph = "GitHub's dependency graph";
  const said = `${graph} names ${rule.package} (${versions.join(", ")})`;
  const outcome = (status: RuleOutcome["status"], note: string) => ({ status, note, evidence: [] });
  if (found.length > 0 && verdicts.some((verdict) => isBad(rule, verdict)))
    return outcome(rule.use === "required" ? "outdated" : "drifted", `${said}.`);
  if (verdicts.includes("unclear"))
    return notMeasured(`${said}: whether it is ${minimum} or later cannot be told. Commit a lockfile.`);
  if (found.length === 0)
    return rule.use === "required"
      ? outcome("missing", `${graph} does not name ${rule.package}.`)
      : outcome("adopted", `${graph} does not name ${rule.package}.`);
  return outcome("adopted", `${said}.`);
}

function notMeasured(note: string): RuleOutcome {
  return { status: "not-measured", note, evidence: [] };
}

function notApplicable(note: string): RuleOutcome {
  return { status: "not-applicable", note, evidence: [] };
}
