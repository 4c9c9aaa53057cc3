// What the rules of a configuration look at, and whether the last observation of a repository looked at all of it: a changed
// minimum or target costs no request, and a rule on something new costs one reading.
import type { TemplateRule } from "../config/config.ts";
import type { PavedRoadData } from "../facts/paved-road.ts";
import { libraryKey } from "../manifests/package-name.ts";

/** Paths that `file` rules name, sorted and unique. */
export function filesLookedFor(rules: readonly TemplateRule[]): string[] {
  return [...new Set(rules.flatMap((rule) => (rule.kind === "file" ? [rule.path] : [])))].sort();
}

/** Whether a rule on libraries asks for the manifests of the tree. */
export function looksAtManifests(rules: readonly TemplateRule[]): boolean {
  return rules.some((rule) => rule.kind === "library" && rule.source === "manifests");
}

/** Whether a rule on libraries asks for GitHub's dependency graph. */
export function looksAtSbom(rules: readonly TemplateRule[]): boolean {
  return rules.some((rule) => rule.kind === "library" && rule.source === "sbom");
}

/**
 * `npm:left-pad`: packages that rules on libraries name, sorted and unique. One list for both sources: each is read for all
 * of them.
 */
export function librariesLookedFor(rules: readonly TemplateRule[]): string[] {
  const keys = rules.flatMap((rule) =>
    rule.kind === "library" ? [libraryKey(rule.ecosystem, rule.package)] : [],
  );
  return [...new Set(keys)].sort();
}

/**
 * Whether the repository must be read for these rules. `before` is its last observation; null: there is none. What templates
 * released is not its matter, see `wantedTemplates`. Without rules nothing is ever read.
 */
export function needsObservation(rules: readonly TemplateRule[], before: PavedRoadData | null): boolean {
  if (rules.length === 0) return false;
  if (before === null) return true;
  const libraries = before.librariesLookedFor ?? [];
  return (
    filesLookedFor(rules).some((path) => !before.filesLookedFor.includes(path)) ||
    librariesLookedFor(rules).some((key) => !libraries.includes(key)) ||
    (looksAtManifests(rules) && before.manifests === undefined) ||
    (looksAtSbom(rules) && before.sbom === undefined)
  );
}
