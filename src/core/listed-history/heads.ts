// Which heads a pull request had, and when: from the pushes to its branch, or for want of them from its commits and their checks.
// A head that cannot be told for sure is not told: a wrong first try is worse than none.
import type { ListedActivity, ListedChecks, ListedPullRequest } from "./listed.ts";
import { branchRef, type HistoryPlace, isNoCommit } from "./place.ts";

export interface HeadPush {
  readonly sha: string;
  /** The head before it; null: it was told by its checks, and the time is that of their first sign. */
  readonly before: string | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

export interface PullRequestHeads {
  /** What it was opened with; null: that cannot be told. */
  readonly opened: string | null;
  /** Pushes to it while it was open, by time. */
  readonly pushes: readonly HeadPush[];
  /** The head at a moment; null: not known. */
  readonly headAt: (at: number) => string | null;
}

export interface HeadEvidenceListed {
  /** Changes of its branch, in any order; others may be among them. Null: refused, or the branch is in a fork. */
  readonly activity: readonly ListedActivity[] | null;
  /** From when on the activity is complete, milliseconds UTC. */
  readonly activitySince: number;
  /** What ran on its commits, by SHA; a commit that is absent was not asked for. */
  readonly checks: ReadonlyMap<string, ListedChecks>;
}

/** GitHub lists no more commits of a pull request. */
const commitCap = 250;

/** Whether the activity of its own branch must be asked for, because what is in hand begins after it was opened. */
export function needsOwnActivity(
  place: HistoryPlace,
  pullRequest: ListedPullRequest,
  activitySince: number,
): boolean {
  return (
    pullRequest.headRepositoryId === place.repositoryId &&
    pullRequest.createdAt < activitySince &&
    findOnlyHead(pullRequest) === null
  );
}

/** The commits whose checks tell what the pull request's gate said: its heads, and what the merge queue tested. */
export function commitsToCheck(pullRequest: ListedPullRequest, heads: PullRequestHeads): string[] {
  const queued = pullRequest.events.some(({ kind }) => kind === "enqueued");
  const known = heads.opened === null ? pullRequest.commits.map(({ sha }) => sha) : [heads.opened];
  const ofQueue = queued ? [pullRequest.mergeCommitSha] : [];
  const all = [...known, ...heads.pushes.map(({ sha }) => sha), pullRequest.headSha, ...ofQueue];
  return [...new Set(all.filter((sha) => sha !== null))];
}

export function headsOf(
  place: HistoryPlace,
  pullRequest: ListedPullRequest,
  evidence: HeadEvidenceListed,
): PullRequestHeads {
  const ofBranch = pullRequest.headRepositoryId === place.repositoryId ? evidence.activity : null;
  const told = ofBranch === null ? null : headsByPushes(pullRequest, ofBranch, evidence.activitySince);
  if (told !== null) return told;
  const only = findOnlyHead(pullRequest);
  if (only !== null) return { opened: only, pushes: [], headAt: () => only };
  return headsByChecks(pullRequest, evidence.checks) ?? unknownHeads(pullRequest);
}

/** Only the end is known: after the last thing that can have moved it. */
function unknownHeads({ closedAt, updatedAt, headSha }: ListedPullRequest): PullRequestHeads {
  const from = closedAt ?? updatedAt;
  return { opened: null, pushes: [], headAt: (at) => (at >= from ? headSha : null) };
}

/** The one commit that it has and had from the beginning on; null where there may have been others. */
function findOnlyHead(pullRequest: ListedPullRequest): string | null {
  const { commits, headSha, createdAt } = pullRequest;
  const [only] = commits;
  if (only === undefined || commits.length > 1 || only.sha !== headSha) return null;
  if (isRewritten(pullRequest) || only.committedAt > createdAt) return null;
  return only.sha;
}

/** Force-pushed, pointed at another base, or not told wholly: the commits of today need not be those of then. */
function isRewritten({ events, complete, commits }: ListedPullRequest): boolean {
  return (
    !complete ||
    commits.length >= commitCap ||
    events.some(({ kind }) => kind === "force_pushed" || kind === "base_changed")
  );
}

/** Null where the pushes do not lead to the head of today: then they are not all, or not its own. */
function headsByPushes(
  pullRequest: ListedPullRequest,
  activity: readonly ListedActivity[],
  activitySince: number,
): PullRequestHeads | null {
  const { createdAt, closedAt, headSha, headRef } = pullRequest;
  const until = closedAt ?? Number.POSITIVE_INFINITY;
  const changes = inOrder(activity.filter(({ ref, at }) => ref === branchRef(headRef) && at <= until));
  const moves = changes.filter(({ after }) => !isNoCommit(after));
  const fromBeginning = activitySince <= createdAt;
  const later = moves.filter(({ at }) => at > createdAt && at >= activitySince);
  const earlier = fromBeginning ? moves.findLast(({ at }) => at <= createdAt) : undefined;
  const [first] = later;
  const beforeFirst = first === undefined || isNoCommit(first.before) ? first?.after : first.before;
  const start = earlier?.after ?? beforeFirst ?? headSha;
  // A broken chain means that pushes are missing from the list: what was the head in between is not known.
  let head = start;
  for (const { before, after } of later) {
    if (!isNoCommit(before) && before !== head) return null;
    head = after;
  }
  if (head !== headSha) return null;
  const only = fromBeginning ? start : findOnlyHead(pullRequest);
  const knownFrom = only === null ? activitySince : createdAt;
  const headAt = (at: number) =>
    at < knownFrom ? null : (later.findLast((move) => move.at <= at)?.after ?? start);
  const pushes = later
    .filter(({ at }) => isOpenAt(pullRequest, at))
    .map(({ at, after }) => ({ sha: after, before: headBefore(later, at, after, start), at }));
  return { opened: only, pushes, headAt };
}

function headBefore(
  later: readonly ListedActivity[],
  at: number,
  after: string,
  start: string,
): string | null {
  const index = later.findIndex((move) => move.at === at && move.after === after);
  return later[index - 1]?.after ?? start;
}

/** By time; changes of one second in the chain that their `before` tells of. */
function inOrder(activity: readonly ListedActivity[]): ListedActivity[] {
  const distinct = new Map(
    activity.map((each) => [JSON.stringify([each.at, each.before, each.after]), each]),
  );
  const waiting = [...distinct]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each)
    .sort((a, b) => a.at - b.at);
  const ordered: ListedActivity[] = [];
  while (waiting.length > 0) {
    const tied = waiting.filter(({ at }) => at === waiting[0]?.at);
    const last = ordered.at(-1)?.after;
    const afters = new Set(tied.map(({ after }) => after));
    const next =
      tied.find(({ before }) => before === last) ?? tied.find(({ before }) => !afters.has(before)) ?? tied[0];
    if (next === undefined) break;
    waiting.splice(waiting.indexOf(next), 1);
    ordered.push(next);
  }
  return ordered;
}

/** Pushes to a closed pull request are no heads of it; those of the moment of closing came before it. */
function isOpenAt({ events, closedAt }: ListedPullRequest, at: number): boolean {
  const last = events.findLast(
    ({ kind, at: when }) => (kind === "closed" || kind === "reopened") && when < at,
  );
  if (last !== undefined) return last.kind === "reopened";
  return closedAt === null || at <= closedAt;
}

/**
 * Without pushes: each commit on which something ran was a head from its first sign on. Commits on which nothing ran decide
 * nothing. Null where commits may be gone, where the signs contradict the order of the commits, or where not all was read.
 */
function headsByChecks(
  pullRequest: ListedPullRequest,
  checks: ReadonlyMap<string, ListedChecks>,
): PullRequestHeads | null {
  const { commits, createdAt, closedAt } = pullRequest;
  if (isRewritten(pullRequest) || commits.length === 0) return null;
  const until = closedAt ?? Number.POSITIVE_INFINITY;
  const signs: { sha: string; committedAt: number; at: number }[] = [];
  const conclusions: number[] = [];
  for (const { sha, committedAt } of commits) {
    const listed = checks.get(sha);
    if (listed === undefined || !listed.complete) return null;
    const at = firstSign(listed);
    if (at === null || at > until) continue;
    // What ran before the pull request ran for a push elsewhere: when the commit came here is not told by it.
    if (at < createdAt) return null;
    // It came between its commit and its sign: what the heads before it concluded meanwhile may have been too late.
    if (conclusions.some((concludedAt) => concludedAt >= committedAt && concludedAt <= at)) return null;
    conclusions.push(...conclusionTimes(listed));
    signs.push({ sha, committedAt, at });
  }
  const [first, ...others] = signs;
  if (first === undefined) return null;
  if (others.some(({ at }, index) => at <= (signs[index]?.at ?? 0))) return null;
  return {
    opened: first.sha,
    pushes: others.map(({ sha, at }) => ({ sha, before: null, at })),
    headAt(at) {
      // Between its commit and its sign a head may have been there already.
      if (others.some((sign) => sign.committedAt <= at && at < sign.at)) return null;
      return signs.findLast((sign) => sign.at <= at)?.sha ?? first.sha;
    },
  };
}

function conclusionTimes({ checkRuns, statuses }: ListedChecks): number[] {
  return [...checkRuns.flatMap(({ completedAt }) => completedAt ?? []), ...statuses.map(({ at }) => at)];
}

/** When the first thing ran on a commit, milliseconds UTC; null where nothing tells. */
function firstSign({ checkRuns, statuses }: ListedChecks): number | null {
  const times = [
    ...checkRuns.flatMap(({ startedAt, completedAt }) => startedAt ?? completedAt ?? []),
    ...statuses.map(({ at }) => at),
  ];
  return times.length === 0 ? null : Math.min(...times);
}
