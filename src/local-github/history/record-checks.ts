// What payloads about check runs, check suites, commit statuses and workflow runs tell. Whichever order they come in, the one
// that is furthest along wins.
import type { Repository } from "../state.ts";
import { rememberCommit } from "./commits.ts";
import {
  accountOf,
  appOf,
  type Fields,
  fieldsOf,
  headRepositoryOf,
  idFrom,
  listOf,
  numberOf,
  textOf,
  timeOf,
} from "./read-payload.ts";
import { indexOf, type RememberedCheckSuite, type RememberedWorkflowRun } from "./remembered.ts";

/** Ended things are further along than others, later ones than earlier ones; content decides between equals. */
function isFurther<T extends { readonly status: string }>(
  known: T | undefined,
  told: T,
  timeIn: (one: T) => number,
): boolean {
  if (known === undefined) return true;
  const [before, after] = [known.status === "completed", told.status === "completed"];
  if (before !== after) return after;
  const later = timeIn(told) - timeIn(known);
  return later > 0 || (later === 0 && JSON.stringify(told) > JSON.stringify(known));
}

function mention(repository: Repository, sha: string, at: number): void {
  rememberCommit(repository, { sha, message: "", committedAt: at, parents: [], rank: 0 });
}

function keepSuite({ history }: Repository, suite: RememberedCheckSuite): void {
  const known = history.checkSuites.get(suite.id);
  // What a check run says of its suite counts only until the suite speaks for itself.
  const better =
    known === undefined || (known.runCount === null) === (suite.runCount === null)
      ? isFurther(known, suite, ({ updatedAt }) => updatedAt)
      : suite.runCount !== null;
  if (better) history.checkSuites.set(suite.id, suite);
  indexOf(history, suite.headSha).checkSuites.add(suite.id);
}

export function recordCheckRun(repository: Repository, payload: Fields): void {
  const { history } = repository;
  const shown = fieldsOf(payload.check_run);
  const suite = fieldsOf(shown.check_suite);
  const [id, headSha, app, suiteId] = [
    numberOf(shown.id),
    textOf(shown.head_sha),
    appOf(shown.app),
    numberOf(suite.id),
  ];
  // Our own check runs are kept where they were written.
  if (id === null || headSha === null || app === null || suiteId === null || repository.checkRuns.has(id))
    return;
  const headBranch = textOf(suite.head_branch);
  const startedAt = timeOf(shown.started_at);
  const completedAt = timeOf(shown.completed_at);
  const told = {
    id,
    suiteId,
    name: textOf(shown.name) ?? "",
    app,
    externalId: textOf(shown.external_id) ?? "",
    headSha,
    headBranch,
    status: textOf(shown.status) ?? "queued",
    conclusion: textOf(shown.conclusion),
    startedAt,
    completedAt,
    detailsUrl: textOf(shown.details_url),
    htmlUrl: textOf(shown.html_url),
  };
  const timeIn = (run: typeof told) => run.completedAt ?? run.startedAt ?? 0;
  if (isFurther(history.checkRuns.get(id), told, timeIn)) history.checkRuns.set(id, told);
  indexOf(history, headSha).checkRuns.add(id);
  const at = startedAt ?? completedAt ?? 0;
  mention(repository, headSha, at);
  keepSuite(repository, {
    id: suiteId,
    app,
    headSha,
    headBranch,
    status: "in_progress",
    conclusion: null,
    createdAt: timeOf(suite.created_at) ?? at,
    updatedAt: at,
    runCount: null,
  });
}

export function recordCheckSuite(repository: Repository, payload: Fields): void {
  const shown = fieldsOf(payload.check_suite);
  const [id, headSha, app, updatedAt] = [
    numberOf(shown.id),
    textOf(shown.head_sha),
    appOf(shown.app),
    timeOf(shown.updated_at),
  ];
  if (id === null || headSha === null || app === null || updatedAt === null) return;
  mention(repository, headSha, updatedAt);
  keepSuite(repository, {
    id,
    app,
    headSha,
    headBranch: textOf(shown.head_branch),
    status: textOf(shown.status) ?? "queued",
    conclusion: textOf(shown.conclusion),
    createdAt: timeOf(shown.created_at) ?? updatedAt,
    updatedAt,
    runCount: numberOf(shown.latest_check_runs_count) ?? 0,
  });
}

export function recordStatus(repository: Repository, payload: Fields): void {
  const [id, sha, createdAt] = [numberOf(payload.id), textOf(payload.sha), timeOf(payload.created_at)];
  if (id === null || sha === null || createdAt === null) return;
  mention(repository, sha, createdAt);
  repository.history.statuses.set(id, {
    id,
    sha,
    context: textOf(payload.context) ?? "default",
    state: textOf(payload.state) ?? "pending",
    description: textOf(payload.description),
    targetUrl: textOf(payload.target_url),
    createdAt,
    updatedAt: timeOf(payload.updated_at) ?? createdAt,
    creator: accountOf(payload.sender),
  });
  indexOf(repository.history, sha).statuses.add(id);
}

export function recordWorkflowRun(repository: Repository, payload: Fields): void {
  const shown = fieldsOf(payload.workflow_run);
  const [id, headSha, createdAt] = [numberOf(shown.id), textOf(shown.head_sha), timeOf(shown.created_at)];
  if (id === null || headSha === null || createdAt === null) return;
  const path = textOf(shown.path) ?? textOf(fieldsOf(payload.workflow).path) ?? "";
  const told: RememberedWorkflowRun = {
    id,
    attempt: numberOf(shown.run_attempt) ?? 1,
    name: textOf(shown.name),
    path,
    event: textOf(shown.event) ?? "",
    headSha,
    headBranch: textOf(shown.head_branch),
    suiteId: numberOf(shown.check_suite_id),
    workflowId: numberOf(shown.workflow_id) ?? idFrom("workflow", path) % 1_000_000_000,
    status: textOf(shown.status) ?? "queued",
    conclusion: textOf(shown.conclusion),
    createdAt,
    startedAt: timeOf(shown.run_started_at),
    updatedAt: timeOf(shown.updated_at) ?? createdAt,
    headRepository: headRepositoryOf(shown.head_repository),
    referencedWorkflows: listOf(shown.referenced_workflows).flatMap((one) => {
      const [called, sha, ref] = [textOf(one.path), textOf(one.sha), textOf(one.ref)];
      return called === null || sha === null ? [] : [{ path: called, sha, ...(ref === null ? {} : { ref }) }];
    }),
  };
  mention(repository, headSha, createdAt);
  const { workflowRuns } = repository.history;
  const attempts = workflowRuns.get(id) ?? new Map<number, RememberedWorkflowRun>();
  workflowRuns.set(id, attempts);
  if (isFurther(attempts.get(told.attempt), told, ({ updatedAt }) => updatedAt))
    attempts.set(told.attempt, told);
}
