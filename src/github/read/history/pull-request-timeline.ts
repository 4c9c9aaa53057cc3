// What REST's timeline of a pull request tells of it. It does not name the commit before a forced push, nor the branches of a
// changed base: they are null.
import { z } from "zod";
import type { ListedPullRequestEvent, ListedReview } from "../../../core/listed-history/listed.ts";
import { known } from "../parts.ts";
import { account, earlierReviewState, id, reviewState, second, sha } from "./parts.ts";

/** Events of many forms; what is read of the ones that count. */
export const timeline = z.array(
  z.object({
    event: known(z.string()),
    created_at: known(second),
    commit_id: known(sha),
    dismissed_review: known(z.object({ review_id: id, state: earlierReviewState })),
    // Of a review.
    id: known(id),
    user: account,
    state: known(reviewState),
    submitted_at: known(second),
  }),
);
type Happened = z.infer<typeof timeline>[number];

export function readTimeline(happened: readonly Happened[]): {
  readonly events: ListedPullRequestEvent[];
  readonly reviews: ListedReview[];
} {
  return {
    events: happened.map(readEvent).filter((event) => event !== null),
    reviews: happened.map(readReview).filter((review) => review !== null),
  };
}

function readEvent({ event, created_at: at, ...rest }: Happened): ListedPullRequestEvent | null {
  if (at === null) return null;
  switch (event) {
    case "ready_for_review":
    case "closed":
    case "reopened":
      return { kind: event, at };
    case "convert_to_draft":
      return { kind: "converted_to_draft", at };
    case "head_ref_force_pushed":
      return { kind: "force_pushed", at, before: null, after: rest.commit_id };
    case "base_ref_changed":
    case "automatic_base_change_succeeded":
      return { kind: "base_changed", at, from: null, to: null };
    case "added_to_merge_queue":
      return { kind: "enqueued", at };
    case "removed_from_merge_queue":
      return { kind: "dequeued", at };
    case "review_dismissed": {
      const { dismissed_review: review } = rest;
      if (review === null) return null;
      return { kind: "review_dismissed", at, reviewId: review.review_id, was: review.state };
    }
    default:
      return null;
  }
}

function readReview(review: Happened): ListedReview | null {
  const { id, state, submitted_at: submittedAt } = review;
  // One that is still being written has no such state.
  if (review.event !== "reviewed" || id === null || state === null || submittedAt === null) return null;
  return {
    reviewId: id,
    reviewerId: review.user.id,
    reviewerLogin: review.user.login,
    reviewerType: review.user.type,
    state,
    commitSha: review.commit_id,
    submittedAt,
  };
}
