// Reviews by another person: when each pull request got its first one after it was ready, and what came of the others.
import { isBotAccount } from "../../changes/bot.ts";
import type { Change } from "../../changes/change.ts";
import { matchesNameGlob } from "../../config/glob.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import type { PullRequestReviewFact } from "../../facts/pull-request.ts";
import type { KpiInput } from "../definition.ts";
import { countedMillis } from "./working-hours.ts";

/** What became of a change's wait for its first review. */
export interface ReviewedChange {
  readonly change: Change;
  readonly readyAt: number;
  /** The first review by another person from when it was ready until it was closed; null: there is none. */
  readonly firstReviewAt: number | null;
  /** Another person reviewed it while it was a draft, before it was ready. */
  readonly reviewedAsDraft: boolean;
}

/** When another person handed in a review of the change, earliest first; a dismissal is none. */
export function reviewTimes(
  change: Change,
  reviews: readonly PullRequestReviewFact[],
  { config }: Pick<KpiInput, "config">,
): number[] {
  return reviews
    .filter(({ data }) => {
      if (data.state === "dismissed") return false;
      // A deleted account has neither: whether it was another person cannot be known.
      if (data.reviewerId === null && data.reviewerLogin === null) return false;
      if (isBotAccount({ login: data.reviewerLogin, type: data.reviewerType }, config)) return false;
      return !isAuthor(data, change);
    })
    .map(({ occurredAt }) => occurredAt)
    .sort((a, b) => a - b);
}

function isAuthor(review: PullRequestReviewFact["data"], { authorLogin }: Change): boolean {
  const { reviewerId, reviewerLogin, pullRequestAuthorId } = review;
  if (reviewerId !== null && reviewerId === pullRequestAuthorId) return true;
  return reviewerLogin !== null && reviewerLogin.toLowerCase() === authorLogin?.toLowerCase();
}

/** Reviews by the number of the pull request. */
export function reviewsByChange(facts: readonly Fact[]): ReadonlyMap<number, PullRequestReviewFact[]> {
  return Map.groupBy(factsOfKind(facts, "pull-request-review"), ({ data }) => data.pullRequestNumber);
}

/** Null where it never was ready, or where it was not seen when that began. */
export function findFirstReview(change: Change, times: readonly number[]): ReviewedChange | null {
  const { readyAt, closedAt } = change;
  if (readyAt === null) return null;
  const isOpen = (at: number) => closedAt === null || at <= closedAt;
  return {
    change,
    readyAt,
    firstReviewAt: times.find((at) => at >= readyAt && isOpen(at)) ?? null,
    reviewedAsDraft: times.some((at) => at < readyAt),
  };
}

/** Hours from ready to a moment; while it was a draft again, or closed, nobody was asked for a review, and they do not count. */
export function hoursUpForReview(
  { change, readyAt }: ReviewedChange,
  until: number,
  input: KpiInput,
): number {
  const { timeZone, reviews } = input.config;
  const millis = change.upForReview
    .map((span) => ({ from: Math.max(readyAt, span.from), to: Math.min(until, span.to ?? until) }))
    .reduce((sum, span) => sum + countedMillis(span, { timeZone, workingHours: reviews.workingHours }), 0);
  return millis / 3_600_000;
}

/** The numbers of the pull requests that had a label for security review at any time up to the moment of each. */
export function securityLabelled(
  { facts, config }: KpiInput,
  moments: ReadonlyMap<number, number>,
): ReadonlySet<number> {
  const { securityLabels } = config.reviews;
  const isForSecurity = (label: string) => securityLabels.some((glob) => matchesNameGlob(glob, label));
  const labelled = factsOfKind(facts, "pull-request").filter(({ data, occurredAt }) => {
    const moment = moments.get(data.number);
    return moment !== undefined && occurredAt <= moment && data.labels.some(isForSecurity);
  });
  return new Set(labelled.map(({ data }) => data.number));
}
