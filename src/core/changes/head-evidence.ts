// Everything that facts say of one commit SHA, gathered once: the runs of its checks, its check suites, its workflow runs.
// The step between the ledger and the judgement of a head; which checks are security checks is not asked here.

import type { CheckRunFact, CheckSuiteFact, CommitStatusFact, WorkflowRunFact } from "../facts/check.ts";
import type { Fact } from "../facts/fact.ts";
import { oncePerList } from "../facts/once-per-list.ts";

/** One sighting of a run of a check: begun, or begun and concluded. */
export interface CheckSighting {
  readonly source: "check-run" | "commit-status";
  readonly name: string;
  readonly appSlug: string | null;
  /** The check run's id, or the status's. */
  readonly runId: number;
  readonly suiteId: number | null;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly concludedAt: number | null;
  readonly conclusion: string | null;
  readonly url: string | null;
}

/** What is known of a check suite, from itself and from the workflow run behind it. */
export interface SuiteEvidence {
  readonly appSlug: string | null;
  /** Null: no fact of the suite itself. */
  readonly completed: boolean | null;
  readonly workflowPath: string | null;
  readonly mergeQueue: boolean;
  /** Attempt → when it started, for the attempts whose start is known. */
  readonly attempts: ReadonlyMap<number, number>;
  /** The latest attempt of its workflow run has not completed. */
  readonly workflowRunning: boolean;
}

export interface HeadEvidence {
  readonly sightings: readonly CheckSighting[];
  readonly suites: ReadonlyMap<number, SuiteEvidence>;
}

type CheckFact = CheckRunFact | CheckSuiteFact | CommitStatusFact | WorkflowRunFact;

/** Groups the facts of checks by the commit they are about. */
export const groupBySha = oncePerList((facts: readonly Fact[]): ReadonlyMap<string, readonly CheckFact[]> => {
  const bySha = new Map<string, CheckFact[]>();
  for (const fact of facts) {
    const isCheck =
      fact.kind === "check-run" ||
      fact.kind === "check-suite" ||
      fact.kind === "commit-status" ||
      fact.kind === "workflow-run";
    if (!isCheck) continue;
    const sha = fact.kind === "commit-status" ? fact.data.sha : fact.data.headSha;
    const group = bySha.get(sha);
    if (group) group.push(fact);
    else bySha.set(sha, [fact]);
  }
  return bySha;
});

const queueBranch = /^(refs\/heads\/)?gh-readonly-queue\//;

/** Whether a branch is one that the merge queue makes for its tests. */
export function isQueueBranch(branch: string | null): boolean {
  return queueBranch.test(branch ?? "");
}

/**
 * Gathers the evidence of one SHA from its facts.
 * Runs of the merge queue are left out, because they are no first try, unless `mergeQueue` asks for them.
 */
export function gatherEvidence(
  facts: readonly Fact[],
  options: { readonly mergeQueue: boolean },
): HeadEvidence {
  const suites = gatherSuites(facts);
  const sightings: CheckSighting[] = [];
  for (const fact of facts) {
    if (fact.kind === "commit-status") sightings.push(sightStatus(fact));
    if (fact.kind !== "check-run") continue;
    const suite = fact.data.checkSuiteId === null ? undefined : suites.get(fact.data.checkSuiteId);
    const ofQueue = isQueueBranch(fact.data.headBranch) || suite?.mergeQueue === true;
    if (!ofQueue || options.mergeQueue) sightings.push(sightCheckRun(fact));
  }
  return { sightings, suites };
}

function sightCheckRun({ data, occurredAt }: CheckRunFact): CheckSighting {
  const concludedAt = data.status === "completed" ? (data.completedAt ?? occurredAt) : null;
  return {
    source: "check-run",
    name: data.name,
    appSlug: data.appSlug,
    runId: data.checkRunId,
    suiteId: data.checkSuiteId,
    startedAt: data.startedAt ?? concludedAt ?? occurredAt,
    concludedAt,
    conclusion: concludedAt === null ? null : data.conclusion,
    url: data.url,
  };
}

function sightStatus({ data, occurredAt }: CommitStatusFact): CheckSighting {
  const concluded = data.state !== "pending";
  return {
    source: "commit-status",
    name: data.context,
    appSlug: null,
    runId: data.statusId,
    suiteId: null,
    startedAt: occurredAt,
    concludedAt: concluded ? occurredAt : null,
    conclusion: concluded ? data.state : null,
    url: data.url,
  };
}

function gatherSuites(facts: readonly Fact[]): Map<number, SuiteEvidence> {
  const suites = new Map<number, SuiteEvidence>();
  const ofSuite = (id: number): SuiteEvidence =>
    suites.get(id) ?? {
      appSlug: null,
      completed: null,
      workflowPath: null,
      mergeQueue: false,
      attempts: new Map(),
      workflowRunning: false,
    };
  for (const fact of facts) {
    if (fact.kind !== "check-suite") continue;
    const { checkSuiteId, appSlug, headBranch, status } = fact.data;
    const known = ofSuite(checkSuiteId);
    suites.set(checkSuiteId, {
      ...known,
      appSlug: greatest(known.appSlug, appSlug),
      // Once completed counts for good: a re-run opens the suite again, but cannot take the first conclusions back.
      completed: known.completed === true || status === "completed",
      mergeQueue: known.mergeQueue || isQueueBranch(headBranch),
    });
  }
  for (const [id, runs] of groupWorkflowRuns(facts)) {
    suites.set(id, { ...ofSuite(id), ...readWorkflowRuns(runs, ofSuite(id).mergeQueue) });
  }
  return suites;
}

function groupWorkflowRuns(facts: readonly Fact[]): Map<number, WorkflowRunFact[]> {
  const bySuite = new Map<number, WorkflowRunFact[]>();
  for (const fact of facts) {
    if (fact.kind !== "workflow-run" || fact.data.checkSuiteId === null) continue;
    bySuite.set(fact.data.checkSuiteId, [...(bySuite.get(fact.data.checkSuiteId) ?? []), fact]);
  }
  return bySuite;
}

function readWorkflowRuns(runs: readonly WorkflowRunFact[], suiteOfQueue: boolean) {
  const attempts = new Map<number, number>();
  let workflowPath: string | null = null;
  let mergeQueue = suiteOfQueue;
  for (const { data } of runs) {
    workflowPath = greatest(workflowPath, data.workflowPath);
    mergeQueue ||= data.event === "merge_group" || isQueueBranch(data.headBranch);
    if (data.attemptStartedAt === null) continue;
    const known = attempts.get(data.runAttempt) ?? Number.POSITIVE_INFINITY;
    attempts.set(data.runAttempt, Math.min(known, data.attemptStartedAt));
  }
  const latest = Math.max(...runs.map(({ data }) => data.runAttempt));
  const ofLatest = runs.filter(({ data }) => data.runAttempt === latest);
  const workflowRunning = ofLatest.every(({ data }) => data.status !== "completed");
  return { workflowPath, mergeQueue, attempts, workflowRunning };
}

/** Of two observations of one thing the greater text, so that the order in which they came cannot matter. */
function greatest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
