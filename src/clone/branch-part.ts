// The part of a branch, along first parents, that a span of time is about. The times of commits are whatever the machines that made them
// had for a clock, so one old commit must not end the search, and a whole history must not be read for one week.
import type { CloneCommit } from "./clone.ts";
import type { Git } from "./git/git.ts";
import { toMillis } from "./git/parse-commit.ts";
import { readRecords } from "./git/read-records.ts";

/** So many steps in a row that are older than the span end the search. Reading them takes milliseconds. */
export const olderStepsInARow = 2_000;

export interface BranchPart {
  /** From the newest step in the span to the oldest one, also those between them that are not in it. */
  readonly steps: readonly CloneCommit[];
  /** What the branch was before the oldest of them; null: nothing, or nothing that is here. */
  readonly before: string | null;
  /** A step between has further parents. */
  readonly hasMerges: boolean;
}

export async function readBranchPart(
  git: Git,
  boundary: ReadonlySet<string>,
  tip: string,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<BranchPart> {
  const steps: CloneCommit[] = [];
  let end = 0;
  let older = 0;
  const merges = new Set<string>();
  const listed = git.stream(["rev-list", "--first-parent", "--timestamp", "--parents", tip, "--"]);
  search: for await (const lines of readRecords(listed, "\n"))
    for (const line of lines) {
      const [seconds, sha = "", first, second] = line.split(" ");
      const committedAt = toMillis(seconds);
      older = committedAt < since ? older + 1 : 0;
      if (older > olderStepsInARow) break search;
      const isInSpan = committedAt >= since && committedAt < until;
      if (!isInSpan && steps.length === 0) continue;
      steps.push({ sha, committedAt, parent: boundary.has(sha) ? null : (first ?? null) });
      if (second !== undefined) merges.add(sha);
      if (isInSpan) end = steps.length;
    }
  const kept = steps.slice(0, end);
  return {
    steps: kept,
    before: kept.at(-1)?.parent ?? null,
    hasMerges: kept.some(({ sha }) => merges.has(sha)),
  };
}
