// Everything that ran on one commit: what payloads told of other apps, and the check runs that our own app has written.
import type { CheckRun, LocalState, Repository } from "../state.ts";
import type {
  RememberedApp,
  RememberedCheckRun,
  RememberedCheckSuite,
  RememberedStatus,
} from "./remembered.ts";

/** A check run of either side. `own` is what our app wrote. */
export interface RunOnCommit extends RememberedCheckRun {
  readonly own: CheckRun | null;
}

export interface SuiteOnCommit extends RememberedCheckSuite {
  readonly runs: readonly RunOnCommit[];
}

const ownApp = ({ app }: LocalState): RememberedApp => app;

function ownRun(state: LocalState, run: CheckRun): RunOnCommit {
  const { id, suiteId, name, externalId, headSha, status, conclusion, startedAt, completedAt, detailsUrl } =
    run;
  return {
    ...{ id, suiteId, name, externalId, headSha, status, conclusion, startedAt, completedAt, detailsUrl },
    app: ownApp(state),
    headBranch: null,
    htmlUrl: null,
    own: run,
  };
}

/** Oldest first: by id, as GitHub gives them out. */
export function checkRunsOn(state: LocalState, repository: Repository, sha: string): RunOnCommit[] {
  const { history } = repository;
  const told = [...(history.byCommit.get(sha)?.checkRuns ?? [])].flatMap(
    (id) => history.checkRuns.get(id) ?? [],
  );
  const own = [...repository.checkRuns.values()].filter(({ headSha }) => headSha === sha);
  const all = [...told.map((run) => ({ ...run, own: null })), ...own.map((run) => ownRun(state, run))];
  return all.sort((a, b) => a.id - b.id);
}

/** The last run of each name of each app. */
export function latestOf<T extends RunOnCommit>(runs: readonly T[]): T[] {
  const startOf = ({ startedAt, completedAt }: T) => startedAt ?? completedAt ?? 0;
  const latest = new Map<string, T>();
  for (const run of runs) {
    const key = JSON.stringify([run.app.id, run.name]);
    const known = latest.get(key);
    if (known === undefined || startOf(run) >= startOf(known)) latest.set(key, run);
  }
  return runs.filter((run) => latest.get(JSON.stringify([run.app.id, run.name])) === run);
}

export function checkSuitesOn(state: LocalState, repository: Repository, sha: string): SuiteOnCommit[] {
  const { history } = repository;
  const runs = checkRunsOn(state, repository, sha);
  const told = [...(history.byCommit.get(sha)?.checkSuites ?? [])].flatMap(
    (id) => history.checkSuites.get(id) ?? [],
  );
  const suites = new Map(told.map((suite) => [suite.id, suite]));
  for (const { own, suiteId, app } of runs) {
    if (own === null || suites.has(suiteId)) continue;
    const ofSuite = runs.filter((run) => run.suiteId === suiteId);
    const done = ofSuite.every(({ status }) => status === "completed");
    const times = ofSuite.flatMap(({ startedAt, completedAt }) => [startedAt ?? 0, completedAt ?? 0]);
    suites.set(suiteId, {
      id: suiteId,
      app,
      headSha: sha,
      headBranch: null,
      status: done ? "completed" : "in_progress",
      conclusion: done ? own.conclusion : null,
      createdAt: own.startedAt,
      updatedAt: Math.max(...times),
      runCount: latestOf(ofSuite).length,
    });
  }
  return [...suites.values()]
    .sort((a, b) => a.id - b.id)
    .map((suite) => ({ ...suite, runs: runs.filter(({ suiteId }) => suiteId === suite.id) }));
}

/** Newest first. */
export function statusesOn({ history }: Repository, sha: string): RememberedStatus[] {
  const ids = history.byCommit.get(sha)?.statuses ?? [];
  return [...ids]
    .flatMap((id) => history.statuses.get(id) ?? [])
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
}
