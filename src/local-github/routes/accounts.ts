// Routes of accounts: who asks, and the repositories of an organisation or of a person, as far as the token sees them.

import { seesRepository } from "../access.ts";
import { dateTime, showAccount } from "../answers/account.ts";
import { fullName } from "../answers/repository.ts";
import { ownsRepository } from "../credentials.ts";
import { notFound, Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest } from "../route.ts";
import type { Account, LocalState, Repository } from "../state.ts";
import { notAccessible } from "../token.ts";
import { showRepositoryTo } from "./repositories.ts";

type Order = "created" | "updated" | "pushed" | "full_name";

function findAccount({ installations, repositories }: LocalState, login: string): Account | undefined {
  const known = [
    ...[...installations.values()].map(({ account }) => account),
    ...[...repositories.values()].map(({ owner }) => owner),
  ];
  return known.find((account) => account.login.toLowerCase() === login.toLowerCase());
}

const timeOf = { created: "createdAt", updated: "pushedAt", pushed: "pushedAt" } as const;

/** Times newest first and names from A on, unless the query turns it round. */
function sorted(repositories: readonly Repository[], order: Order, direction: string | undefined) {
  const byName = order === "full_name";
  const turn = (direction ?? (byName ? "asc" : "desc")) === "asc" ? 1 : -1;
  const compare = (a: Repository, b: Repository): number => {
    if (order === "full_name") return fullName(a).toLowerCase() < fullName(b).toLowerCase() ? -1 : 1;
    const time = timeOf[order];
    return a[time] - b[time] || a.id - b.id;
  };
  return repositories.toSorted((a, b) => turn * compare(a, b));
}

function listOf(
  request: RouteRequest,
  path: string,
  usualOrder: Order,
  wanted: (repository: Repository) => boolean,
): RouteAnswer {
  const { state, query } = request;
  const { type = "all", visibility = "all" } = query;
  const kinds = [type, visibility];
  const found = [...state.repositories.values()].filter(
    (repository) =>
      wanted(repository) &&
      kinds.every((kind) => (kind !== "public" && kind !== "private") || repository.visibility === kind) &&
      !kinds.includes("forks"),
  );
  const order = (query.sort as Order | undefined) ?? usualOrder;
  const { page, headers } = paginate(request, path, sorted(found, order, query.direction));
  return { status: 200, headers, body: page.map((repository) => showRepositoryTo(request, repository)) };
}

function listOfOrganisation(request: RouteRequest): RouteAnswer {
  const { state, parameters, token } = request;
  const account = findAccount(state, parameters.org ?? "");
  if (account?.type !== "Organization") throw notFound();
  return listOf(
    request,
    `/orgs/${account.login}/repos`,
    "created",
    (repository) => repository.owner.id === account.id && token !== null && seesRepository(token, repository),
  );
}

/** Only what is public, whoever asks. */
function listOfPerson(request: RouteRequest): RouteAnswer {
  const account = findAccount(request.state, request.parameters.username ?? "");
  if (account === undefined) throw notFound();
  return listOf(
    request,
    `/users/${account.login}/repos`,
    "full_name",
    ({ owner, visibility }) => owner.id === account.id && visibility === "public",
  );
}

/** @throws Refusal 403 for those who are nobody: an app's installation, a workflow. */
function requirePerson({ token }: RouteRequest) {
  if (token === null || token.kind === "installation" || token.kind === "workflow")
    throw new Refusal(403, token === null ? "Requires authentication" : notAccessible(token));
  return token;
}

function listOwn(request: RouteRequest): RouteAnswer {
  const token = requirePerson(request);
  return listOf(
    request,
    "/user/repos",
    "full_name",
    (repository) => ownsRepository(token, repository) && seesRepository(token, repository),
  );
}

function showMyself(request: RouteRequest): RouteAnswer {
  const { account } = requirePerson(request);
  const since = dateTime(0);
  return {
    status: 200,
    body: {
      ...showAccount(account, request.origin),
      user_view_type: "public",
      name: null,
      company: null,
      blog: null,
      location: null,
      email: null,
      hireable: null,
      bio: null,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: since,
      updated_at: since,
    },
  };
}

const ask = { method: "GET", auth: "installation", permissions: [] } as const;

export const accountRoutes: readonly Route[] = [
  {
    ...ask,
    template: "/user",
    operationId: "users/get-authenticated",
    handle: showMyself,
  },
  {
    ...ask,
    template: "/user/repos",
    operationId: "repos/list-for-authenticated-user",
    handle: listOwn,
  },
  {
    ...ask,
    template: "/orgs/{org}/repos",
    operationId: "repos/list-for-org",
    handle: listOfOrganisation,
  },
  {
    ...ask,
    template: "/users/{username}/repos",
    operationId: "repos/list-for-user",
    handle: listOfPerson,
  },
];
