// Where a query begins: repositories by name or by node id, and what is left of the budget.
import { dateTime, nodeId } from "../answers/account.ts";
import { fullName } from "../answers/repository.ts";
import { tipOf } from "../history/commits.ts";
import { pullRequestNow } from "../history/pull-request-now.ts";
import { findRepository, type Repository } from "../state.ts";
import { showCommit } from "./commits.ts";
import { listPullRequests, type PullRequestsAsked, showPullRequest } from "./pull-requests.ts";
import { type GraphQLContext, mayRead, refusal, requirePermission } from "./refusals.ts";

function showRef(context: GraphQLContext, repository: Repository, qualified: string) {
  const name = qualified.replace(/^refs\/(heads|tags)\//, "");
  const isTag = qualified.startsWith("refs/tags/");
  const sha = isTag ? repository.tags.get(name) : tipOf(repository, name);
  if (sha === undefined) return null;
  return {
    __typename: "Ref",
    id: nodeId(`Ref:${qualified}`, repository.id),
    name,
    prefix: isTag ? "refs/tags/" : "refs/heads/",
    target: () => showCommit(context, repository, sha),
  };
}

function showRepository(context: GraphQLContext, repository: Repository) {
  const { id, name, owner, visibility, defaultBranch } = repository;
  const url = `${context.state.webOrigin ?? context.origin}/${fullName(repository)}`;
  const may = (permission: string) => requirePermission(context, repository, permission);
  return {
    __typename: "Repository",
    id: nodeId("Repository", id),
    databaseId: id,
    name,
    nameWithOwner: fullName(repository),
    url,
    owner: {
      __typename: owner.type,
      id: nodeId(owner.type, owner.id),
      login: owner.login,
      databaseId: owner.id,
    },
    visibility: visibility.toUpperCase(),
    isPrivate: visibility !== "public",
    isArchived: repository.archived,
    isFork: false,
    isDisabled: false,
    isEmpty: repository.commits.size === 0,
    createdAt: dateTime(repository.createdAt),
    updatedAt: dateTime(repository.pushedAt),
    pushedAt: dateTime(repository.pushedAt),
    defaultBranchRef: () => showRef(context, repository, `refs/heads/${defaultBranch}`),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => {
      may("contents");
      return showRef(context, repository, qualifiedName);
    },
    object: ({ oid, expression }: { readonly oid?: string | null; readonly expression?: string | null }) => {
      may("contents");
      const sha = oid ?? tipOf(repository, expression ?? "") ?? expression;
      return sha === null || sha === undefined ? null : showCommit(context, repository, sha);
    },
    pullRequests: (asked: PullRequestsAsked) => {
      may("pull_requests");
      return listPullRequests(context, repository, asked);
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      may("pull_requests");
      const known = repository.history.pullRequests.get(number);
      const now = known === undefined ? null : pullRequestNow(repository, known);
      if (now === null) {
        throw refusal("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      }
      return showPullRequest(context, repository, now);
    },
  };
}

export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  /** Unix seconds. */
  readonly reset: number;
}

/** The root of every query. `budget` is what is left after this one. */
export function makeRoot(
  context: GraphQLContext,
  { points, nodes }: { readonly points: number; readonly nodes: number },
  budget: Budget,
) {
  const byNodeId = (wanted: string): Repository | undefined =>
    [...context.state.repositories.values()].find(
      (one) => nodeId("Repository", one.id) === wanted && mayRead(context, one),
    );
  return {
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const found = findRepository(context.state, `${owner}/${name}`);
      if (found === undefined || !mayRead(context, found)) {
        throw refusal("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return showRepository(context, found);
    },
    nodes: ({ ids }: { readonly ids: readonly string[] }) => {
      if (ids.length > 100) {
        throw refusal(
          "ARGUMENT_LIMIT",
          `You may not provide more than 100 node ids; you provided ${ids.length}.`,
        );
      }
      return ids.map((id) => {
        const found = byNodeId(id);
        return found === undefined
          ? refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`)
          : showRepository(context, found);
      });
    },
    rateLimit: {
      cost: points,
      nodeCount: nodes,
      limit: budget.limit,
      remaining: budget.remaining,
      used: budget.used,
      resetAt: dateTime(budget.reset * 1000),
    },
  };
}
