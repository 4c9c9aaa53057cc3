// What happened to a pull request, as GraphQL's timeline tells it.
import { dateTime, nodeId } from "../answers/account.ts";
import type { PullRequestHappening, PullRequestNow } from "../history/pull-request-now.ts";
import type { Repository } from "../state.ts";
import { showActor } from "./accounts.ts";
import { showCommit } from "./commits.ts";
import { connect, type PageArguments } from "./connection.ts";
import type { GraphQLContext } from "./refusals.ts";
import { showReview } from "./reviews.ts";

const typeNames = {
  ready_for_review: "ReadyForReviewEvent",
  converted_to_draft: "ConvertToDraftEvent",
  closed: "ClosedEvent",
  merged: "MergedEvent",
  reopened: "ReopenedEvent",
  enqueued: "AddedToMergeQueueEvent",
  dequeued: "RemovedFromMergeQueueEvent",
  force_pushed: "HeadRefForcePushedEvent",
  base_changed: "BaseRefChangedEvent",
  review_dismissed: "ReviewDismissedEvent",
} as const;

/** `READY_FOR_REVIEW_EVENT` for `ReadyForReviewEvent`. */
const itemTypeOf = (typeName: string): string => typeName.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();

function detailsOf(
  context: GraphQLContext,
  repository: Repository,
  pullRequest: PullRequestNow,
  happening: PullRequestHappening,
): object {
  const { mergeCommitSha, baseRef } = pullRequest;
  switch (happening.kind) {
    case "merged":
      return {
        commit: () => (mergeCommitSha === null ? null : showCommit(context, repository, mergeCommitSha)),
        mergeRefName: baseRef,
      };
    case "force_pushed":
      return {
        beforeCommit: () => showCommit(context, repository, happening.before),
        afterCommit: () => showCommit(context, repository, happening.after),
      };
    case "base_changed":
      return { previousRefName: happening.from, currentRefName: happening.to, databaseId: happening.id };
    case "review_dismissed":
      return {
        previousReviewState: (happening.review.submittedState ?? "approved").toUpperCase(),
        review: () => showReview(context, repository, happening.review),
        databaseId: happening.id,
        dismissalMessage: null,
      };
    default:
      return {};
  }
}

/** The items of a timeline, in the order of time; `itemTypes` chooses among them. */
export function showTimeline(
  context: GraphQLContext,
  repository: Repository,
  pullRequest: PullRequestNow,
  asked: PageArguments & { readonly itemTypes?: readonly string[] | null; readonly since?: string | null },
) {
  const { happenings, reviews, commits } = pullRequest;
  const items = [
    ...commits.map(({ sha, committedAt }) => ({
      typeName: "PullRequestCommit",
      at: committedAt,
      key: `0 ${sha}`,
      show: (): object => ({ commit: () => showCommit(context, repository, sha) }),
    })),
    ...reviews.map((review) => ({
      typeName: "PullRequestReview",
      at: review.submittedAt,
      key: `1 ${review.id}`,
      show: (): object => showReview(context, repository, review),
    })),
    ...happenings.map((happening, index) => ({
      typeName: typeNames[happening.kind] as string,
      at: happening.at,
      // They come in order; more of them never come before the last.
      key: `2 ${String(index).padStart(5, "0")}`,
      show: (): object => ({
        id: nodeId("Event", happening.id),
        createdAt: dateTime(happening.at),
        actor: showActor(happening.actor, context.origin),
        ...detailsOf(context, repository, pullRequest, happening),
      }),
    })),
  ];
  const since = asked.since ? Date.parse(asked.since) : Number.NEGATIVE_INFINITY;
  const wanted = asked.itemTypes ?? null;
  const chosen = items.filter(
    ({ typeName, at }) => at >= since && (wanted === null || wanted.includes(itemTypeOf(typeName))),
  );
  const shown = connect(
    "timelineItems",
    asked,
    chosen,
    ({ at, key }) => [at, key],
    ({ typeName, show }) => ({ __typename: typeName, ...show() }),
    items.length,
  );
  return { ...shown, filteredCount: chosen.length, updatedAt: dateTime(pullRequest.updatedAt) };
}
