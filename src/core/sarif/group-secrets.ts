// How many secrets there are, where several tools and rules speak of the same one. Tools do not tell the secret, so the place decides: the
// commit, the path and the line.
import type { SarifFinding } from "./finding.ts";
import { uniqueFindings } from "./unique.ts";

/** One secret at one place, as each tool that saw it tells it. Never empty. */
export type SecretGroup = readonly SarifFinding[];

/**
 * Groups in an order of their content. Two tools, or two rules of a tool, that name the same commit, path and first line mean the same
 * secret; two findings of one rule there are two. A finding without a commit means what another saw at that path and line in a commit,
 * if any did: a scan of the files beside a scan of the history adds nothing. One without a place stands alone.
 */
export function groupSecrets(findings: Iterable<SarifFinding>): SecretGroup[] {
  const places = new Map<string, Map<string, SarifFinding[]>>();
  const alone: SecretGroup[] = [];
  for (const finding of uniqueFindings(findings)) {
    const { path, startLine } = finding.location;
    if (path === null || startLine === null) alone.push([finding]);
    else
      listAt(listAt(places, `${path}\0${startLine}`, newMap), finding.commitSha ?? "", newList).push(finding);
  }
  return [...places.values()].flatMap(groupPlace).concat(alone);
}

const newMap = (): Map<string, SarifFinding[]> => new Map();
const newList = (): SarifFinding[] => [];

/** One path and line: its findings by commit. */
function groupPlace(commits: ReadonlyMap<string, readonly SarifFinding[]>): SecretGroup[] {
  const shas = [...commits.keys()].filter((sha) => sha !== "").sort();
  const without = commits.get("") ?? [];
  if (shas.length === 0) return alignRules(without);
  return shas.flatMap((sha, at) => alignRules([...(commits.get(sha) ?? []), ...(at === 0 ? without : [])]));
}

/** The first finding of each tool's rule is the first secret of the line, the second the second. */
function alignRules(findings: readonly SarifFinding[]): SecretGroup[] {
  const byRule = new Map<string, SarifFinding[]>();
  for (const finding of findings)
    listAt(byRule, `${finding.tool}\0${finding.ruleId}\0${finding.commitSha ?? ""}`, newList).push(finding);
  const groups: SarifFinding[][] = [];
  for (const ofRule of byRule.values())
    for (const [at, finding] of ofRule.entries()) {
      const group = groups[at];
      if (group === undefined) groups.push([finding]);
      else group.push(finding);
    }
  return groups;
}

function listAt<V>(into: Map<string, V>, key: string, make: () => V): V {
  const known = into.get(key);
  if (known !== undefined) return known;
  const made = make();
  into.set(key, made);
  return made;
}
