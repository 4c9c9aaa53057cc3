// Routes of a repository itself, by name and by id.
import { showRepository } from "../answers/repository.ts";
import { type Route, type RouteRequest, requireRepository } from "../route.ts";

const show = (request: RouteRequest) => ({
  status: 200,
  body: showRepository(requireRepository(request), request.origin),
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
