// Pull requests in GraphQL.
import { dateTime, nodeId } from "../answers/account.ts";
import { fullName } from "../answers/repository.ts";
import type { KnownCommit } from "../history/commits.ts";
import {
  latestSnapshot,
  type PullRequestNow,
  pullRequestNow,
  reviewState,
} from "../history/pull-request-now.ts";
import type { PullRequestSnapshot, RememberedPullRequest } from "../history/remembered.ts";
import type { Repository } from "../state.ts";
import { showActor } from "./accounts.ts";
import { showCommit } from "./commits.ts";
import { connect, type PageArguments } from "./connection.ts";
import type { GraphQLContext } from "./refusals.ts";
import { showReview } from "./reviews.ts";
import { showTimeline } from "./timeline.ts";

const timeOrNull = (at: number | null): string | null => (at === null ? null : dateTime(at));
const stateOf = ({ mergedAt, state }: PullRequestSnapshot): string =>
  mergedAt !== null ? "MERGED" : state.toUpperCase();

function showHeadRepository({ headRepository }: PullRequestNow, repository: Repository) {
  if (headRepository === null) return null;
  const { id, name, owner } = headRepository;
  return {
    id: nodeId("Repository", id),
    databaseId: id,
    name,
    nameWithOwner: `${owner.login}/${name}`,
    isFork: id !== repository.id,
    owner: { __typename: owner.type === "Organization" ? "Organization" : "User", login: owner.login },
  };
}

export function showPullRequest(
  context: GraphQLContext,
  repository: Repository,
  pullRequest: PullRequestNow,
) {
  const { origin, state } = context;
  const { id, number, headSha, mergeCommitSha, mergedAt, labels, reviews } = pullRequest;
  const url = `${state.webOrigin ?? origin}/${fullName(repository)}/pull/${number}`;
  return {
    __typename: "PullRequest",
    id: nodeId("PullRequest", id),
    databaseId: id,
    fullDatabaseId: String(id),
    number,
    title: pullRequest.title,
    url,
    permalink: url,
    isDraft: pullRequest.draft,
    state: stateOf(pullRequest),
    closed: pullRequest.state === "closed",
    headRefOid: headSha,
    headRefName: pullRequest.headRef,
    headRepository: () => showHeadRepository(pullRequest, repository),
    isCrossRepository: pullRequest.headRepository?.id !== repository.id,
    baseRefName: pullRequest.baseRef,
    baseRefOid: pullRequest.baseSha,
    merged: pullRequest.merged,
    mergedAt: timeOrNull(mergedAt),
    mergeCommit: () =>
      mergedAt === null || mergeCommitSha === null ? null : showCommit(context, repository, mergeCommitSha),
    createdAt: dateTime(pullRequest.createdAt),
    closedAt: timeOrNull(pullRequest.closedAt),
    updatedAt: dateTime(pullRequest.updatedAt),
    author: showActor(pullRequest.author, origin),
    labels: (asked: PageArguments) => {
      const show = (label: (typeof labels)[number]) => ({
        id: nodeId("Label", label.id),
        name: label.name,
        color: label.color,
        description: label.description,
      });
      return connect("labels", asked, labels, (label) => [labels.indexOf(label), ""], show);
    },
    commits: (asked: PageArguments) => {
      const { commits, commitCount } = pullRequest;
      const show = ({ sha }: KnownCommit) => ({
        id: nodeId(`PullRequestCommit:${sha}`, id),
        commit: () => showCommit(context, repository, sha),
      });
      const place = (commit: KnownCommit) => [commits.indexOf(commit), ""] as const;
      return connect("commits", asked, commits, place, show, commitCount ?? commits.length);
    },
    reviews: (
      asked: PageArguments & { readonly states?: readonly string[] | null; readonly author?: string | null },
    ) => {
      const states = asked.states ?? null;
      const chosen = reviews.filter(
        (review) =>
          (states === null || states.includes(reviewState(review).toUpperCase())) &&
          (!asked.author || review.author?.login === asked.author),
      );
      const show = (review: (typeof reviews)[number]) => showReview(context, repository, review);
      return connect("reviews", asked, chosen, (review) => [review.submittedAt, review.id], show);
    },
    timelineItems: (asked: Parameters<typeof showTimeline>[3]) =>
      showTimeline(context, repository, pullRequest, asked),
  };
}

export type PullRequestsAsked = PageArguments & {
  readonly orderBy?: { readonly field: string; readonly direction: "ASC" | "DESC" } | null;
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
  readonly labels?: readonly string[] | null;
};

type Listed = readonly [pullRequest: RememberedPullRequest, now: PullRequestSnapshot];

/** In the order that is asked for; by number without one. */
export function listPullRequests(context: GraphQLContext, repository: Repository, asked: PullRequestsAsked) {
  const { orderBy, states = null, baseRefName, headRefName, labels = null } = asked;
  const chosen = [...repository.history.pullRequests.values()]
    .flatMap((one): Listed[] => {
      const now = latestSnapshot(one);
      return now === null ? [] : [[one, now]];
    })
    .filter(
      ([, now]) =>
        (states === null || states.includes(stateOf(now))) &&
        (!baseRefName || now.baseRef === baseRefName) &&
        (!headRefName || now.headRef === headRefName) &&
        (labels === null || now.labels.some(({ name }) => labels.includes(name))),
    );
  const sign = orderBy?.direction === "DESC" ? -1 : 1;
  const rankOf = ([, now]: Listed) => (orderBy?.field === "UPDATED_AT" ? now.updatedAt : now.createdAt);
  const show = ([one]: Listed) => {
    const now = pullRequestNow(repository, one);
    return now === null ? null : showPullRequest(context, repository, now);
  };
  const place = (one: Listed) => [orderBy ? sign * rankOf(one) : 0, sign * one[0].number] as const;
  return connect("pullRequests", asked, chosen, place, show);
}
