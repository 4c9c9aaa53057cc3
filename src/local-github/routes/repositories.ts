// Routes of a repository itself, by name and by id.
import { showRepository } from "../answers/repository.ts";
import { type Route, type RouteRequest, requireRepository } from "../route.ts";

/** `security_and_analysis` is only for those who may administer. */
function show(request: RouteRequest) {
  const repository = requireRepository(request);
  const shown = showRepository(repository, request.origin);
  if (request.token?.permissions.administration === undefined) return { status: 200, body: shown };
  const features = [...repository.security.features].map(([name, enabled]) => [
    name,
    { status: enabled ? "enabled" : "disabled" },
  ]);
  return { status: 200, body: { ...shown, security_and_analysis: Object.fromEntries(features) } };
}

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
