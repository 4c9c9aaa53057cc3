// A listed pull request → the facts that its webhooks give. What a list shows only as of today (labels, commit count, state, merge)
// is told of the moment that it is true of, never of an earlier one.
import type { PullRequestData, PullRequestFact, PullRequestReviewFact } from "../facts/pull-request.ts";
import { pullRequestSubject, reviewSubject } from "../facts/subjects.ts";
import type { PullRequestHeads } from "./heads.ts";
import { headBetween } from "./known-heads.ts";
import type { ListedPullRequest, ListedPullRequestEvent, ListedReview } from "./listed.ts";
import { envelopeAt, type HistoryPlace } from "./place.ts";

interface Moment {
  readonly action: PullRequestData["action"];
  readonly at: number;
  readonly headSha: string;
  readonly previousHeadSha?: string | null;
  readonly previousBaseRef?: string | null;
}

/**
 * Opened, pushed to, ready, draft, closed, reopened, pointed at another base, in and out of the merge queue. Where it cannot be told with
 * which head it was opened, or whether as a draft, no fact claims its beginning: it comes out as "beginning not seen".
 * @param known What the ledger has of it: it tells the head of a moment where the lists do not.
 */
export function factsOfPullRequest(
  place: HistoryPlace,
  pullRequest: ListedPullRequest,
  heads: PullRequestHeads,
  known: readonly PullRequestFact[] = [],
): PullRequestFact[] {
  const draftAt = draftTimes(pullRequest);
  const opened = draftAt === null ? null : heads.opened;
  const headAt = (at: number) => heads.headAt(at) ?? headBetween(pullRequest, known, at);
  const told = [
    ...momentOpened(pullRequest, opened),
    ...heads.pushes.map(
      ({ sha, before, at }): Moment => ({ action: "synchronize", at, headSha: sha, previousHeadSha: before }),
    ),
    ...pullRequest.events.flatMap((event) => momentOf(event, pullRequest, headAt)),
  ];
  const beginningTold =
    draftAt !== null && (opened !== null || known.some(({ data }) => data.action === "opened"));
  const moments = beginningTold ? told : withoutFalseBeginning(told, draftAt);
  const facts = moments.map((moment) => factOf(place, pullRequest, moment, draftAt));
  return [...facts, ...sightingOf(place, pullRequest, moments)];
}

function momentOpened({ createdAt }: ListedPullRequest, headSha: string | null): Moment[] {
  return headSha === null ? [] : [{ action: "opened", at: createdAt, headSha }];
}

function momentOf(
  event: ListedPullRequestEvent,
  { closedAt, headSha }: ListedPullRequest,
  headAt: PullRequestHeads["headAt"],
): Moment[] {
  const { kind, at } = event;
  if (kind === "force_pushed" || kind === "review_dismissed") return [];
  const isEnd = kind === "closed" && at === closedAt;
  const head = isEnd ? headSha : headAt(at);
  if (head === null) return [];
  if (kind === "base_changed") {
    return event.from === null ? [] : [{ action: "edited", at, headSha: head, previousBaseRef: event.from }];
  }
  return [{ action: kind, at, headSha: head }];
}

/**
 * Whether it was a draft at a moment; null where the events do not lead to what it is today. A push and a change of one second: the
 * change counts as done.
 */
function draftTimes({ events, draft, complete }: ListedPullRequest): ((at: number) => boolean) | null {
  if (!complete) return null;
  const changes = events.filter(({ kind }) => kind === "ready_for_review" || kind === "converted_to_draft");
  const [first] = changes;
  const initially = first === undefined ? draft : first.kind === "ready_for_review";
  let now = initially;
  for (const { kind } of changes) {
    if (now === (kind === "converted_to_draft")) return null;
    now = !now;
  }
  if (now !== draft) return null;
  return (at) => {
    const last = changes.findLast((change) => change.at <= at);
    return last === undefined ? initially : last.kind === "converted_to_draft";
  };
}

/** Without what would make it look as if it had first come up for review then: of a draft that is true, of others not. */
function withoutFalseBeginning(
  moments: readonly Moment[],
  draftAt: ((at: number) => boolean) | null,
): readonly Moment[] {
  if (draftAt === null) return moments.filter(({ action }) => action === "closed");
  const beganAsDraft = draftAt(Number.NEGATIVE_INFINITY);
  return beganAsDraft ? moments : moments.filter(({ action }) => action !== "ready_for_review");
}

function factOf(
  place: HistoryPlace,
  pullRequest: ListedPullRequest,
  { action, at, headSha, previousHeadSha = null, previousBaseRef = null }: Moment,
  draftAt: ((at: number) => boolean) | null,
): PullRequestFact {
  const isEnd = action === "closed" && at === pullRequest.closedAt;
  const state = stateAt(pullRequest, action, at);
  const data: PullRequestData = {
    ...lasting(pullRequest),
    action,
    draft: draftAt?.(at) ?? pullRequest.draft,
    state,
    headSha,
    previousHeadSha,
    baseRef: baseAt(pullRequest, at),
    previousBaseRef,
    merged: isEnd && pullRequest.merged,
    mergeCommitSha: isEnd && pullRequest.merged ? pullRequest.mergeCommitSha : null,
    commitCount: isEnd ? pullRequest.commitCount : null,
    labels: [],
  };
  return { kind: "pull-request", ...envelopeAt(place, at), subject: pullRequestSubject(data), data };
}

/** What does not change, or is of no account for the past. */
function lasting(pullRequest: ListedPullRequest) {
  const { number, authorId, authorLogin, authorType, headRef, headRepositoryId, baseSha, createdAt } =
    pullRequest;
  return { number, authorId, authorLogin, authorType, headRef, headRepositoryId, baseSha, createdAt };
}

function stateAt({ events }: ListedPullRequest, action: Moment["action"], at: number): "open" | "closed" {
  if (action === "closed") return "closed";
  if (action === "opened" || action === "reopened" || action === "synchronize") return "open";
  const last = events.findLast(
    ({ kind, at: when }) => (kind === "closed" || kind === "reopened") && when < at,
  );
  return last?.kind === "closed" ? "closed" : "open";
}

/** The base after what happened at the moment: what the next change of it says that it was before. */
function baseAt({ events, baseRef }: ListedPullRequest, at: number): string {
  for (const event of events) {
    if (event.kind === "base_changed" && event.at > at && event.from !== null) return event.from;
  }
  return baseRef;
}

/**
 * What is known of an open pull request as of today alone, at the time of its last change: that it is there, where nothing else tells
 * so, and its labels.
 */
function sightingOf(
  place: HistoryPlace,
  pullRequest: ListedPullRequest,
  moments: readonly Moment[],
): PullRequestFact[] {
  if (pullRequest.state === "closed" || (moments.length > 0 && pullRequest.labels.length === 0)) return [];
  const { headSha, draft, baseRef, commitCount, labels, updatedAt } = pullRequest;
  const data: PullRequestData = {
    ...lasting(pullRequest),
    action: "edited",
    draft,
    state: "open",
    headSha,
    previousHeadSha: null,
    baseRef,
    previousBaseRef: null,
    merged: false,
    mergeCommitSha: null,
    commitCount,
    labels: [...labels].sort(),
  };
  return [{ kind: "pull-request", ...envelopeAt(place, updatedAt), subject: pullRequestSubject(data), data }];
}

/** Reviews as they were handed in, and their dismissals. What a dismissed review had said is in the event of its dismissal. */
export function factsOfReviews(place: HistoryPlace, pullRequest: ListedPullRequest): PullRequestReviewFact[] {
  return pullRequest.reviews.flatMap((review) => {
    const dismissal = pullRequest.events.findLast(
      (event) => event.kind === "review_dismissed" && event.reviewId === review.reviewId,
    );
    const was = dismissal?.kind === "review_dismissed" ? dismissal.was : null;
    // Only a verdict can be dismissed; which one it was counts nowhere, that it was handed in does.
    const state = review.state === "dismissed" ? (was ?? "commented") : review.state;
    const submitted = reviewFact(place, pullRequest, review, state, review.submittedAt);
    return dismissal === undefined
      ? [submitted]
      : [submitted, reviewFact(place, pullRequest, review, "dismissed", dismissal.at)];
  });
}

function reviewFact(
  place: HistoryPlace,
  { number, authorId }: ListedPullRequest,
  { reviewId, reviewerId, reviewerLogin, reviewerType, commitSha }: ListedReview,
  state: PullRequestReviewFact["data"]["state"],
  at: number,
): PullRequestReviewFact {
  const data: PullRequestReviewFact["data"] = {
    reviewId,
    pullRequestNumber: number,
    reviewerId,
    reviewerLogin,
    reviewerType,
    pullRequestAuthorId: authorId,
    state,
    commitSha,
  };
  return { kind: "pull-request-review", ...envelopeAt(place, at), subject: reviewSubject(data), data };
}
