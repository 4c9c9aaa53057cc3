// Routes of issues: listed by label and state, created, changed.
import type { operations } from "@octokit/openapi-types";
import { actionsApp } from "../added-token.ts";
import { authorOf, showIssue, showLabel } from "../answers/issue.ts";
import { fullName } from "../answers/repository.ts";
import { notFound, Refusal, validationFailed } from "../refusal.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Issue, Label, LocalState, Repository } from "../state.ts";
import type { Token } from "../token.ts";

type Create = operations["issues/create"]["requestBody"]["content"]["application/json"];
type Update = NonNullable<operations["issues/update"]["requestBody"]>["content"]["application/json"];

const MAX_BODY = 65_536;
const MAX_TITLE = 256;

function checkText(title: string | number | null | undefined, body: string | null | undefined): void {
  if (title !== undefined && String(title ?? "").trim() === "") {
    throw validationFailed([{ resource: "Issue", field: "title", code: "missing_field" }]);
  }
  if (String(title ?? "").length > MAX_TITLE) {
    const message = `title is too long (maximum is ${MAX_TITLE} characters)`;
    throw validationFailed([{ resource: "Issue", field: "title", code: "custom", message }]);
  }
  if ((body?.length ?? 0) > MAX_BODY) {
    const message = `body is too long (maximum is ${MAX_BODY} characters)`;
    throw validationFailed([{ resource: "Issue", field: "body", code: "custom", message }]);
  }
}

function requireIssues(repository: Repository): void {
  if (repository.archived) throw new Refusal(403, "Repository was archived so is read-only.");
  if (!repository.hasIssues) throw new Refusal(410, "Issues has been disabled in this repository.");
}

/** Who opens an issue by this token, and through which app. */
function openedBy(token: Token | null): Pick<Issue, "author" | "app"> {
  if (token === null || token.kind === "installation") return {};
  return { author: token.account, app: token.kind === "workflow" ? actionsApp : null };
}

/** GitHub makes labels that an issue names and that are not there yet. */
function labelsOf(
  state: LocalState,
  repository: Repository,
  names: Create["labels"] | Update["labels"],
): Label[] {
  return (names ?? []).flatMap((given) => {
    const name = typeof given === "string" ? given : given.name;
    if (name === undefined) return [];
    const key = name.toLowerCase();
    const label = repository.labels.get(key) ?? {
      id: state.nextId(),
      name,
      color: "ededed",
      description: null,
    };
    repository.labels.set(key, label);
    return [label];
  });
}

function list(request: RouteRequest) {
  const { query, state, origin } = request;
  const repository = requireRepository(request);
  if (!repository.hasIssues) throw new Refusal(410, "Issues has been disabled in this repository.");
  const wanted = (query.labels ?? "").split(",").filter((name) => name !== "");
  const openness = query.state ?? "open";
  const since = query.since === undefined ? 0 : Date.parse(query.since);
  const found = [...repository.issues.values()].filter(
    (issue) =>
      (openness === "all" || issue.state === openness) &&
      issue.updatedAt >= since &&
      (query.creator === undefined || authorOf(state, issue, origin).login === query.creator) &&
      wanted.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())),
  );
  const direction = query.direction === "asc" ? 1 : -1;
  const time = query.sort === "updated" ? "updatedAt" : "createdAt";
  found.sort((a, b) => direction * (a[time] - b[time] || a.number - b.number));
  const { page, headers } = paginate(request, `/repos/${fullName(repository)}/issues`, found);
  return { status: 200, headers, body: page.map((issue) => showIssue(state, repository, issue, origin)) };
}

function create(request: RouteRequest) {
  const { state, origin } = request;
  const repository = requireRepository(request);
  requireIssues(repository);
  const body = request.body as Create;
  checkText(body.title, body.body);
  const taken = [...repository.issues.keys(), ...repository.pullRequests.keys()];
  const issue: Issue = {
    id: state.nextId(),
    number: Math.max(0, ...taken) + 1,
    title: String(body.title),
    body: body.body ?? "",
    state: "open",
    stateReason: null,
    labels: labelsOf(state, repository, body.labels),
    createdAt: state.now(),
    updatedAt: state.now(),
    closedAt: null,
    ...openedBy(request.token),
  };
  repository.issues.set(issue.number, issue);
  return { status: 201, body: showIssue(state, repository, issue, origin) };
}

function update(request: RouteRequest) {
  const { state, origin } = request;
  const repository = requireRepository(request);
  requireIssues(repository);
  const issue = repository.issues.get(Number(request.parameters.issue_number));
  if (issue === undefined) throw notFound();
  const body = request.body as Update;
  checkText(body.title, body.body);
  if (body.title !== undefined && body.title !== null) issue.title = String(body.title);
  if (body.body !== undefined) issue.body = body.body ?? "";
  if (body.labels !== undefined) issue.labels = labelsOf(state, repository, body.labels);
  if (body.state !== undefined && body.state !== issue.state) {
    issue.state = body.state;
    issue.closedAt = body.state === "closed" ? state.now() : null;
    const closing = body.state_reason === "not_planned" ? "not_planned" : "completed";
    issue.stateReason = body.state === "closed" ? closing : "reopened";
  }
  issue.updatedAt = state.now();
  return { status: 200, body: showIssue(state, repository, issue, origin) };
}

function addLabels(request: RouteRequest) {
  const repository = requireRepository(request);
  const issue = repository.issues.get(Number(request.parameters.issue_number));
  if (issue === undefined) throw notFound();
  const body = request.body as { readonly labels?: Create["labels"] } | Create["labels"];
  const names = Array.isArray(body) ? body : (body?.labels ?? []);
  const added = labelsOf(request.state, repository, names).filter((label) => !issue.labels.includes(label));
  issue.labels = [...issue.labels, ...added];
  issue.updatedAt = request.state.now();
  return { status: 200, body: issue.labels.map((label) => showLabel(repository, label, request.origin)) };
}

export const issueRoutes: readonly Route[] = [
  {
    method: "POST",
    template: "/repos/{owner}/{repo}/issues/{issue_number}/labels",
    operationId: "issues/add-labels",
    auth: "installation",
    permissions: [
      ["issues", "write"],
      ["pull_requests", "write"],
    ],
    handle: addLabels,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/issues",
    operationId: "issues/list-for-repo",
    auth: "installation",
    permissions: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
    handle: list,
  },
  {
    method: "POST",
    template: "/repos/{owner}/{repo}/issues",
    operationId: "issues/create",
    auth: "installation",
    permissions: [["issues", "write"]],
    createsContent: true,
    handle: create,
  },
  {
    method: "PATCH",
    template: "/repos/{owner}/{repo}/issues/{issue_number}",
    operationId: "issues/update",
    auth: "installation",
    permissions: [
      ["issues", "write"],
      ["pull_requests", "write"],
    ],
    handle: update,
  },
];
