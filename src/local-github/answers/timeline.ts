// What happened to a pull request, as the REST API's timeline tells it.
import type { KnownCommit } from "../history/commits.ts";
import type { PullRequestHappening, PullRequestNow } from "../history/pull-request-now.ts";
import { reviewState } from "../history/pull-request-now.ts";
import type { RememberedReview } from "../history/remembered.ts";
import type { LocalState, Repository } from "../state.ts";
import { dateTime, nodeId, showAccount } from "./account.ts";
import { showReview } from "./pull-request.ts";
import { repositoryUrl, showCommit } from "./repository.ts";

const eventNames = {
  ready_for_review: "ready_for_review",
  converted_to_draft: "convert_to_draft",
  closed: "closed",
  merged: "merged",
  reopened: "reopened",
  enqueued: "added_to_merge_queue",
  dequeued: "removed_from_merge_queue",
  force_pushed: "head_ref_force_pushed",
  base_changed: "base_ref_changed",
  review_dismissed: "review_dismissed",
} as const;

/** GitHub's timeline names no commit before a force-push, and no base before a change of it. */
function commitIdOf(pullRequest: PullRequestNow, happening: PullRequestHappening): string | null {
  if (happening.kind === "force_pushed") return happening.after;
  return happening.kind === "merged" ? pullRequest.mergeCommitSha : null;
}

function showHappening(
  repository: Repository,
  pullRequest: PullRequestNow,
  happening: PullRequestHappening,
  origin: string,
) {
  const { id, at, actor, kind } = happening;
  const api = repositoryUrl(repository, origin);
  const commitId = commitIdOf(pullRequest, happening);
  const dismissed =
    kind === "review_dismissed"
      ? {
          dismissed_review: {
            state: happening.review.submittedState ?? "approved",
            review_id: happening.review.id,
            dismissal_message: null,
          },
        }
      : {};
  return {
    id,
    node_id: nodeId("Event", id),
    url: `${api}/issues/events/${id}`,
    actor: showAccount(actor ?? pullRequest.author ?? { id: 10_137, login: "ghost", type: "User" }, origin),
    event: eventNames[kind],
    commit_id: commitId,
    commit_url: commitId === null ? null : `${api}/commits/${commitId}`,
    created_at: dateTime(at),
    performed_via_github_app: null,
    ...dismissed,
  };
}

function showCommitted(repository: Repository, commit: KnownCommit, origin: string) {
  const { url, html_url, node_id, parents, commit: git } = showCommit(repository, commit, origin);
  const { author, committer, message, tree } = git;
  const verification = {
    verified: false,
    reason: "unsigned",
    signature: null,
    payload: null,
    verified_at: null,
  };
  return {
    event: "committed",
    sha: commit.sha,
    node_id,
    url: url.replace("/commits/", "/git/commits/"),
    html_url,
    author,
    committer,
    message,
    tree,
    parents,
    verification,
  };
}

/** Everything, earliest first; at the same second commits come before what was done to them. */
export function showTimeline(
  state: LocalState,
  repository: Repository,
  pullRequest: PullRequestNow,
  origin: string,
): unknown[] {
  const reviewed = (review: RememberedReview) => ({
    ...showReview(state, repository, pullRequest, review, origin),
    event: "reviewed",
    state: reviewState(review),
  });
  const items = [
    ...pullRequest.commits.map((commit) => ({
      at: commit.committedAt,
      shown: showCommitted(repository, commit, origin) as unknown,
    })),
    ...pullRequest.reviews.map((review) => ({ at: review.submittedAt, shown: reviewed(review) as unknown })),
    ...pullRequest.happenings.map((happening) => ({
      at: happening.at,
      shown: showHappening(repository, pullRequest, happening, origin) as unknown,
    })),
  ];
  return items.toSorted((a, b) => a.at - b.at).map(({ shown }) => shown);
}
