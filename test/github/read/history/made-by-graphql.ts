// The made past as GraphQL answers it: queries are executed against GitHub's own schema, so that no answer can have another form.
import { executeSync, parse } from "graphql";
import nock from "nock";
import { githubGraphqlSchema } from "../../../support/graphql-schema.ts";
import { apiOrigin } from "../../../support/octokit.ts";
import {
  baseSha,
  type MadeAccount,
  type MadeCommit,
  type MadeEvent,
  type MadePullRequest,
  type MadeReview,
} from "./made-past.ts";

interface Paging {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

/** A part of a list, as `first` and `after` or `last` and `before` cut it. */
function connection<Item>(all: readonly Item[], { first, after, last, before }: Paging) {
  const end = last === undefined ? all.length : Number(before ?? all.length);
  const from = last === undefined ? Number(after ?? 0) : Math.max(0, end - last);
  const to = last === undefined ? Math.min(all.length, from + (first ?? 0)) : end;
  return {
    totalCount: all.length,
    nodes: all.slice(from, to),
    pageInfo: {
      hasNextPage: to < all.length,
      endCursor: String(to),
      hasPreviousPage: from > 0,
      startCursor: String(from),
    },
  };
}

/** GraphQL's bots have no ending. */
const actor = (account: MadeAccount | null) =>
  account === null
    ? null
    : {
        __typename: account.type,
        login: account.login.replace("[bot]", ""),
        databaseId: account.id,
      };

const typeOf: Readonly<Record<MadeEvent["event"], string>> = {
  ready_for_review: "ReadyForReviewEvent",
  convert_to_draft: "ConvertToDraftEvent",
  closed: "ClosedEvent",
  reopened: "ReopenedEvent",
  head_ref_force_pushed: "HeadRefForcePushedEvent",
  base_ref_changed: "BaseRefChangedEvent",
  automatic_base_change_succeeded: "AutomaticBaseChangeSucceededEvent",
  added_to_merge_queue: "AddedToMergeQueueEvent",
  removed_from_merge_queue: "RemovedFromMergeQueueEvent",
  review_dismissed: "ReviewDismissedEvent",
  labeled: "LabeledEvent",
};

function eventOf({ event, at, after, review }: MadeEvent) {
  return {
    __typename: typeOf[event],
    createdAt: at,
    beforeCommit: { oid: "8".repeat(40) },
    afterCommit: after === undefined ? null : { oid: after },
    ...{ previousRefName: "main", currentRefName: "next", oldBase: "next", newBase: "main" },
    previousReviewState: review?.was.toUpperCase(),
    review: review === undefined ? null : { fullDatabaseId: String(review.id) },
  };
}

/** `READY_FOR_REVIEW_EVENT` of `ReadyForReviewEvent`. */
const enumOf = (name: string) => name.replace(/(?<=.)(?=[A-Z])/g, "_").toUpperCase();

const reviewOf = (review: MadeReview) => ({
  fullDatabaseId: String(review.id),
  state: review.state,
  submittedAt: review.at,
  author: actor(review.by),
  commit: { oid: review.commit },
});

export function pullOf(pull: MadePullRequest) {
  return {
    number: pull.number,
    author: actor(pull.by),
    isDraft: pull.draft,
    state: pull.mergeSha !== null ? "MERGED" : pull.closedAt === null ? "OPEN" : "CLOSED",
    headRefOid: pull.headSha,
    headRefName: pull.headRef,
    headRepository: pull.headRepositoryId === null ? null : { databaseId: pull.headRepositoryId },
    baseRefName: pull.baseRef,
    baseRefOid: baseSha,
    mergeCommit: pull.mergeSha === null ? null : { oid: pull.mergeSha },
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    labels: { nodes: pull.labels.map((name) => ({ name })) },
    timelineItems: (asked: Paging & { itemTypes: readonly string[] }) => {
      const wanted = pull.events
        .map(eventOf)
        .filter(({ __typename }) => asked.itemTypes.includes(enumOf(__typename)));
      return connection(wanted, asked);
    },
    reviews: (asked: Paging & { states: readonly string[] }) =>
      connection(pull.reviews.filter(({ state }) => asked.states.includes(state)).map(reviewOf), asked),
    commits: (asked: Paging) =>
      connection(
        pull.commits.map(({ sha, at }) => ({ commit: { oid: sha, committedDate: at } })),
        asked,
      ),
  };
}

function commitOf(oid: string, commit: MadeCommit) {
  return {
    __typename: "Commit",
    oid,
    status: commit.statuses.length === 0 ? null : { state: "SUCCESS" },
    checkSuites: (asked: Paging) =>
      connection(
        commit.suites.map((suite) => ({
          databaseId: suite.id,
          app: suite.app === null ? null : { databaseId: suite.app.id, slug: suite.app.slug },
          branch: suite.branch === null ? null : { name: suite.branch },
          status: suite.status.toUpperCase(),
          conclusion: suite.conclusion?.toUpperCase() ?? null,
          updatedAt: suite.updatedAt,
          checkRuns: (runs: Paging & { filterBy: { checkType: string } }) =>
            runs.filterBy.checkType === "LATEST"
              ? { totalCount: suite.latest }
              : connection(
                  suite.runs.map((run) => ({
                    databaseId: run.id,
                    name: run.name,
                    externalId: run.externalId,
                    status: run.status.toUpperCase(),
                    conclusion: run.conclusion?.toUpperCase() ?? null,
                    startedAt: run.startedAt,
                    completedAt: run.completedAt,
                    url: run.url,
                    detailsUrl: null,
                  })),
                  runs,
                ),
        })),
        asked,
      ),
  };
}

export interface MadePast {
  readonly pulls?: readonly MadePullRequest[];
  readonly commits?: ReadonlyMap<string, MadeCommit>;
  /** Of an answer as it is, and the request that it is for. */
  readonly change?: (answer: unknown, variables: Record<string, unknown>) => unknown;
}

/** Answers so many queries; what was asked, in order. */
export function serveGraphql(
  { pulls = [], commits = new Map(), change }: MadePast,
  times = 1,
): Record<string, unknown>[] {
  const asked: Record<string, unknown>[] = [];
  const repository = {
    pullRequests: (paging: Paging) =>
      connection(pulls.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt)).map(pullOf), paging),
    pullRequest: ({ number }: { number: number }) => {
      const pull = pulls.find((own) => own.number === number);
      return pull === undefined ? null : pullOf(pull);
    },
    object: ({ oid }: { oid: string }) => {
      const commit = commits.get(oid);
      return commit === undefined ? null : commitOf(oid, commit);
    },
  };
  nock(apiOrigin)
    .post("/api/graphql")
    .times(times)
    .reply(200, async (request: Request): Promise<object> => {
      const { query, variables }: { query: string; variables: Record<string, unknown> } =
        await request.json();
      asked.push(variables);
      const answer = executeSync({
        schema: githubGraphqlSchema(),
        document: parse(query),
        rootValue: { repository },
        variableValues: variables,
      });
      return (change?.(answer, variables) ?? answer) as object;
    });
  return asked;
}
