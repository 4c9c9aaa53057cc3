// Routes of check runs: created once, updated, found again by the head they are on. GitHub's real limits are kept.
import type { operations } from "@octokit/openapi-types";
import { showCheckRun } from "../answers/check-run.ts";
import { fullName } from "../answers/repository.ts";
import { notFound, Refusal, validationFailed } from "../refusal.ts";
import { resolveCommit } from "../repository.ts";
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
  if (!repository.commits.has(body.head_sha)) {
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

function listForRef(request: RouteRequest) {
  const { query, state, origin } = request;
  const repository = requireRepository(request);
  const ref = request.parameters.ref ?? "";
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  const appId = query.app_id;
  const found = [...repository.checkRuns.values()].filter(
    (run) =>
      run.headSha === commit.sha &&
      (query.check_name === undefined || run.name === query.check_name) &&
      (query.status === undefined || run.status === query.status) &&
      (appId === undefined || Number(appId) === state.app.id),
  );
  const latest = new Map(found.map((run) => [run.name, run]));
  const shown = query.filter === "all" ? found : [...latest.values()];
  const { page, headers } = paginate(
    request,
    `/repos/${fullName(repository)}/commits/${ref}/check-runs`,
    shown,
  );
  const body = {
    total_count: shown.length,
    check_runs: page.map((run) => showCheckRun(state, repository, run, origin)),
  };
  return { status: 200, headers, body };
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
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/commits/{+ref}/check-runs",
    operationId: "checks/list-for-ref",
    auth: "installation",
    permissions: [["checks", "read"]],
    handle: listForRef,
  },
];
