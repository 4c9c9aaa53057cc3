// The history of a clone, as facts: each step of the branch along first parents is a push. A clone does not hold when something was pushed;
// the committer's time of the step stands for it, which is the same where GitHub made the merge.
import type { BranchStep, Clone } from "../../clone/clone.ts";
import type { Fact } from "../../core/facts/fact.ts";
import type { PushFact } from "../../core/facts/push.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { historyReadSubject, pushSubject } from "../../core/facts/subjects.ts";
import type { Window } from "../../core/kpis/measurement.ts";
import type { Store } from "../../records/store.ts";

/** Facts that are kept at once. */
const atOnce = 1000;

export interface KeptHistory {
  /** Commit → when it reached the branch, milliseconds UTC, of all commits that did in the span. */
  readonly reachedAt: ReadonlyMap<string, number>;
  readonly span: Window;
  /** In the window alone. */
  readonly commits: number;
  readonly steps: number;
  /** The newest of these steps; null: there is none. */
  readonly newest: string | null;
}

/**
 * Null for a clone whose history ends somewhere: what a merge brought may lie behind that end, so that no count of it is right.
 * @param span what is read: the window, and what lies before it.
 */
export async function keepHistory(
  store: Store,
  history: {
    readonly clone: Clone;
    readonly state: RepositoryState;
    readonly tip: string;
    readonly branch: string;
  },
  span: Window,
  window: Window,
): Promise<KeptHistory | null> {
  const { clone, state, tip, branch } = history;
  if (clone.isShallow) return null;
  const { accountId, repositoryId } = state;
  const reachedAt = new Map<string, number>();
  let commits = 0;
  let steps = 0;
  let newest: string | null = null;
  let facts: Fact[] = [];
  for await (const step of clone.listSteps(tip, { since: span.from, until: span.to })) {
    // The first step that has a commit brought it; later ones are listed before.
    for (const { sha } of step.commits) reachedAt.set(sha, step.committedAt);
    facts.push(toPush(step, { accountId, repositoryId }, `refs/heads/${branch}`));
    if (step.committedAt >= window.from && step.committedAt < window.to) {
      steps += 1;
      newest ??= step.sha;
      commits += step.commits.length;
    }
    if (facts.length < atOnce) continue;
    await store.facts.append(facts, "history");
    facts = [];
  }
  const read = { ...span, unseen: [] };
  const subject = historyReadSubject(read);
  const envelope = { accountId, repositoryId, occurredAt: span.to - 1 };
  await store.facts.append([...facts, { kind: "history-read", ...envelope, subject, data: read }], "history");
  return { reachedAt, span, commits, steps, newest };
}

function toPush(
  { sha: after, parent, committedAt: occurredAt, commits }: BranchStep,
  place: Pick<RepositoryState, "accountId" | "repositoryId">,
  ref: string,
): PushFact {
  const before = parent ?? "0".repeat(after.length);
  const data = {
    ref,
    before,
    after,
    created: parent === null,
    deleted: false,
    forced: false,
    toDefaultBranch: true,
    commits: commits.map((commit) => ({ ...commit, distinct: true })),
    truncated: false,
    touchedPaths: null,
  };
  return { kind: "push", ...place, occurredAt, subject: pushSubject(data), data, read: true };
}
