// Routes of labels: read, made.
import type { operations } from "@octokit/openapi-types";
import { showLabel } from "../answers/issue.ts";
import { fullName } from "../answers/repository.ts";
import { notFound, validationFailed } from "../refusal.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Label } from "../state.ts";

type Create = operations["issues/create-label"]["requestBody"]["content"]["application/json"];

function get(request: RouteRequest) {
  const repository = requireRepository(request);
  const label = repository.labels.get((request.parameters.name ?? "").toLowerCase());
  if (label === undefined) throw notFound();
  return { status: 200, body: showLabel(repository, label, request.origin) };
}

function list(request: RouteRequest) {
  const repository = requireRepository(request);
  const { page, headers } = paginate(request, `/repos/${fullName(repository)}/labels`, [
    ...repository.labels.values(),
  ]);
  return { status: 200, headers, body: page.map((label) => showLabel(repository, label, request.origin)) };
}

function create(request: RouteRequest) {
  const repository = requireRepository(request);
  const body = request.body as Create;
  if (repository.labels.has(body.name.toLowerCase())) {
    throw validationFailed([{ resource: "Label", field: "name", code: "already_exists" }]);
  }
  if (body.color !== undefined && !/^[0-9a-f]{6}$/i.test(body.color)) {
    throw validationFailed([{ resource: "Label", field: "color", code: "invalid" }]);
  }
  if ((body.description?.length ?? 0) > 100) {
    const message = "description is too long (maximum is 100 characters)";
    throw validationFailed([{ resource: "Label", field: "description", code: "custom", message }]);
  }
  const label: Label = {
    id: request.state.nextId(),
    name: body.name,
    color: body.color ?? "ededed",
    description: body.description ?? null,
  };
  repository.labels.set(label.name.toLowerCase(), label);
  return { status: 201, body: showLabel(repository, label, request.origin) };
}

export const labelRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/labels/{name}",
    operationId: "issues/get-label",
    auth: "installation",
    permissions: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
    handle: get,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/labels",
    operationId: "issues/list-labels-for-repo",
    auth: "installation",
    permissions: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
    handle: list,
  },
  {
    method: "POST",
    template: "/repos/{owner}/{repo}/labels",
    operationId: "issues/create-label",
    auth: "installation",
    permissions: [
      ["issues", "write"],
      ["pull_requests", "write"],
    ],
    createsContent: true,
    handle: create,
  },
];
