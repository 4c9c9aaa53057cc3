// What became of the findings that pull requests showed first: prevented, introduced, or not to be known.
import type { Change } from "../../changes/change.ts";
import type { Closure, Finding, PullRequestSighting } from "../../findings/finding.ts";
import { lastTransition, standingClosure } from "../../findings/life.ts";
import { isWithin, type JudgedFinding, whyNoFinding } from "../judged-finding.ts";
import type { Window } from "../measurement.ts";

/** Open by GitHub's last word on the pull request, but that is no proof that it was merged. */
export const outcomeNotTold = "merged, and GitHub told neither a fix nor the default branch";

const dismissedAs: Readonly<Record<Closure, string>> = {
  "false-positive": "false positive",
  test: "used in tests",
  accepted: "dismissed before the merge as an accepted risk",
  administrative: "dismissed before the merge by a rule",
  unknown: "dismissed before the merge without a known reason",
};

/** Pull request → when it was merged. */
type Merges = ReadonlyMap<number, number>;

/** Findings first seen on pull requests that were merged in the window, once for each pull request. */
export function judgePrevented(
  findings: readonly Finding[],
  changes: readonly Change[],
  window: Window,
): JudgedFinding[] {
  const merges: Merges = new Map(
    changes.flatMap(({ number, merged, closedAt }) =>
      merged && closedAt !== null ? [[number, closedAt] as const] : [],
    ),
  );
  return findings.flatMap((finding) =>
    finding.pullRequests.flatMap((sighting) => {
      const mergedAt = merges.get(sighting.pullRequestNumber);
      if (mergedAt === undefined || !isWithin(mergedAt, window)) return [];
      const id = `${finding.id} on #${sighting.pullRequestNumber}`;
      return [{ finding, id, at: mergedAt, ...judge(finding, sighting, mergedAt, merges) }];
    }),
  );
}

type Verdict = Pick<JudgedFinding, "note" | "leftOut" | "counted">;

function judge(finding: Finding, sighting: PullRequestSighting, mergedAt: number, merges: Merges): Verdict {
  const { reachedDefaultAt } = finding;
  // The same time is that of an alert that GitHub lists without telling when it reached the default branch.
  if (reachedDefaultAt !== null && reachedDefaultAt < sighting.seenAt)
    return leave("seen on the pull request", "on the default branch before");
  const closure = standingClosure(sighting, mergedAt);
  const none = whyNoFinding(finding) ?? (closure === null ? null : dismissedAs[closure]);
  if (none !== null) return leave("dismissed", none);
  if (isFixedBefore(sighting, mergedAt)) {
    if (isContradicted(finding, mergedAt, merges))
      return leave("fixed", "fixed on the pull request, yet on the default branch after its merge");
    return { note: "prevented: fixed before the merge", leftOut: null, counted: true };
  }
  if (reachedDefaultAt === null) return leave("open on the pull request", outcomeNotTold);
  return { note: "introduced: open at the merge", leftOut: null, counted: false };
}

function leave(note: string, leftOut: string): Verdict {
  return { note, leftOut, counted: false };
}

/** Its last word before the second of the merge. */
function isFixedBefore(sighting: PullRequestSighting, mergedAt: number): boolean {
  return lastTransition(sighting, mergedAt)?.state === "fixed";
}

/** It came to the default branch after the merge, and no pull request that was merged with it brought it there. */
function isContradicted(
  { reachedDefaultAt, pullRequests }: Finding,
  mergedAt: number,
  merges: Merges,
): boolean {
  if (reachedDefaultAt === null || reachedDefaultAt < mergedAt) return false;
  return !pullRequests.some((other) => {
    const otherMergedAt = merges.get(other.pullRequestNumber);
    return (
      otherMergedAt !== undefined && otherMergedAt <= reachedDefaultAt && !isFixedBefore(other, otherMergedAt)
    );
  });
}
