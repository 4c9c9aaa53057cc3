// What findings have in common: the rule or package that most of them are of, and the folder that all of those lie in.
import type { Finding } from "../findings/finding.ts";
import { ruleLabel } from "./judged-finding.ts";
import type { Breakdown } from "./measurement.ts";

export interface WeighedFinding {
  readonly finding: Finding;
  /** What it adds to the breakdown; 1 to count findings. */
  readonly weight: number;
  /** Its row in the evidence, where that is not called as the finding is. */
  readonly id?: string;
}

/** By rule (Dependabot: by package), the heaviest first, e.g. `js/xss (CodeQL) in web/`. Weights are summed, then rounded. */
export function breakDownByRule(weighed: readonly WeighedFinding[]): Breakdown[] {
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return [...Map.groupBy(weighed, ({ finding }) => causeOf(finding))]
    .map(([cause, those]) => {
      const folder = commonFolder(those.map(({ finding }) => finding.path));
      return {
        label: folder === null ? cause : `${cause} in ${folder}/`,
        weight: those.reduce((sum, { weight }) => sum + weight, 0),
        evidenceIds: those.map(({ finding, id = finding.id }) => id).sort(),
      };
    })
    .sort((a, b) => b.weight - a.weight || (a.label < b.label ? -1 : 1))
    .map(({ label, weight, evidenceIds }) => ({
      label,
      count: Math.round(weight),
      of: Math.round(total),
      evidenceIds,
    }));
}

function causeOf(finding: Finding): string {
  return finding.source === "dependabot" ? (finding.tool ?? ruleLabel(finding)) : ruleLabel(finding);
}

/** The innermost folder that all the files lie in; null where they share none, or where one is not told. */
function commonFolder(paths: readonly (string | null)[]): string | null {
  const [first, ...others] = paths.map((path) => (path === null ? [] : path.split("/").slice(0, -1)));
  if (first === undefined) return null;
  const differs = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  const shared = differs === -1 ? first : first.slice(0, differs);
  return shared.length === 0 ? null : shared.join("/");
}
