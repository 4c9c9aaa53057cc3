// Facts of checks: check runs, check suites, commit statuses, workflow runs and merge groups, all joined by commit SHA.
import type { FactOf } from "./fact-of.ts";

/** GitHub's own words for how a check ended. */
export const checkConclusions = [
  "success",
  "neutral",
  "skipped",
  "failure",
  "timed_out",
  "action_required",
  "startup_failure",
  "cancelled",
  "stale",
] as const;
export type CheckConclusion = (typeof checkConclusions)[number];

export const checkStatuses = [
  "queued",
  "in_progress",
  "completed",
  "waiting",
  "requested",
  "pending",
] as const;
export type CheckStatus = (typeof checkStatuses)[number];

export interface CheckRunData {
  readonly checkRunId: number;
  readonly checkSuiteId: number | null;
  readonly name: string;
  readonly appSlug: string | null;
  readonly appId: number | null;
  readonly headSha: string;
  /** Null for forks and in a merge queue it is `gh-readonly-queue/…`. */
  readonly headBranch: string | null;
  readonly status: CheckStatus;
  /** Null while the run is not completed. */
  readonly conclusion: CheckConclusion | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly url: string | null;
}

/** `subject` = `check-run:<id>:<status>`; `occurredAt` = completed_at once completed, else started_at. */
export type CheckRunFact = FactOf<"check-run", CheckRunData>;

export interface CheckSuiteData {
  readonly checkSuiteId: number;
  readonly appSlug: string | null;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  /** How many check runs the suite says it has; null where it does not say. */
  readonly checkRunCount: number | null;
}

/** `subject` = `check-suite:<id>:<status>`; `occurredAt` = updated_at. */
export type CheckSuiteFact = FactOf<"check-suite", CheckSuiteData>;

export interface CommitStatusData {
  readonly statusId: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "pending" | "success" | "failure" | "error";
  readonly url: string | null;
}

/** `subject` = `status:<id>`; `occurredAt` = created_at (updated_at where it is later). */
export type CommitStatusFact = FactOf<"commit-status", CommitStatusData>;

export interface ReferencedWorkflow {
  /** `owner/repo/.github/workflows/file.yml@ref`, as GitHub writes it. */
  readonly path: string;
  readonly ref: string | null;
  readonly sha: string | null;
}

export interface WorkflowRunData {
  readonly runId: number;
  readonly runAttempt: number;
  readonly workflowName: string | null;
  /** `.github/workflows/file.yml`, without a trailing `@ref`. */
  readonly workflowPath: string | null;
  /** The event that triggered the run: `pull_request`, `push`, `merge_group`, … */
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly checkSuiteId: number | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  /** When this attempt started. */
  readonly attemptStartedAt: number | null;
  readonly referencedWorkflows: readonly ReferencedWorkflow[];
}

/** `subject` = `workflow-run:<id>:<attempt>:<status>`; `occurredAt` = updated_at. */
export type WorkflowRunFact = FactOf<"workflow-run", WorkflowRunData>;

export interface MergeGroupData {
  readonly action: "checks_requested" | "destroyed";
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  /** The pull request number in `gh-readonly-queue/<base>/pr-<n>-<sha>`; null where the ref has another form. */
  readonly pullRequestNumber: number | null;
}

/** `subject` = `merge-group:<headSha>:<action>`; `occurredAt` = the head commit's timestamp: the payload has no other. */
export type MergeGroupFact = FactOf<"merge-group", MergeGroupData>;
