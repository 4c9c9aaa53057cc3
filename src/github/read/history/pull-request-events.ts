// What happened to a pull request, in one order, however it was read.
import type { ListedPullRequest, ListedPullRequestEvent } from "../../../core/listed-history/listed.ts";

/** Commits that GitHub tells of a pull request; a contract of `ListedPullRequest`. */
export const maximumCommits = 250;

/** By time; what is of one second by its content, so that no order of GitHub's decides. */
function inOrder(a: ListedPullRequestEvent, b: ListedPullRequestEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The same with lists in their order, and a closing that GitHub's events leave out told by its time. */
export function settled(pull: ListedPullRequest): ListedPullRequest {
  const events = pull.events.toSorted(inOrder);
  const last = events.findLast(({ kind }) => kind === "closed" || kind === "reopened");
  if (pull.closedAt !== null && pull.state === "closed" && last?.kind !== "closed")
    events.push({ kind: "closed", at: pull.closedAt });
  return {
    ...pull,
    labels: pull.labels.toSorted(),
    events: events.sort(inOrder),
    reviews: pull.reviews.toSorted((a, b) => a.submittedAt - b.submittedAt || a.reviewId - b.reviewId),
  };
}
