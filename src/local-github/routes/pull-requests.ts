// Routes of pull requests: the list, one of them, its commits, its reviews, and what happened to it.
import { showFullPullRequest, showPullRequest, showReview } from "../answers/pull-request.ts";
import { fullName, showCommit } from "../answers/repository.ts";
import { showTimeline } from "../answers/timeline.ts";
import { latestSnapshot, type PullRequestNow, pullRequestNow } from "../history/pull-request-now.ts";
import type { PullRequestSnapshot, RememberedPullRequest } from "../history/remembered.ts";
import { notFound } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";

/** GitHub lists no more of a pull request's commits. */
const MOST_COMMITS = 250;

function requirePullRequest(request: RouteRequest): { repository: Repository; pullRequest: PullRequestNow } {
  const repository = requireRepository(request);
  const { pull_number, issue_number } = request.parameters;
  const known = repository.history.pullRequests.get(Number(pull_number ?? issue_number));
  const pullRequest = known === undefined ? null : pullRequestNow(repository, known);
  if (pullRequest === null) throw notFound();
  return { repository, pullRequest };
}

type Listed = readonly [pullRequest: RememberedPullRequest, now: PullRequestSnapshot];

function list(request: RouteRequest): RouteAnswer {
  const { state, origin, query } = request;
  const repository = requireRepository(request);
  const byUpdate = query.sort === "updated";
  const direction =
    query.direction ?? (query.sort === undefined || query.sort === "created" ? "desc" : "asc");
  const wanted = query.state ?? "open";
  const timeIn = ([, now]: Listed) => (byUpdate ? now.updatedAt : now.createdAt);
  const found = [...repository.history.pullRequests.values()]
    .flatMap((one): Listed[] => {
      const now = latestSnapshot(one);
      return now === null ? [] : [[one, now]];
    })
    .filter(([, { state: is }]) => wanted === "all" || is === wanted)
    .filter(([, { baseRef }]) => query.base === undefined || baseRef === query.base)
    .filter(([, now]) => {
      if (query.head === undefined) return true;
      return query.head === `${now.headRepository?.owner.login}:${now.headRef}`;
    })
    .sort((a, b) => (timeIn(a) - timeIn(b) || a[0].number - b[0].number) * (direction === "asc" ? 1 : -1));
  const { page, headers } = paginate(request, `/repos/${fullName(repository)}/pulls`, found);
  const body = page.flatMap(([one]) => {
    const now = pullRequestNow(repository, one);
    return now === null ? [] : [showPullRequest(state, repository, now, origin)];
  });
  return { status: 200, headers, body };
}

function show(request: RouteRequest): RouteAnswer {
  const { repository, pullRequest } = requirePullRequest(request);
  return { status: 200, body: showFullPullRequest(request.state, repository, pullRequest, request.origin) };
}

function listCommits(request: RouteRequest): RouteAnswer {
  const { repository, pullRequest } = requirePullRequest(request);
  const path = `/repos/${fullName(repository)}/pulls/${pullRequest.number}/commits`;
  const { page, headers } = paginate(request, path, pullRequest.commits.slice(0, MOST_COMMITS));
  return { status: 200, headers, body: page.map((commit) => showCommit(repository, commit, request.origin)) };
}

function listReviews(request: RouteRequest): RouteAnswer {
  const { repository, pullRequest } = requirePullRequest(request);
  const path = `/repos/${fullName(repository)}/pulls/${pullRequest.number}/reviews`;
  const { page, headers } = paginate(request, path, pullRequest.reviews);
  const { state, origin } = request;
  const body = page.map((review) => showReview(state, repository, pullRequest, review, origin));
  return { status: 200, headers, body };
}

function listTimeline(request: RouteRequest): RouteAnswer {
  const { repository, pullRequest } = requirePullRequest(request);
  const path = `/repos/${fullName(repository)}/issues/${pullRequest.number}/timeline`;
  const items = showTimeline(request.state, repository, pullRequest, request.origin);
  const { page, headers } = paginate(request, path, items);
  return { status: 200, headers, body: page };
}

const readPullRequests = {
  method: "GET",
  auth: "installation",
  permissions: [["pull_requests", "read"]],
} as const;

export const pullRequestRoutes: readonly Route[] = [
  {
    ...readPullRequests,
    template: "/repos/{owner}/{repo}/pulls",
    operationId: "pulls/list",
    handle: list,
  },
  {
    ...readPullRequests,
    template: "/repos/{owner}/{repo}/pulls/{pull_number}",
    operationId: "pulls/get",
    handle: show,
  },
  {
    ...readPullRequests,
    template: "/repos/{owner}/{repo}/pulls/{pull_number}/commits",
    operationId: "pulls/list-commits",
    handle: listCommits,
  },
  {
    ...readPullRequests,
    template: "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    operationId: "pulls/list-reviews",
    handle: listReviews,
  },
  {
    method: "GET",
    auth: "installation",
    permissions: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
    template: "/repos/{owner}/{repo}/issues/{issue_number}/timeline",
    operationId: "issues/list-events-for-timeline",
    handle: listTimeline,
  },
];
