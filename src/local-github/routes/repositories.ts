// Routes of a repository itself, by name and by id.
import { holds } from "../access.ts";
import { showRepository } from "../answers/repository.ts";
import { ownsRepository } from "../credentials.ts";
import { type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";
import type { Token } from "../token.ts";

/** A person is told what they may do here, an app is not; GitHub words a person's rights by their role. */
function rolesOf(token: Token, repository: Repository) {
  const own = ownsRepository(token, repository);
  const has = (name: string, level: string) => own && holds(token, [name, level], repository);
  const admin = has("administration", "read");
  const push = admin || has("contents", "write");
  return { admin, maintain: admin, push, triage: push, pull: true };
}

/** A repository as this token is shown it: `security_and_analysis` is only for those who may administer. */
export function showRepositoryTo({ token, origin }: RouteRequest, repository: Repository) {
  const shown = showRepository(repository, origin);
  if (token === null) return shown;
  const mine = ownsRepository(token, repository);
  const roles = token.kind === "installation" ? {} : { permissions: rolesOf(token, repository) };
  const administers =
    holds(token, ["administration", "read"], repository) ||
    holds(token, ["administration", "write"], repository);
  if (!administers || !mine) return { ...shown, ...roles };
  const features = [...repository.security.features].map(([name, enabled]) => [
    name,
    { status: enabled ? "enabled" : "disabled" },
  ]);
  return { ...shown, ...roles, security_and_analysis: Object.fromEntries(features) };
}

const show = (request: RouteRequest) => ({
  status: 200,
  body: showRepositoryTo(request, requireRepository(request)),
});

export const repositoryRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}",
    operationId: "repos/get",
    auth: "installation",
    permissions: [["metadata", "read"]],
    handle: show,
  },
  {
    method: "GET",
    template: "/repositories/{repository_id}",
    operationId: null,
    auth: "installation",
    permissions: [["metadata", "read"]],
    handle: show,
  },
];
