// Which commit a scanner looked at, where its log says so: what reached the branch after that commit was not looked at, and a log of another
// repository tells nothing of this one.
import { type Clone, CloneError } from "../../clone/clone.ts";
import type { SarifReading } from "../../core/sarif/finding.ts";

/**
 * One sentence for each run that did not look at all of the window, for a person.
 * @param newest the newest step of the branch in the window; null: there is none, or it is not known.
 */
export async function explainUnscanned(
  readings: readonly SarifReading[],
  clone: Clone,
  newest: string | null,
): Promise<string[]> {
  if (newest === null) return [];
  const why: string[] = [];
  for (const reading of readings) {
    if ("broken" in reading) continue;
    for (const { tool, looksForSecrets, revisionId } of reading.runs) {
      if (!looksForSecrets || revisionId === null || (await reaches(clone, revisionId, newest))) continue;
      why.push(
        `In ${reading.file}, ${tool} says that it looked at commit ${revisionId.slice(0, 10)}, which does not hold all that reached the branch in the window: let it look at the branch as it is, in this very repository.`,
      );
    }
  }
  return why;
}

async function reaches(clone: Clone, revision: string, wanted: string): Promise<boolean> {
  try {
    return (await clone.findMergeBase(revision, wanted)) === wanted;
  } catch (error) {
    if (error instanceof CloneError) return false;
    throw error;
  }
}
