// Finds what a commit is the head of, and how its security checks stand: a pull request, a merge group, or nothing of ours.
import type { Change, ReviewableHead } from "../../core/changes/change.ts";
import { evaluateHead } from "../../core/changes/evaluate-head.ts";
import { foldChanges, settlingMillis } from "../../core/changes/fold-changes.ts";
import { replayPullRequest, type Timeline } from "../../core/changes/pull-request-timeline.ts";
import type { Config } from "../../core/config/config.ts";
import type { MergeGroupFact } from "../../core/facts/check.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { Store } from "../../records/store.ts";

export interface LoadedHead {
  /** Null for the merge queue's own commits. */
  readonly pullRequest: Timeline | null;
  readonly mergeGroup: { readonly pullRequestNumber: number | null } | null;
  /** Null: a pull request that is not measured, e.g. into another branch. */
  readonly change: Change | null;
  /** Null: never up for review. */
  readonly head: ReviewableHead | null;
  /** No newer head took its place. */
  readonly newest: boolean;
  readonly open: boolean;
}

interface HeadQuery {
  readonly repository: RepositoryState;
  readonly headSha: string;
  readonly config: Config;
  readonly now: number;
}

/** Null when the commit belongs to no pull request and to no merge group that is known. */
export async function loadHead(store: Store, query: HeadQuery): Promise<LoadedHead | null> {
  const { repository, headSha, config, now } = query;
  const { accountId, repositoryId } = repository;
  const facts = await store.facts.listByHead({ accountId, repositoryId, headSha });
  const groups = factsOfKind(facts, "merge-group");
  if (groups.length > 0) return loadMergeGroup(groups, facts, query);

  const pullRequest = await findPullRequest(store, repository, facts, headSha);
  if (pullRequest === null) return null;
  const all = await listPullRequestFacts(store, repository, pullRequest);
  const changes = foldChanges(all, { repository, config, now });
  const change = changes.find(({ number }) => number === pullRequest.number) ?? null;
  return {
    pullRequest,
    mergeGroup: null,
    change,
    // A force-push can bring a head back: its last time counts.
    head: change?.heads.findLast(({ sha }) => sha === headSha) ?? null,
    open: pullRequest.closedAt === null,
    newest: pullRequest.headSha === headSha,
  };
}

/** Whether no newer head has taken its place, as `loadHead` tells it. */
export async function isNewestHead(
  store: Store,
  { repository, headSha }: Pick<HeadQuery, "repository" | "headSha">,
): Promise<boolean> {
  const { accountId, repositoryId } = repository;
  const facts = await store.facts.listByHead({ accountId, repositoryId, headSha });
  if (facts.some(({ kind }) => kind === "merge-group")) return true;
  return (await findPullRequest(store, repository, facts, headSha))?.headSha === headSha;
}

function loadMergeGroup(
  groups: readonly MergeGroupFact[],
  facts: readonly Fact[],
  { headSha, config, now }: HeadQuery,
): LoadedHead {
  const open = groups.every(({ data }) => data.action !== "destroyed");
  const since = Math.min(...groups.map(({ occurredAt }) => occurredAt));
  const closed = facts.length === groups.length && now - since >= settlingMillis;
  return {
    pullRequest: null,
    mergeGroup: { pullRequestNumber: groups[0]?.data.pullRequestNumber ?? null },
    change: null,
    head: evaluateHead(facts, headSha, { config, since, closed, mergeGroup: true }),
    open,
    newest: true,
  };
}

/** The pull request that the commit is the head of; of several the one that is open, then the one opened first. */
async function findPullRequest(
  store: Store,
  { accountId, repositoryId }: RepositoryState,
  facts: readonly Fact[],
  headSha: string,
): Promise<Timeline | null> {
  const numbers = new Set(factsOfKind(facts, "pull-request").map(({ data }) => data.number));
  const timelines: Timeline[] = [];
  for (const number of numbers) {
    const own = await store.facts.listByPullRequest({ accountId, repositoryId, number });
    timelines.push(replayPullRequest(factsOfKind(own, "pull-request")));
  }
  const preference = ({ closedAt, headSha: newest }: Timeline) =>
    closedAt !== null ? 2 : newest === headSha ? 0 : 1;
  timelines.sort((a, b) => preference(a) - preference(b) || a.number - b.number);
  return timelines[0] ?? null;
}

/** All facts of the pull request and of every head it had. */
async function listPullRequestFacts(
  store: Store,
  { accountId, repositoryId }: RepositoryState,
  { number, heads, headSha }: Timeline,
): Promise<Fact[]> {
  const own = await store.facts.listByPullRequest({ accountId, repositoryId, number });
  const headShas = [...new Set([...heads.map((head) => head.sha), headSha])];
  const ofHeads = await store.facts.listByHeads({ accountId, repositoryId, headShas });
  // A head can be shared with another pull request, which is not this one's business.
  return [...own, ...ofHeads].filter((fact) => fact.kind !== "pull-request" || fact.data.number === number);
}
