// Payloads of what checks say: check runs, check suites, commit statuses, workflow runs, and the merge queue.
import type { Payload } from "./example.ts";
import { dateTime, fullNameOf, type Person, payloadOf, type Scene, showRepository } from "./scene.ts";

export interface CheckApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

export const githubActions: CheckApp = { id: 15368, slug: "github-actions", name: "GitHub Actions" };
export const codeScanning: CheckApp = {
  id: 57789,
  slug: "github-advanced-security",
  name: "GitHub Advanced Security",
};

export interface CheckRunView {
  readonly id: number;
  readonly suiteId: number;
  readonly name: string;
  readonly app: CheckApp;
  /** The key that the app gave it; absent: none. */
  readonly externalId?: string;
  readonly headSha: string;
  /** Null for forks. */
  readonly headBranch: string | null;
  readonly status: "in_progress" | "completed";
  readonly conclusion: string | null;
  readonly startedAt: number;
  readonly completedAt: number | null;
}

const robot: Person = { id: 41898282, login: "github-actions[bot]", type: "Bot" };

export function checkRunPayload(scene: Scene, view: CheckRunView): Payload {
  const at = view.completedAt ?? view.startedAt;
  const html = `${scene.webOrigin}/${fullNameOf(scene)}/runs/${view.id}`;
  const suite = {
    id: view.suiteId,
    head_sha: view.headSha,
    head_branch: view.headBranch,
    status: view.status,
    conclusion: view.conclusion,
    after: view.headSha,
    app: view.app,
    pull_requests: [],
    updated_at: dateTime(at),
  };
  const changes = {
    check_run: {
      id: view.id,
      node_id: `CR_${view.id}`,
      name: view.name,
      external_id: view.externalId ?? "",
      head_sha: view.headSha,
      status: view.status,
      conclusion: view.conclusion,
      started_at: dateTime(view.startedAt),
      completed_at: view.completedAt === null ? null : dateTime(view.completedAt),
      html_url: html,
      details_url: html,
      url: `${scene.webOrigin}/api/v3/repos/${fullNameOf(scene)}/check-runs/${view.id}`,
      app: view.app,
      check_suite: suite,
      pull_requests: [],
    },
  };
  return payloadOf(
    scene,
    "check_run",
    at,
    robot,
    changes,
    view.status === "completed" ? "completed" : "created",
  );
}

/** What GitHub sends to the app that owns a check run when somebody presses one of its buttons. */
export function requestedActionPayload(
  scene: Scene,
  view: CheckRunView,
  identifier: string,
  at: number,
  by: Person,
): Payload {
  const base = checkRunPayload(scene, view);
  return {
    ...payloadOf(scene, "check_run", at, by, { check_run: base.check_run }, "requested_action"),
    requested_action: { identifier },
  };
}

export function checkSuitePayload(
  scene: Scene,
  suite: {
    readonly id: number;
    readonly app: CheckApp;
    readonly headSha: string;
    readonly headBranch: string | null;
    readonly conclusion: string;
    readonly runs: number;
    /** Absent: a minute before. */
    readonly createdAt?: number;
  },
  at: number,
): Payload {
  const changes = {
    check_suite: {
      id: suite.id,
      app: suite.app,
      head_sha: suite.headSha,
      after: suite.headSha,
      head_branch: suite.headBranch,
      status: "completed",
      conclusion: suite.conclusion,
      latest_check_runs_count: suite.runs,
      pull_requests: [],
      created_at: dateTime(suite.createdAt ?? at - 60_000),
      updated_at: dateTime(at),
    },
  };
  return payloadOf(scene, "check_suite", at, robot, changes, "completed");
}

export function workflowRunPayload(
  scene: Scene,
  run: {
    readonly id: number;
    readonly suiteId: number;
    readonly attempt: number;
    readonly path: string;
    readonly name: string;
    readonly event: string;
    readonly headSha: string;
    readonly headBranch: string | null;
    readonly conclusion: string;
    readonly referencedWorkflows: readonly {
      readonly path: string;
      readonly sha: string;
      readonly ref?: string;
    }[];
    /** When it was first run, whichever attempt this is; absent: five minutes before. */
    readonly createdAt?: number;
    /** When this attempt began. */
    readonly startedAt?: number;
  },
  at: number,
): Payload {
  const changes = {
    workflow: { name: run.name, path: run.path },
    workflow_run: {
      id: run.id,
      name: run.name,
      path: run.path,
      event: run.event,
      head_sha: run.headSha,
      head_branch: run.headBranch,
      check_suite_id: run.suiteId,
      run_attempt: run.attempt,
      status: "completed",
      conclusion: run.conclusion,
      referenced_workflows: run.referencedWorkflows,
      pull_requests: [],
      head_repository: showRepository(scene, at),
      created_at: dateTime(run.createdAt ?? at - 300_000),
      run_started_at: dateTime(run.startedAt ?? at - 300_000),
      updated_at: dateTime(at),
    },
  };
  return payloadOf(scene, "workflow_run", at, robot, changes, "completed");
}

export function statusPayload(
  scene: Scene,
  status: {
    readonly id: number;
    readonly sha: string;
    readonly context: string;
    readonly state: string;
    readonly sender: Person;
  },
  at: number,
): Payload {
  const { id, sha, context, state, sender } = status;
  const target = `https://scanner.example/results/${id}`;
  const times = { created_at: dateTime(at), updated_at: dateTime(at) };
  return payloadOf(scene, "status", at, sender, { id, sha, context, state, target_url: target, ...times });
}

/** @param ended why the group is no more; absent: its checks are asked for. */
export function mergeGroupPayload(
  scene: Scene,
  group: {
    readonly headSha: string;
    readonly headRef: string;
    readonly baseSha: string;
    readonly sender: Person;
  },
  at: number,
  ended?: "merged" | "invalidated",
): Payload {
  const { headSha, headRef, baseSha, sender } = group;
  const headCommit = { id: headSha, timestamp: dateTime(at) };
  const group_ = {
    head_sha: headSha,
    head_ref: headRef,
    base_sha: baseSha,
    base_ref: "refs/heads/main",
    head_commit: headCommit,
  };
  const changes = { merge_group: group_, ...(ended === undefined ? {} : { reason: ended }) };
  const action = ended === undefined ? "checks_requested" : "destroyed";
  return payloadOf(scene, "merge_group", at, sender, changes, action);
}
