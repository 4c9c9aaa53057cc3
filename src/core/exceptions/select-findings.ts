// Which findings an entry of an exceptions file is for.
import { matchesNameGlob, matchesPathGlob } from "../config/glob.ts";
import type { Finding } from "../findings/finding.ts";
import type { Entry, Selection } from "./entry.ts";

/** Whether the entry is for the repository `owner/name`. */
export function isForRepository({ repositories }: Entry, fullName: string): boolean {
  return (
    repositories === null ||
    repositories.some((glob) => matchesPathGlob(glob, fullName, { ignoreCase: true }))
  );
}

/** Ids of the findings that match all parts of the selection, in the order of the findings. What is not told of a finding matches nothing. */
export function selectFindings(selection: Selection, findings: readonly Finding[]): string[] {
  const { finding: id, rule, path, tool, package: packageName } = selection;
  const matchesRule = matcher(rule, matchesName);
  const matchesPath = matcher(path, matchesPathGlob);
  const matchesTool = matcher(tool, matchesName);
  const matchesPackage = matcher(packageName, matchesPackageName);
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
  matches: (glob: string, text: string) => boolean,
): (text: string | null) => boolean {
  if (glob === undefined) return () => true;
  const answers = new Map<string, boolean>();
  return (text) => {
    if (text === null) return false;
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = matches(glob, text);
    answers.set(text, answer);
    return answer;
  };
}

/** A name without a wildcard is compared, which is far cheaper. */
function matchesName(glob: string, name: string): boolean {
  return /[*?]/.test(glob) ? matchesNameGlob(glob, name) : glob.toLowerCase() === name.toLowerCase();
}

/** `npm:lodash` by its whole name, or by the package's alone. */
function matchesPackageName(glob: string, name: string): boolean {
  return matchesName(glob, name) || matchesName(glob, name.slice(name.indexOf(":") + 1));
}
