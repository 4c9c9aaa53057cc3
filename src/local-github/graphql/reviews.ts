// Reviews in GraphQL.
import { dateTime, nodeId } from "../answers/account.ts";
import { reviewState } from "../history/pull-request-now.ts";
import type { RememberedReview } from "../history/remembered.ts";
import type { Repository } from "../state.ts";
import { showActor } from "./accounts.ts";
import { showCommit } from "./commits.ts";
import type { GraphQLContext } from "./refusals.ts";

export function showReview(context: GraphQLContext, repository: Repository, review: RememberedReview) {
  const { id, author, submittedAt, commitSha } = review;
  return {
    __typename: "PullRequestReview",
    id: nodeId("PullRequestReview", id),
    databaseId: id,
    fullDatabaseId: String(id),
    state: reviewState(review).toUpperCase(),
    createdAt: dateTime(submittedAt),
    submittedAt: dateTime(submittedAt),
    author: showActor(author, context.origin),
    body: "",
    commit: () => (commitSha === null ? null : showCommit(context, repository, commitSha)),
  };
}
