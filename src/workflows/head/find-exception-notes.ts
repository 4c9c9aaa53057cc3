// What a reviewer should know about the exceptions file that a pull request changes.
import { type ExceptionNote, reviewExceptionsFile } from "../../core/exceptions/review-file.ts";
import type { Finding } from "../../core/findings/finding.ts";
import { foldFindings } from "../../core/findings/fold-findings.ts";
import { sightOfFindings } from "../../core/findings/sight.ts";
import type { ScorecardInput } from "../../core/scorecard/build.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";

/** Of files that the head has; in the order of the files. `at`: milliseconds UTC. */
export function findExceptionNotes(
  loaded: ScorecardInput,
  files: readonly ChangedFirstpassFile[],
  at: number,
): ExceptionNote[] {
  return files.flatMap(({ role, path, text }) => {
    if (text === null) return [];
    if (role === "repository-exceptions")
      return reviewExceptionsFile(
        { path, text },
        { origin: "repository-file", at, findings: listFindings(loaded) },
      );
    if (role === "organisation-exceptions")
      return reviewExceptionsFile({ path, text }, { origin: "organisation-file", at, findings: null });
    return [];
  });
}

/** Null where not all are known; and on a public repository, where the absence of an alert must not show either. */
function listFindings(loaded: ScorecardInput): Finding[] | null {
  if (loaded.repository.visibility === "public") return null;
  const { blocked, incomplete } = sightOfFindings(loaded);
  return blocked.length > 0 || incomplete !== null ? null : foldFindings(loaded.facts, loaded);
}
