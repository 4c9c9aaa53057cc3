// `pull_request_review` → a review that was handed in or dismissed: what review latency is folded from.
import { z } from "zod";
import type { PullRequestReviewFact } from "../../core/facts/pull-request.ts";
import { reviewSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { author, commitSha, id, lenient, optional, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

const actions = ["submitted", "dismissed"] as const;

const PullRequestReviewPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  review: z.object({
    id,
    user: author,
    // The REST API shouts what webhooks whisper.
    state: z
      .string()
      .transform((state) => state.toLowerCase())
      .pipe(z.enum(["approved", "changes_requested", "commented", "dismissed"])),
    commit_id: lenient(commitSha),
    submitted_at: optional(timestamp),
    updated_at: optional(timestamp),
  }),
  pull_request: z.object({ number: id, user: author, updated_at: optional(timestamp) }),
});

export const normalizePullRequestReview = defineNormalizer({
  actions,
  schema: PullRequestReviewPayload,
  read(payload) {
    const { action, review, pull_request: pull } = payload;
    // A dismissal touches the pull request; older payloads give the review itself no time but that of its submission.
    const occurredAt = action === "dismissed" ? (review.updated_at ?? pull.updated_at) : review.submitted_at;
    if (occurredAt === null) {
      return unusableWithoutTime(action === "dismissed" ? "review.updated_at" : "review.submitted_at");
    }
    const data: PullRequestReviewFact["data"] = {
      reviewId: review.id,
      pullRequestNumber: pull.number,
      reviewerId: review.user.id,
      reviewerLogin: review.user.login,
      reviewerType: review.user.type,
      pullRequestAuthorId: pull.user.id,
      state: review.state,
      commitSha: review.commit_id,
    };
    const fact: PullRequestReviewFact = {
      kind: "pull-request-review",
      ...placeOf(payload),
      subject: reviewSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, { facts: [fact] });
  },
});
