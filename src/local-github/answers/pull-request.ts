// A pull request and its reviews as GitHub's REST API shows them.
import type { components } from "@octokit/openapi-types";
import { type PullRequestNow, reviewState } from "../history/pull-request-now.ts";
import type { RememberedAccount, RememberedHeadRepository, RememberedReview } from "../history/remembered.ts";
import type { LocalState, Repository } from "../state.ts";
import { dateTime, nodeId, showAccount } from "./account.ts";
import { fullName, repositoryUrl, showRepository } from "./repository.ts";

type Simple = components["schemas"]["pull-request-simple"];
type Full = components["schemas"]["pull-request"];
type Review = components["schemas"]["pull-request-review"];

/** The repository that a head comes from: this one or a fork of it; null when it is gone. */
export function showHeadRepository(repository: Repository, head: RememberedHeadRepository, origin: string) {
  if (head === null) return null;
  if (head.id === repository.id) return showRepository(repository, origin);
  const owner = { ...head.owner, type: head.owner.type === "Bot" ? ("User" as const) : head.owner.type };
  return { ...showRepository({ ...repository, id: head.id, name: head.name, owner }, origin), fork: true };
}

const ghost: RememberedAccount = { id: 10_137, login: "ghost", type: "User" };
const timeOrNull = (at: number | null): string | null => (at === null ? null : dateTime(at));

/** As lists show it. */
export function showPullRequest(
  state: LocalState,
  repository: Repository,
  pullRequest: PullRequestNow,
  origin: string,
): Simple {
  const { number, id, author, headSha, headRef, baseSha, baseRef, labels } = pullRequest;
  const api = repositoryUrl(repository, origin);
  const url = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  const html = `${state.webOrigin ?? origin}/${fullName(repository)}/pull/${number}`;
  const link = (href: string) => ({ href });
  const user = showAccount(author ?? ghost, origin);
  const headOwner = pullRequest.headRepository?.owner ?? author ?? ghost;
  const shown = {
    url,
    id,
    node_id: nodeId("PullRequest", id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${api}/statuses/${headSha}`,
    number,
    state: pullRequest.state,
    locked: false,
    title: pullRequest.title,
    user: author === null ? null : user,
    body: null,
    labels: labels.map((label) => ({
      ...label,
      node_id: nodeId("Label", label.id),
      url: `${api}/labels/${encodeURIComponent(label.name)}`,
      description: label.description ?? "",
      default: false,
    })),
    milestone: null,
    created_at: dateTime(pullRequest.createdAt),
    updated_at: dateTime(pullRequest.updatedAt),
    closed_at: timeOrNull(pullRequest.closedAt),
    merged_at: timeOrNull(pullRequest.mergedAt),
    merge_commit_sha: pullRequest.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    draft: pullRequest.draft,
    head: {
      label: `${headOwner.login}:${headRef}`,
      ref: headRef,
      sha: headSha,
      user: showAccount(headOwner, origin),
      repo: showHeadRepository(repository, pullRequest.headRepository, origin),
    },
    base: {
      label: `${repository.owner.login}:${baseRef}`,
      ref: baseRef,
      sha: baseSha,
      user: showAccount(repository.owner, origin),
      repo: showRepository(repository, origin),
    },
    _links: {
      self: link(url),
      html: link(html),
      issue: link(issue),
      comments: link(`${issue}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${api}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(`${api}/statuses/${headSha}`),
    },
    author_association: "MEMBER" as const,
    auto_merge: null,
  };
  return shown as unknown as Simple;
}

/** As it is shown alone. */
export function showFullPullRequest(
  state: LocalState,
  repository: Repository,
  pullRequest: PullRequestNow,
  origin: string,
): Full {
  const shown = {
    ...showPullRequest(state, repository, pullRequest, origin),
    merged: pullRequest.merged,
    mergeable: pullRequest.merged ? null : true,
    rebaseable: null,
    mergeable_state: "unknown",
    merged_by: null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pullRequest.commitCount ?? 0,
    additions: 0,
    deletions: 0,
    changed_files: 0,
  };
  return shown as unknown as Full;
}

export function showReview(
  state: LocalState,
  repository: Repository,
  pullRequest: PullRequestNow,
  review: RememberedReview,
  origin: string,
): Review {
  const html = `${state.webOrigin ?? origin}/${fullName(repository)}/pull/${pullRequest.number}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(repository, origin)}/pulls/${pullRequest.number}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: review.author === null ? null : showAccount(review.author, origin),
    body: "",
    state: reviewState(review).toUpperCase(),
    html_url: html,
    pull_request_url: url,
    author_association: "MEMBER",
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: dateTime(review.submittedAt),
    commit_id: review.commitSha,
  };
}
