// A page of pull requests by GraphQL. What does not fit in a page of one of them is asked for, up to a bound.
import type { ListedPullRequest } from "../../../core/listed-history/listed.ts";
import type { Ask } from "../../ask.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import {
  type AnsweredPullRequest,
  pullRequestsAnswer,
  readEvent,
  readReview,
  restAnswer,
} from "./pull-request-answer.ts";
import { maximumCommits, settled } from "./pull-request-events.ts";
import { pullRequestsQuery, restQuery } from "./pull-request-query.ts";

export const pullRequestsAtOnce = 25;

/** More pages of a pull request's lists than the first: a thousand events are enough for anybody. */
const maximumRests = 10;

export async function askPullRequests(
  ask: Ask,
  repository: RepositoryAddress,
  first: number,
  after: string | null,
): Promise<{ items: ListedPullRequest[]; endCursor: string | null }> {
  const { owner, name, installationId } = repository;
  const variables = { owner, name, first, after };
  const answer = await ask.graphql(installationId, pullRequestsQuery, variables, pullRequestsAnswer);
  const { pageInfo, nodes } = answer.repository.pullRequests;
  const items: ListedPullRequest[] = [];
  for (const pull of nodes) items.push(await readWhole(ask, repository, pull));
  return { items, endCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** Reads on where a list goes on; the newest commits are enough. */
async function readWhole(
  ask: Ask,
  repository: RepositoryAddress,
  pull: AnsweredPullRequest,
): Promise<ListedPullRequest> {
  const events = [...pull.timelineItems.nodes];
  const reviews = [...pull.reviews.nodes];
  let commits = [...pull.commits.nodes];
  let [eventPage, reviewPage, commitPage] = [
    pull.timelineItems.pageInfo,
    pull.reviews.pageInfo,
    pull.commits.pageInfo,
  ];
  for (let rests = 0; ; rests++) {
    const moreEvents = eventPage.hasNextPage;
    const moreReviews = reviewPage.hasNextPage;
    const moreCommits = commitPage.hasPreviousPage && commits.length < maximumCommits;
    if (rests === maximumRests || !(moreEvents || moreReviews || moreCommits)) break;
    const { owner, name, installationId } = repository;
    const { repository: rest } = await ask.graphql(
      installationId,
      restQuery,
      {
        ...{ owner, name, number: pull.number, moreEvents, moreReviews, moreCommits },
        ...{ events: eventPage.endCursor, reviews: reviewPage.endCursor, commits: commitPage.startCursor },
      },
      restAnswer,
    );
    const { timelineItems, reviews: nextReviews, commits: earlier } = rest.pullRequest;
    events.push(...(timelineItems?.nodes ?? []));
    reviews.push(...(nextReviews?.nodes ?? []));
    commits = [...(earlier?.nodes ?? []), ...commits];
    eventPage = timelineItems?.pageInfo ?? eventPage;
    reviewPage = nextReviews?.pageInfo ?? reviewPage;
    commitPage = earlier?.pageInfo ?? commitPage;
  }
  const complete = !eventPage.hasNextPage && !reviewPage.hasNextPage;
  const newest = commits.slice(-maximumCommits);
  return settled({
    ...readPullRequest(pull),
    events: events.map(readEvent).filter((event) => event !== null),
    reviews: reviews.map(readReview),
    commits: newest.map(({ commit }) => ({ sha: commit.oid, committedAt: commit.committedDate })),
    complete: complete && newest.length >= pull.commits.totalCount,
  });
}

function readPullRequest(pull: AnsweredPullRequest) {
  const merged = pull.state === "MERGED";
  return {
    number: pull.number,
    authorId: pull.author.id,
    authorLogin: pull.author.login,
    authorType: pull.author.type,
    draft: pull.isDraft,
    state: pull.state === "OPEN" ? ("open" as const) : ("closed" as const),
    headSha: pull.headRefOid,
    headRef: pull.headRefName,
    headRepositoryId: pull.headRepository?.databaseId ?? null,
    baseRef: pull.baseRefName,
    baseSha: pull.baseRefOid,
    merged,
    mergeCommitSha: merged ? pull.mergeCommit : null,
    commitCount: pull.commits.totalCount,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    labels: (pull.labels?.nodes ?? []).map(({ name }) => name),
  };
}
