// Check runs of any app, check suites and commit statuses as GitHub shows them.
import { latestOf, type RunOnCommit, type SuiteOnCommit } from "../history/checks-on.ts";
import { findCommit } from "../history/commits.ts";
import type { RememberedApp, RememberedStatus } from "../history/remembered.ts";
import type { LocalState, Repository } from "../state.ts";
import { dateTime, type Integration, nodeId, showAccount, showApp } from "./account.ts";
import { showCheckRun } from "./check-run.ts";
import { fullName, repositoryUrl, showRepository } from "./repository.ts";

const timeOrNull = (at: number | null): string | null => (at === null ? null : dateTime(at));

export function showOtherApp(state: LocalState, app: RememberedApp, origin: string): Integration {
  if (app.id === state.app.id) return showApp(state, origin);
  const page = `${origin}/apps/${app.slug}`;
  return {
    ...showApp(state, origin),
    ...{ id: app.id, slug: app.slug, name: app.name, external_url: page, html_url: page },
    node_id: nodeId("App", app.id),
    owner: showAccount({ id: 9919, login: "github", type: "Organization" }, origin),
    permissions: { checks: "write", metadata: "read" },
    events: [],
  };
}

export function showRunOnCommit(state: LocalState, repository: Repository, run: RunOnCommit, origin: string) {
  if (run.own !== null) return showCheckRun(state, repository, run.own, origin);
  const url = `${repositoryUrl(repository, origin)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    name: run.name,
    url,
    html_url: run.htmlUrl ?? `${origin}/${fullName(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timeOrNull(run.startedAt),
    completed_at: timeOrNull(run.completedAt),
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: showOtherApp(state, run.app, origin),
    pull_requests: [],
  };
}

/** A commit as it stands beside a suite or a workflow run. */
export function showHeadCommit(repository: Repository, sha: string) {
  const commit = findCommit(repository, sha);
  const person = { name: "Local", email: "local@example.invalid" };
  return {
    id: sha,
    tree_id: commit?.treeSha ?? sha,
    message: commit?.message ?? "",
    timestamp: dateTime(commit?.committedAt ?? 0),
    author: person,
    committer: person,
  };
}

export function showCheckSuite(
  state: LocalState,
  repository: Repository,
  suite: SuiteOnCommit,
  origin: string,
) {
  const url = `${repositoryUrl(repository, origin)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: null,
    after: suite.headSha,
    pull_requests: [],
    app: showOtherApp(state, suite.app, origin),
    repository: showRepository(repository, origin),
    created_at: dateTime(suite.createdAt),
    updated_at: dateTime(suite.updatedAt),
    head_commit: showHeadCommit(repository, suite.headSha),
    latest_check_runs_count: suite.runCount ?? latestOf(suite.runs).length,
    check_runs_url: `${url}/check-runs`,
  };
}

export function showStatus(repository: Repository, status: RememberedStatus, origin: string) {
  return {
    url: `${repositoryUrl(repository, origin)}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: nodeId("Status", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: dateTime(status.createdAt),
    updated_at: dateTime(status.updatedAt),
    creator: status.creator === null ? null : showAccount(status.creator, origin),
  };
}
