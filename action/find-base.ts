// Which revision the checked-out commit is compared with. `actions/checkout` leaves the trial merge of a pull request, whose first parent is
// the base itself; and, unless it is asked for more, only that one commit.
import { type Clone, type CloneCommit, CloneError } from "../src/clone/clone.ts";
import type { ChangeEvent } from "./event.ts";

export type FoundBase =
  | { readonly revision: string }
  /** For a person: why there is nothing to compare with, and what to do. */
  | { readonly missing: string };

const fetchMore =
  "Set fetch-depth: 0 on actions/checkout (2 is enough for the merge commit that it checks out by itself).";

export async function findBase(
  clone: Clone,
  head: CloneCommit,
  event: ChangeEvent,
  asked: string | null,
): Promise<FoundBase> {
  if (asked !== null) return findAsked(clone, head, asked);
  if (head.sha === event.baseSha)
    return {
      missing:
        "The checked-out commit is the base itself: check out the change. On pull_request, actions/checkout does so without a ref.",
    };
  const isMerge = head.sha !== event.headSha && (await isTrialMerge(clone, head, event));
  if (isMerge && head.parent !== null) return { revision: head.parent };
  if (!(await exists(clone, event.baseSha)))
    return {
      missing: `The base of the change, ${event.baseSha.slice(0, 12)}, is not in the clone. ${fetchMore}`,
    };
  return requireCommonHistory(clone, head, event.baseSha);
}

async function findAsked(clone: Clone, head: CloneCommit, asked: string): Promise<FoundBase> {
  if (!(await exists(clone, asked)))
    return { missing: `Input base: the clone has no such revision. ${fetchMore}` };
  if ((await clone.resolve(asked)).sha === head.sha)
    return {
      missing: "Input base: it is the checked-out commit itself. Name the branch that the change goes into.",
    };
  return requireCommonHistory(clone, head, asked);
}

/** Without it all that happened on the base meanwhile would look like the change's own doing. */
async function requireCommonHistory(clone: Clone, head: CloneCommit, base: string): Promise<FoundBase> {
  const { sha } = await clone.resolve(base);
  if ((await clone.findMergeBase(sha, head.sha)) !== null) return { revision: sha };
  return { missing: `Where the change parted from its base is not in the clone. ${fetchMore}` };
}

/**
 * GitHub may have made another trial merge since the event: that of the run, or one of the event's head, counts as well. A commit with one
 * parent is none: of commits that were rebased onto the base, the last one's parent is the one before, and not the base.
 */
async function isTrialMerge(clone: Clone, head: CloneCommit, event: ChangeEvent): Promise<boolean> {
  // Its second parent: git's own way of writing that.
  const second = head.parent === null ? null : await clone.resolve(`${head.sha}^2`).catch(() => null);
  if (second === null) return false;
  return head.sha === event.mergeSha || head.sha === event.runSha || second.sha === event.headSha;
}

async function exists(clone: Clone, revision: string): Promise<boolean> {
  try {
    await clone.resolve(revision);
    return true;
  } catch (error) {
    if (error instanceof CloneError) return false;
    throw error;
  }
}
