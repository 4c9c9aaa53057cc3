// What can be said of one head, decided once: the title, the advice and the conclusion of the check run are read off it.
import type { Change, FirstEvaluation, ReviewableHead, SecurityCheck } from "../../core/changes/change.ts";

/** How the head stands now, re-runs included. */
export type Standing = "passes" | "fails" | "waits" | "not-decided" | "no-check";

/** What is known of the change's first try. */
export type FirstTry =
  | { readonly kind: "here"; readonly evaluation: FirstEvaluation }
  | { readonly kind: "earlier"; readonly evaluation: FirstEvaluation }
  | { readonly kind: "open" }
  | { readonly kind: "unknown"; readonly why: NonNullable<Change["firstTryUnknown"]> };

export type CheckState =
  /** The commit belongs to no pull request that is measured. */
  | { readonly kind: "no-change" }
  /** The commit was not the pull request's head while it was up for review. */
  | { readonly kind: "not-reviewed" }
  | { readonly kind: "draft"; readonly firstTry: FirstTry }
  | (HeadState & { readonly kind: "merge-queue"; readonly pullRequestNumber: number | null })
  | (HeadState & { readonly kind: "change"; readonly change: Change; readonly firstTry: FirstTry });

export interface HeadState {
  readonly head: ReviewableHead;
  readonly standing: Standing;
  readonly failing: readonly SecurityCheck[];
  readonly waitingFor: readonly string[];
}

/** Reads the state of a head off what was folded. A merge group is no first try, whatever pull request it carries. */
export function readCheckState(view: {
  readonly change: Change | null;
  readonly head: ReviewableHead | null;
  readonly headSha: string;
  readonly mergeGroup: { readonly pullRequestNumber: number | null } | null;
}): CheckState {
  const { change, head, mergeGroup } = view;
  if (mergeGroup !== null && head !== null) {
    return { kind: "merge-queue", pullRequestNumber: mergeGroup.pullRequestNumber, ...readHead(head) };
  }
  if (change === null) return { kind: "no-change" };
  const firstTry = readFirstTry(change, view.headSha);
  if (change.draft) return { kind: "draft", firstTry };
  if (head === null) return { kind: "not-reviewed" };
  return { kind: "change", change, firstTry, ...readHead(head) };
}

function readFirstTry(change: Change, headSha: string): FirstTry {
  if (change.firstTryUnknown !== null) return { kind: "unknown", why: change.firstTryUnknown };
  const evaluation = change.firstEvaluation;
  if (evaluation === null) return { kind: "open" };
  return { kind: evaluation.headSha === headSha ? "here" : "earlier", evaluation };
}

function readHead(head: ReviewableHead): HeadState {
  const failing = head.checks.filter(fails);
  const rerunning = head.checks.filter((check) => check.latestOutcome === "waiting").map(({ name }) => name);
  const waitingFor = [...new Set([...head.waitingFor, ...rerunning])];
  return { head, failing, waitingFor, standing: readStanding(head, failing, waitingFor) };
}

/** A cancelled re-run does not undo a failure. */
function fails(check: SecurityCheck): boolean {
  return check.latestOutcome === "fail" || (check.outcome === "fail" && check.latestOutcome === "undecided");
}

function readStanding(
  head: ReviewableHead,
  failing: readonly SecurityCheck[],
  waitingFor: readonly string[],
): Standing {
  if (failing.length > 0) return "fails";
  if (head.evaluation === "waiting" || waitingFor.length > 0) return "waits";
  if (head.evaluation === "none") return "no-check";
  return head.evaluation === "passed-over" ? "not-decided" : "passes";
}
