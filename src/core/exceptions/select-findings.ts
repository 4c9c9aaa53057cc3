// Which findings an entry of an exceptions file is for.
import { compileNameGlob, compilePathGlob, type Matches, matchesPathGlob } from "../config/glob.ts";
import type { Finding } from "../findings/finding.ts";
import type { Entry, Selection } from "./entry.ts";

/** What is asked of a finding. */
export type Selectable = Pick<Finding, "id" | "source" | "rule" | "path" | "tool">;

/** Whether the entry is for the repository `owner/name`. */
export function isForRepository({ repositories }: Entry, fullName: string): boolean {
  return (
    repositories === null ||
    repositories.some((glob) => matchesPathGlob(glob, fullName, { ignoreCase: true }))
  );
}

/** Ids of the findings that match all parts of the selection, in the order of the findings. What is not told of a finding matches nothing. */
export function selectFindings(selection: Selection, findings: readonly Selectable[]): string[] {
  const { finding: id, rule, path, tool, package: packageName } = selection;
  const matchesRule = matcher(rule, compileNameGlob);
  const matchesPath = matcher(path, compilePathGlob);
  const matchesTool = matcher(tool, compileNameGlob);
  const matchesPackage = matcher(packageName, compilePackageGlob);
  return findings
    .filter(
      (finding) =>
        (id === undefined || finding.id === id) &&
        matchesRule(finding.rule) &&
        matchesPath(finding.path) &&
        matchesTool(finding.source === "code-scanning" ? finding.tool : null) &&
        matchesPackage(finding.source === "dependabot" ? finding.tool : null),
    )
    .map((finding) => finding.id);
}

/** Many findings share a rule, a path, a package: each text is put to the glob once. */
function matcher(
  glob: string | undefined,
  compile: (glob: string) => Matches,
): (text: string | null) => boolean {
  if (glob === undefined) return () => true;
  const matches = compile(glob);
  const answers = new Map<string, boolean>();
  return (text) => {
    if (text === null) return false;
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = matches(text);
    answers.set(text, answer);
    return answer;
  };
}

/** `npm:lodash` by its whole name, or by the package's alone. */
function compilePackageGlob(glob: string): Matches {
  const matches = compileNameGlob(glob);
  return (name) => matches(name) || matches(name.slice(name.indexOf(":") + 1));
}
