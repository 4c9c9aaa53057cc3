// Routes of what ran on a commit: check runs, check suites and commit statuses of every app.
import { showCheckSuite, showRunOnCommit, showStatus } from "../answers/checks.ts";
import { fullName } from "../answers/repository.ts";
import { checkRunsOn, checkSuitesOn, latestOf, statusesOn } from "../history/checks-on.ts";
import { findCommitByRef } from "../history/commits.ts";
import { Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";

function requireCommit(request: RouteRequest): { repository: Repository; sha: string; path: string } {
  const repository = requireRepository(request);
  const ref = request.parameters.ref ?? "";
  const commit = findCommitByRef(repository, ref);
  if (commit === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return { repository, sha: commit.sha, path: `/repos/${fullName(repository)}/commits/${ref}` };
}

function listCheckRuns(request: RouteRequest): RouteAnswer {
  const { query, state, origin } = request;
  const { repository, sha, path } = requireCommit(request);
  const found = checkRunsOn(state, repository, sha).filter(
    (run) =>
      (query.check_name === undefined || run.name === query.check_name) &&
      (query.status === undefined || run.status === query.status) &&
      (query.app_id === undefined || Number(query.app_id) === run.app.id),
  );
  const shown = query.filter === "all" ? found : latestOf(found);
  const { page, headers } = paginate(request, `${path}/check-runs`, shown);
  const runs = page.map((run) => showRunOnCommit(state, repository, run, origin));
  return { status: 200, headers, body: { total_count: shown.length, check_runs: runs } };
}

function listCheckSuites(request: RouteRequest): RouteAnswer {
  const { query, state, origin } = request;
  const { repository, sha, path } = requireCommit(request);
  const found = checkSuitesOn(state, repository, sha).filter(
    (suite) =>
      (query.app_id === undefined || Number(query.app_id) === suite.app.id) &&
      (query.check_name === undefined || suite.runs.some(({ name }) => name === query.check_name)),
  );
  const { page, headers } = paginate(request, `${path}/check-suites`, found);
  const suites = page.map((suite) => showCheckSuite(state, repository, suite, origin));
  return { status: 200, headers, body: { total_count: found.length, check_suites: suites } };
}

function listStatuses(request: RouteRequest): RouteAnswer {
  const { repository, sha, path } = requireCommit(request);
  const { page, headers } = paginate(request, `${path}/statuses`, statusesOn(repository, sha));
  return { status: 200, headers, body: page.map((one) => showStatus(repository, one, request.origin)) };
}

const readChecks = { method: "GET", auth: "installation", permissions: [["checks", "read"]] } as const;

export const commitCheckRoutes: readonly Route[] = [
  {
    ...readChecks,
    template: "/repos/{owner}/{repo}/commits/{+ref}/check-runs",
    operationId: "checks/list-for-ref",
    handle: listCheckRuns,
  },
  {
    ...readChecks,
    template: "/repos/{owner}/{repo}/commits/{+ref}/check-suites",
    operationId: "checks/list-suites-for-ref",
    handle: listCheckSuites,
  },
  {
    method: "GET",
    auth: "installation",
    permissions: [["statuses", "read"]],
    template: "/repos/{owner}/{repo}/commits/{+ref}/statuses",
    operationId: "repos/list-commit-statuses-for-ref",
    handle: listStatuses,
  },
];
