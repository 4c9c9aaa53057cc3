// Routes of our own check runs: created once, updated, their annotations read. GitHub's real limits are kept.
import type { operations } from "@octokit/openapi-types";
import { showCheckRun } from "../answers/check-run.ts";
import { fullName } from "../answers/repository.ts";
import { findCommit } from "../history/commits.ts";
import { notFound, Refusal, validationFailed } from "../refusal.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { CheckRun, CheckRunAnnotation, CheckRunConclusion } from "../state.ts";

type Create = operations["checks/create"]["requestBody"]["content"]["application/json"];
type Update = operations["checks/update"]["requestBody"]["content"]["application/json"];

const MAX_TITLE = 255;
const conclusions: readonly string[] = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "timed_out",
];

const isConclusion = (word: string): word is CheckRunConclusion => conclusions.includes(word);

const invalid = (message: string) => new Refusal(422, `Invalid request.\n\n${message}`);

function checkOutput(output: Create["output"] | Update["output"]): void {
  if (output === undefined) return;
  if ((output.title?.length ?? 0) > MAX_TITLE)
    throw invalid(`Only ${MAX_TITLE} characters are allowed; the title is longer.`);
  for (const annotation of output.annotations ?? []) {
    if ((annotation.title?.length ?? 0) > MAX_TITLE)
      throw invalid("An annotation's title is too long (maximum is 255 characters).");
    if (annotation.start_line < 1 || annotation.end_line < annotation.start_line) {
      throw invalid("An annotation's end_line must not be less than its start_line, and lines start at 1.");
    }
    if (annotation.path === "" || annotation.path.startsWith("/"))
      throw invalid("An annotation's path must be relative.");
    if (annotation.message === "") throw invalid("An annotation's message must not be empty.");
  }
}

function showAnnotation(annotation: CheckRunAnnotation): CheckRunAnnotation {
  const { path, start_line, end_line, annotation_level, message, title } = annotation;
  return { path, start_line, end_line, annotation_level, message, ...(title === undefined ? {} : { title }) };
}

/** Puts what a request says onto a check run; `completed` needs a conclusion, and a conclusion completes. */
function apply(checkRun: CheckRun, body: Update, now: number): void {
  const { conclusion, output } = body;
  if (conclusion === "stale") throw invalid("conclusion cannot be set to stale: only GitHub sets it.");
  if (body.status === "completed" && conclusion === undefined) {
    throw invalid('No subschema in "anyOf" matched: conclusion wasn\'t supplied for a completed check run.');
  }
  checkOutput(output);
  if (body.name !== undefined) checkRun.name = body.name;
  if (body.external_id !== undefined) checkRun.externalId = body.external_id;
  if (body.details_url !== undefined) checkRun.detailsUrl = body.details_url;
  if (body.actions !== undefined) checkRun.actions = body.actions;
  if (conclusion !== undefined) {
    if (!isConclusion(conclusion)) throw invalid(`${String(conclusion)} is not a conclusion.`);
    checkRun.status = "completed";
    checkRun.conclusion = conclusion;
    checkRun.completedAt = body.completed_at === undefined ? now : Date.parse(body.completed_at);
  } else if (body.status === "queued" || body.status === "in_progress") {
    checkRun.status = body.status;
    checkRun.conclusion = null;
    checkRun.completedAt = null;
  }
  if (output !== undefined) {
    checkRun.title = output.title ?? checkRun.title;
    checkRun.summary = output.summary;
    checkRun.text = output.text ?? null;
    checkRun.annotations.push(...(output.annotations ?? []).map(showAnnotation));
  }
  checkRun.writes.push(body);
}

function create(request: RouteRequest) {
  const { state, origin } = request;
  const repository = requireRepository(request);
  const body = request.body as Create;
  if (findCommit(repository, body.head_sha) === undefined) {
    throw validationFailed([
      {
        resource: "CheckRun",
        field: "head_sha",
        code: "custom",
        message: `No commit found for SHA: ${body.head_sha}`,
      },
    ]);
  }
  if (repository.archived) throw new Refusal(403, "Repository was archived so is read-only.");
  const sameHead = [...repository.checkRuns.values()].find(({ headSha }) => headSha === body.head_sha);
  const checkRun: CheckRun = {
    id: state.nextId(),
    headSha: body.head_sha,
    suiteId: sameHead?.suiteId ?? state.nextId(),
    name: body.name,
    externalId: "",
    detailsUrl: null,
    status: "queued",
    conclusion: null,
    startedAt: body.started_at === undefined ? state.now() : Date.parse(body.started_at),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
    writes: [],
  };
  apply(checkRun, body as Update, state.now());
  repository.checkRuns.set(checkRun.id, checkRun);
  return { status: 201, body: showCheckRun(state, repository, checkRun, origin) };
}

function update(request: RouteRequest) {
  const repository = requireRepository(request);
  const checkRun = repository.checkRuns.get(Number(request.parameters.check_run_id));
  if (checkRun === undefined) throw notFound();
  apply(checkRun, request.body as Update, request.state.now());
  return { status: 200, body: showCheckRun(request.state, repository, checkRun, request.origin) };
}

function listAnnotations(request: RouteRequest) {
  const repository = requireRepository(request);
  const checkRun = repository.checkRuns.get(Number(request.parameters.check_run_id));
  if (checkRun === undefined) throw notFound();
  const path = `/repos/${fullName(repository)}/check-runs/${checkRun.id}/annotations`;
  const html = `${request.origin}/${fullName(repository)}/blob/${checkRun.headSha}`;
  const { page, headers } = paginate(request, path, checkRun.annotations);
  const body = page.map((annotation) => ({
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    blob_href: `${html}/${annotation.path}`,
    ...annotation,
  }));
  return { status: 200, headers, body };
}

export const checkRunRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    operationId: "checks/list-annotations",
    auth: "installation",
    permissions: [["checks", "read"]],
    handle: listAnnotations,
  },
  {
    method: "POST",
    template: "/repos/{owner}/{repo}/check-runs",
    operationId: "checks/create",
    auth: "installation",
    permissions: [["checks", "write"]],
    createsContent: true,
    handle: create,
  },
  {
    method: "PATCH",
    template: "/repos/{owner}/{repo}/check-runs/{check_run_id}",
    operationId: "checks/update",
    auth: "installation",
    permissions: [["checks", "write"]],
    handle: update,
  },
];
