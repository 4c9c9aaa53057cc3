// Routes of workflow runs: those of a repository, and one attempt of one.
import { dateTime, nodeId } from "../answers/account.ts";
import { showHeadCommit } from "../answers/checks.ts";
import { showHeadRepository } from "../answers/pull-request.ts";
import { fullName, repositoryUrl, showRepository } from "../answers/repository.ts";
import type { RememberedWorkflowRun } from "../history/remembered.ts";
import { notFound, Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";

/** GitHub gives no more, however many there are. */
const MOST_RESULTS = 1000;
const DAY = 24 * 60 * 60 * 1000;

function showRun(repository: Repository, run: RememberedWorkflowRun, origin: string) {
  const api = repositoryUrl(repository, origin);
  const url = `${api}/actions/runs/${run.id}`;
  const before = run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("WorkflowRun", run.id),
    check_suite_id: run.suiteId ?? 0,
    check_suite_node_id: nodeId("CheckSuite", run.suiteId ?? 0),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    run_number: 1,
    run_attempt: run.attempt,
    referenced_workflows: run.referencedWorkflows,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    url,
    html_url: `${origin}/${fullName(repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: dateTime(run.createdAt),
    updated_at: dateTime(run.updatedAt),
    run_started_at: dateTime(run.startedAt ?? run.createdAt),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.suiteId ?? 0}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: before,
    workflow_url: `${api}/actions/workflows/${run.workflowId}`,
    head_commit: showHeadCommit(repository, run.headSha),
    repository: showRepository(repository, origin),
    head_repository: showHeadRepository(repository, run.headRepository, origin),
    display_title: run.name ?? "",
  };
}

/** Milliseconds of a bound; a bare day begins at its midnight, and as an end it ends with it. */
function boundOf(text: string, end: boolean): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Refusal(422, `${text} is not a date.`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && end ? at + DAY - 1 : at;
}

/** GitHub's search syntax for dates: `A..B`, `>=A`, `>A`, `<=B`, `<B`, `A`; `*` is an open end. */
function rangeOf(created: string | undefined): readonly [from: number, to: number] {
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (created === undefined) return [least, most];
  const [from, to] = created.split("..");
  if (from !== undefined && to !== undefined) {
    return [from === "*" ? least : boundOf(from, false), to === "*" ? most : boundOf(to, true)];
  }
  const [, sign, text = ""] = /^(>=|<=|>|<)?(.*)$/.exec(created) ?? [];
  if (sign === ">=") return [boundOf(text, false), most];
  if (sign === ">") return [boundOf(text, true) + 1, most];
  if (sign === "<=") return [least, boundOf(text, true)];
  if (sign === "<") return [least, boundOf(text, false) - 1];
  return [boundOf(text, false), boundOf(text, true)];
}

const lastAttempt = (
  attempts: ReadonlyMap<number, RememberedWorkflowRun>,
): RememberedWorkflowRun | undefined => attempts.get(Math.max(...attempts.keys()));

function list(request: RouteRequest): RouteAnswer {
  const { query, origin } = request;
  const repository = requireRepository(request);
  const [from, to] = rangeOf(query.created);
  const found = [...repository.history.workflowRuns.values()]
    .flatMap((attempts) => lastAttempt(attempts) ?? [])
    .filter(
      (run) =>
        run.createdAt >= from &&
        run.createdAt <= to &&
        (query.head_sha === undefined || run.headSha === query.head_sha) &&
        (query.event === undefined || run.event === query.event) &&
        (query.branch === undefined || run.headBranch === query.branch) &&
        (query.check_suite_id === undefined || run.suiteId === Number(query.check_suite_id)) &&
        (query.status === undefined || run.status === query.status || run.conclusion === query.status),
    )
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const { page, headers } = paginate(
    request,
    `/repos/${fullName(repository)}/actions/runs`,
    found.slice(0, MOST_RESULTS),
  );
  const runs = page.map((run) => showRun(repository, run, origin));
  return { status: 200, headers, body: { total_count: found.length, workflow_runs: runs } };
}

function show(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const { run_id, attempt_number } = request.parameters;
  const attempts = repository.history.workflowRuns.get(Number(run_id));
  const run =
    attempt_number === undefined ? attempts && lastAttempt(attempts) : attempts?.get(Number(attempt_number));
  if (run === undefined) throw notFound();
  return { status: 200, body: showRun(repository, run, request.origin) };
}

const readActions = { method: "GET", auth: "installation", permissions: [["actions", "read"]] } as const;

export const workflowRunRoutes: readonly Route[] = [
  {
    ...readActions,
    template: "/repos/{owner}/{repo}/actions/runs",
    operationId: "actions/list-workflow-runs-for-repo",
    handle: list,
  },
  {
    ...readActions,
    template: "/repos/{owner}/{repo}/actions/runs/{run_id}",
    operationId: "actions/get-workflow-run",
    handle: show,
  },
  {
    ...readActions,
    template: "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}",
    operationId: "actions/get-workflow-run-attempt",
    handle: show,
  },
];
