// One pull request's facts put in order: its heads, when it was a draft, when it closed. Knows nothing of checks.
import { factsOfKind } from "../facts/fact.ts";
import type { PullRequestData, PullRequestFact } from "../facts/pull-request.ts";
import { withoutEchoes } from "../listed-history/missing-facts.ts";
import type { ReviewSpan } from "./change.ts";

/** A head while it was up for review. The same SHA can come twice, when a force-push brings it back. */
export interface HeadSpan {
  readonly sha: string;
  readonly since: number;
  readonly supersededAt: number | null;
}

export interface Timeline {
  readonly number: number;
  /** The data of the latest fact. */
  readonly latest: PullRequestData;
  readonly authorLogin: string | null;
  readonly authorType: PullRequestData["authorType"];
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly merged: boolean;
  readonly mergeCommitSha: string | null;
  readonly draft: boolean;
  readonly headSha: string;
  readonly readyAt: number | null;
  readonly upForReview: readonly ReviewSpan[];
  /** Whether the moment when it first came up for review was seen. */
  readonly beginningSeen: boolean;
  readonly heads: readonly HeadSpan[];
}

interface Head {
  sha: string;
  since: number;
  supersededAt: number | null;
  reviewable: boolean;
}

/**
 * Replays the facts of one pull request by GitHub's time.
 * A head is reviewable from when it is pushed to a pull request that is no draft, or from `ready_for_review`. Where a
 * `synchronize` tells of a head before it that no fact told of, that head is put in at the time of the push that replaced it.
 * @param facts At least one; in any order, repeated or not.
 */
export function replayPullRequest(facts: readonly PullRequestFact[]): Timeline {
  const ordered = orderFacts(factsOfKind(withoutEchoes(facts), "pull-request"));
  const last = ordered.at(-1);
  if (last === undefined) throw new Error("A pull request without a fact");
  const heads: Head[] = [];
  let readyAt: number | null = null;
  let beginningSeen: boolean | null = null;
  let closedAt: number | null = null;
  let merged = false;
  const upForReview: ReviewSpan[] = [];
  for (const { data, occurredAt } of ordered) {
    moveHead(heads, data, occurredAt);
    const head = heads.at(-1);
    if (!data.draft && head !== undefined) {
      if (!head.reviewable) Object.assign(head, { reviewable: true, since: occurredAt });
      readyAt ??= occurredAt;
    }
    if (data.action === "opened" && !data.draft) beginningSeen ??= true;
    if (data.action === "ready_for_review") beginningSeen ??= true;
    // It was up for review before, and we did not see when that began.
    if (data.action === "converted_to_draft" || !data.draft) beginningSeen ??= false;
    if (data.action === "closed") closedAt = occurredAt;
    if (data.action === "reopened") closedAt = null;
    merged ||= data.merged;
    const isUp = !data.draft && data.state === "open" && closedAt === null;
    const span = upForReview.at(-1);
    if (isUp && span?.to !== null) upForReview.push({ from: occurredAt, to: null });
    if (!isUp && span?.to === null) upForReview.splice(-1, 1, { from: span.from, to: occurredAt });
  }
  const authors = ordered.map(({ data }) => data);
  return {
    number: last.data.number,
    latest: last.data,
    authorLogin: authors.findLast(({ authorLogin }) => authorLogin !== null)?.authorLogin ?? null,
    authorType: authors.findLast(({ authorType }) => authorType !== null)?.authorType ?? null,
    createdAt: Math.min(...authors.map(({ createdAt }) => createdAt)),
    closedAt,
    merged,
    mergeCommitSha: authors.findLast(({ mergeCommitSha }) => mergeCommitSha !== null)?.mergeCommitSha ?? null,
    draft: last.data.draft,
    headSha: heads.at(-1)?.sha ?? last.data.headSha,
    readyAt: beginningSeen === false ? null : readyAt,
    upForReview,
    beginningSeen: beginningSeen === true,
    heads: heads
      .filter(({ reviewable }) => reviewable)
      .map(({ sha, since, supersededAt }) => ({ sha, since, supersededAt })),
  };
}

function moveHead(heads: Head[], data: PullRequestData, at: number): void {
  const current = heads.at(-1);
  if (current?.sha === data.headSha) return;
  const moves = data.action === "synchronize" || data.action === "reopened";
  // A label set in the second of a push may still carry the head before it: no new head.
  if (!moves && heads.some(({ sha }) => sha === data.headSha)) return;
  const previous = data.action === "synchronize" ? data.previousHeadSha : null;
  const unseen = current !== undefined && previous !== null && previous !== current.sha;
  if (current !== undefined) current.supersededAt = at;
  if (unseen) heads.push({ sha: previous, since: at, supersededAt: at, reviewable: current.reviewable });
  heads.push({ sha: data.headSha, since: at, supersededAt: null, reviewable: false });
}

/** By time; within one second opened first, closed last, and pushes in the chain that their `before` tells of. */
function orderFacts(facts: readonly PullRequestFact[]): PullRequestFact[] {
  const distinct = new Map(facts.map((fact) => [sortKey(fact), fact]));
  const waiting = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact);
  waiting.sort((a, b) => a.occurredAt - b.occurredAt);
  const ordered: PullRequestFact[] = [];
  while (waiting.length > 0) {
    const at = waiting[0]?.occurredAt;
    const tied = waiting.filter(({ occurredAt }) => occurredAt === at);
    const before = ordered.at(-1)?.data;
    const next = tied.reduce((best, fact) => (rank(fact, before) < rank(best, before) ? fact : best));
    waiting.splice(waiting.indexOf(next), 1);
    ordered.push(next);
  }
  return ordered;
}

/** Which of the facts of one second comes next, lowest first: what leaves things as they are before what moves them. */
function rank({ data }: PullRequestFact, before: PullRequestData | undefined): number {
  if (data.action === "opened") return 0;
  if (data.action === "closed") return 7;
  if (data.action === "synchronize") return data.previousHeadSha === before?.headSha ? 4 : 5;
  if (before !== undefined && data.headSha !== before.headSha) return 6;
  if (data.draft === before?.draft) return 1;
  return data.action === "ready_for_review" || data.action === "converted_to_draft" ? 2 : 3;
}

function sortKey({ subject, occurredAt, data }: PullRequestFact): string {
  return JSON.stringify([occurredAt, subject, data]);
}
