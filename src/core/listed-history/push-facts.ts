// Listed changes of refs → the facts that their `push` webhooks give, with the commits that they brought as far as the lists tell.
import type { PushData, PushFact } from "../facts/push.ts";
import { pushSubject } from "../facts/subjects.ts";
import type { Window } from "../kpis/measurement.ts";
import { commitGraph, commitsBetween, walk } from "./commit-walk.ts";
import type { ListedActivity, ListedCommit, ListedPullRequest } from "./listed.ts";
import { branchRef, envelopeAt, type HistoryPlace, isNoCommit } from "./place.ts";

export interface ListedPushes {
  /** Changes of all refs, in any order; those before the span help to tell which commits were new. */
  readonly activity: readonly ListedActivity[];
  /** Commits of the default branch, and of others where they were read. Should begin some days before the span. */
  readonly commits: readonly ListedCommit[];
  readonly pullRequests: readonly ListedPullRequest[];
  /** Pushes of this span become facts. */
  readonly span: Window;
}

export interface FactsOfPushes {
  readonly facts: readonly PushFact[];
  /** Those of branches whose commits could not be told: the compare API must be asked for the count. */
  readonly toComplete: readonly PushFact[];
}

/** Order and repetition of the lists do not matter. What the pushed files were is not told by a list: `touchedPaths` is null. */
export function factsOfPushes(place: HistoryPlace, listed: ListedPushes): FactsOfPushes {
  const defaultRef = branchRef(place.defaultBranch);
  const ordered = inOrder(listed.activity);
  const intoDefault = listed.pullRequests.filter(({ baseRef }) => baseRef === place.defaultBranch);
  const graph = commitGraph(listed.commits, intoDefault);
  const pushedIn = pullRequestsByCommit(place, listed.pullRequests);
  const pushed = new Set(walk(graph, firstBefores(ordered)).shas);
  const facts = ordered.flatMap((change): PushFact[] => {
    const { ref, before, after, at, forced } = change;
    const [created, deleted] = [isNoCommit(before), isNoCommit(after)];
    const from = created ? headOfAt(ordered, defaultRef, at) : before;
    const brought = deleted ? [] : commitsBetween(graph, created && ref === defaultRef ? null : from, after);
    const commits = (brought ?? []).map(({ sha, committedAt }) => ({
      sha,
      committedAt,
      distinct: !pushed.has(sha) && !wasInPullRequest(pushedIn.get(sha) ?? [], change),
    }));
    if (!deleted) for (const sha of walk(graph, [after], pushed).shas) pushed.add(sha);
    if (at < listed.span.from || at >= listed.span.to) return [];
    const data: PushData = {
      ref,
      before,
      after,
      created,
      deleted,
      forced,
      toDefaultBranch: ref === defaultRef,
      commits,
      truncated: brought === null,
      touchedPaths: null,
    };
    return [{ kind: "push", ...envelopeAt(place, at), subject: pushSubject(data), data }];
  });
  const toComplete = facts.filter(({ data }) => data.truncated && data.ref.startsWith("refs/heads/"));
  return { facts, toComplete };
}

/** By time, each once; of one moment by ref, and along one ref in the chain that `before` tells of. */
function inOrder(activity: readonly ListedActivity[]): ListedActivity[] {
  const keyOf = ({ ref, before, after }: ListedActivity) => JSON.stringify([ref, before, after]);
  const distinct = new Map(activity.map((change) => [`${change.at} ${keyOf(change)}`, change]));
  const sorted = [...distinct.values()].sort((a, b) => a.at - b.at || (keyOf(a) < keyOf(b) ? -1 : 1));
  const ordered: ListedActivity[] = [];
  while (sorted.length > 0) {
    const [head] = sorted;
    if (head === undefined) break;
    const tied = sorted.filter(({ at, ref }) => at === head.at && ref === head.ref);
    const next = tied.find(({ before }) => !tied.some(({ after }) => after === before)) ?? head;
    sorted.splice(sorted.indexOf(next), 1);
    ordered.push(next);
  }
  return ordered;
}

/** What each ref was at when the activity begins: pushed before all of it. */
function firstBefores(ordered: readonly ListedActivity[]): string[] {
  const byRef = new Map<string, string>();
  for (const { ref, before } of ordered) if (!byRef.has(ref)) byRef.set(ref, before);
  return [...byRef.values()].filter((sha) => !isNoCommit(sha));
}

/** What a ref was at just before a moment; null where nothing tells. */
function headOfAt(ordered: readonly ListedActivity[], ref: string, at: number): string | null {
  const ofRef = ordered.filter((change) => change.ref === ref);
  const head = ofRef.findLast((change) => change.at <= at)?.after ?? ofRef[0]?.before ?? null;
  return head === null || isNoCommit(head) ? null : head;
}

/** A commit of a pull request from this repository had been pushed to its branch. */
function pullRequestsByCommit(
  { repositoryId }: HistoryPlace,
  pullRequests: readonly ListedPullRequest[],
): ReadonlyMap<string, readonly ListedPullRequest[]> {
  const own = pullRequests.filter(({ headRepositoryId }) => headRepositoryId === repositoryId);
  const pairs = own.flatMap((pullRequest) => pullRequest.commits.map(({ sha }) => ({ sha, pullRequest })));
  const bySha = Map.groupBy(pairs, ({ sha }) => sha);
  return new Map([...bySha].map(([sha, of]) => [sha, of.map(({ pullRequest }) => pullRequest)]));
}

function wasInPullRequest(pullRequests: readonly ListedPullRequest[], { ref, at }: ListedActivity): boolean {
  return pullRequests.some(({ headRef, createdAt }) => branchRef(headRef) !== ref && createdAt < at);
}
