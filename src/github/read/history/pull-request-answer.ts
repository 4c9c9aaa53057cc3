// What GraphQL answers of pull requests, parsed, and in our words.
import { z } from "zod";
import type { ListedPullRequestEvent, ListedReview } from "../../../core/listed-history/listed.ts";
import { known } from "../parts.ts";
import { type Account, earlierReviewState, ghost, id, reviewState, second, sha } from "./parts.ts";

/** A number of 64 bits comes as text. */
const databaseId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const types = ["User", "Bot", "Mannequin", "Organization"] as const;

/** As webhooks show it: null for one that is gone, and a bot's name with its ending. */
const author = known(
  z.object({ __typename: z.string(), login: z.string(), databaseId: known(id) }),
).transform((found): Account => {
  if (found === null) return ghost;
  const { login, databaseId: id } = found;
  // A user of GitHub Enterprise is one of `User`, but may be shown under its enterprise.
  const type = types.find((name) => name === found.__typename) ?? null;
  return { id, login: type === "Bot" ? login.replace(/(?:\[bot\])?$/, "[bot]") : login, type };
});

const forward = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const named = known(z.object({ oid: sha })).transform((commit) => commit?.oid ?? null);

const timeline = z.object({
  pageInfo: forward,
  nodes: z.array(
    z.object({
      __typename: z.string(),
      createdAt: second,
      beforeCommit: named,
      afterCommit: named,
      previousRefName: known(z.string()),
      currentRefName: known(z.string()),
      oldBase: known(z.string()),
      newBase: known(z.string()),
      previousReviewState: earlierReviewState,
      review: known(z.object({ fullDatabaseId: databaseId })),
    }),
  ),
});

const reviews = z.object({
  pageInfo: forward,
  nodes: z.array(
    z.object({
      fullDatabaseId: databaseId,
      state: reviewState,
      submittedAt: second,
      author,
      commit: named,
    }),
  ),
});

const commits = z.object({
  totalCount: z.number().int().nonnegative(),
  pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
  nodes: z.array(z.object({ commit: z.object({ oid: sha, committedDate: second }) })),
});

const pullRequest = z.object({
  number: z.number().int(),
  author,
  isDraft: z.boolean(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  headRefOid: sha,
  headRefName: z.string(),
  headRepository: known(z.object({ databaseId: id })),
  baseRefName: z.string(),
  baseRefOid: sha,
  mergeCommit: named,
  createdAt: second,
  updatedAt: second,
  closedAt: z.nullish(second).transform((at) => at ?? null),
  labels: known(z.object({ nodes: z.array(z.object({ name: z.string() })) })),
  timelineItems: timeline,
  reviews,
  commits,
});
export type AnsweredPullRequest = z.infer<typeof pullRequest>;

export const pullRequestsAnswer = z.object({
  repository: z.object({ pullRequests: z.object({ pageInfo: forward, nodes: z.array(pullRequest) }) }),
});

export const restAnswer = z.object({
  repository: z.object({
    pullRequest: z.object({
      timelineItems: timeline.optional(),
      reviews: reviews.optional(),
      commits: commits.optional(),
    }),
  }),
});

/** Null: an event of a thing that is gone, or one that was not asked for. */
export function readEvent(event: z.infer<typeof timeline>["nodes"][number]): ListedPullRequestEvent | null {
  const at = event.createdAt;
  switch (event.__typename) {
    case "ReadyForReviewEvent":
      return { kind: "ready_for_review", at };
    case "ConvertToDraftEvent":
      return { kind: "converted_to_draft", at };
    case "ClosedEvent":
      return { kind: "closed", at };
    case "ReopenedEvent":
      return { kind: "reopened", at };
    case "HeadRefForcePushedEvent":
      return { kind: "force_pushed", at, before: event.beforeCommit, after: event.afterCommit };
    case "BaseRefChangedEvent":
      return { kind: "base_changed", at, from: event.previousRefName, to: event.currentRefName };
    case "AutomaticBaseChangeSucceededEvent":
      return { kind: "base_changed", at, from: event.oldBase, to: event.newBase };
    case "AddedToMergeQueueEvent":
      return { kind: "enqueued", at };
    case "RemovedFromMergeQueueEvent":
      return { kind: "dequeued", at };
    case "ReviewDismissedEvent":
      return event.review === null
        ? null
        : {
            kind: "review_dismissed",
            at,
            reviewId: event.review.fullDatabaseId,
            was: event.previousReviewState,
          };
    default:
      return null;
  }
}

export function readReview(review: z.infer<typeof reviews>["nodes"][number]): ListedReview {
  return {
    reviewId: review.fullDatabaseId,
    reviewerId: review.author.id,
    reviewerLogin: review.author.login,
    reviewerType: review.author.type,
    state: review.state,
    commitSha: review.commit,
    submittedAt: review.submittedAt,
  };
}
