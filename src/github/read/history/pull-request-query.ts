// The queries of GraphQL for pull requests: a page of them, and the rest of one that has more than fits in a page.

const events = [
  "READY_FOR_REVIEW_EVENT",
  "CONVERT_TO_DRAFT_EVENT",
  "CLOSED_EVENT",
  "REOPENED_EVENT",
  "HEAD_REF_FORCE_PUSHED_EVENT",
  "BASE_REF_CHANGED_EVENT",
  "AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT",
  "ADDED_TO_MERGE_QUEUE_EVENT",
  "REMOVED_FROM_MERGE_QUEUE_EVENT",
  "REVIEW_DISMISSED_EVENT",
].join(", ");

/** Reviews that were handed in: one that is still being written is nobody's business. */
const states = "APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED";

const fragments = `
fragment account on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
  ... on Organization { databaseId }
}
fragment timeline on PullRequestTimelineItemsConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    __typename
    ... on ReadyForReviewEvent { createdAt }
    ... on ConvertToDraftEvent { createdAt }
    ... on ClosedEvent { createdAt }
    ... on ReopenedEvent { createdAt }
    ... on HeadRefForcePushedEvent { createdAt beforeCommit { oid } afterCommit { oid } }
    ... on BaseRefChangedEvent { createdAt previousRefName currentRefName }
    ... on AutomaticBaseChangeSucceededEvent { createdAt oldBase newBase }
    ... on AddedToMergeQueueEvent { createdAt }
    ... on RemovedFromMergeQueueEvent { createdAt }
    ... on ReviewDismissedEvent { createdAt previousReviewState review { fullDatabaseId } }
  }
}
fragment reviews on PullRequestReviewConnection {
  pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId state submittedAt author { ...account } commit { oid } }
}
fragment commits on PullRequestCommitConnection {
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes { commit { oid committedDate } }
}`;

/** A page of pull requests, last updated first. */
export const pullRequestsQuery = `query ($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        author { ...account }
        isDraft
        state
        headRefOid
        headRefName
        headRepository { databaseId }
        baseRefName
        baseRefOid
        mergeCommit { oid }
        createdAt
        updatedAt
        closedAt
        labels(first: 100) { nodes { name } }
        timelineItems(first: 100, itemTypes: [${events}]) { ...timeline }
        reviews(first: 50, states: [${states}]) { ...reviews }
        commits(last: 100) { ...commits }
      }
    }
  }
}${fragments}`;

/** The next part of each of a pull request's lists, where it is asked for. */
export const restQuery = `query (
  $owner: String!, $name: String!, $number: Int!,
  $moreEvents: Boolean!, $events: String, $moreReviews: Boolean!, $reviews: String,
  $moreCommits: Boolean!, $commits: String
) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      timelineItems(first: 100, after: $events, itemTypes: [${events}]) @include(if: $moreEvents) { ...timeline }
      reviews(first: 100, after: $reviews, states: [${states}]) @include(if: $moreReviews) { ...reviews }
      commits(last: 100, before: $commits) @include(if: $moreCommits) { ...commits }
    }
  }
}${fragments}`;
