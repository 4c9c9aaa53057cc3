// Listed checks and workflow runs → the facts that their webhooks give.
import { ownCheckName } from "../changes/select-checks.ts";
import type { CheckRunData, CheckRunFact, WorkflowRunFact } from "../facts/check.ts";
import type { Fact } from "../facts/fact.ts";
import {
  checkRunSubject,
  checkSuiteSubject,
  commitStatusSubject,
  workflowRunSubject,
} from "../facts/subjects.ts";
import type { ListedChecks, ListedWorkflowRun } from "./listed.ts";
import { envelopeAt, type HistoryPlace } from "./place.ts";

/**
 * Check runs, completed check suites and statuses. Our own check runs are no facts; a run without the time or the conclusion that its
 * state needs is left out, and so is one that has not begun.
 */
export function factsOfChecks(place: HistoryPlace, checks: readonly ListedChecks[]): Fact[] {
  return checks.flatMap(({ checkRuns, checkSuites, statuses }): Fact[] => [
    ...checkRuns.flatMap((data) => factOfCheckRun(place, data) ?? []),
    ...checkSuites.flatMap(({ updatedAt, ...data }): Fact[] => {
      // GitHub sends no event for a suite that is not completed.
      if (data.status !== "completed") return [];
      return [
        { kind: "check-suite", ...envelopeAt(place, updatedAt), subject: checkSuiteSubject(data), data },
      ];
    }),
    ...statuses.map(
      ({ at, ...data }): Fact => ({
        kind: "commit-status",
        ...envelopeAt(place, at),
        subject: commitStatusSubject(data),
        data,
      }),
    ),
  ]);
}

function factOfCheckRun(place: HistoryPlace, listed: CheckRunData): CheckRunFact | null {
  if (listed.name === ownCheckName) return null;
  const completed = listed.status === "completed";
  if (completed && listed.conclusion === null) return null;
  const at = completed ? listed.completedAt : listed.startedAt;
  if (at === null) return null;
  const data = completed ? listed : { ...listed, conclusion: null, completedAt: null };
  return { kind: "check-run", ...envelopeAt(place, at), subject: checkRunSubject(data), data };
}

/** One fact for each attempt, as it stands now. */
export function factsOfWorkflowRuns(
  place: HistoryPlace,
  runs: readonly ListedWorkflowRun[],
): WorkflowRunFact[] {
  return runs.map(({ updatedAt, ...data }) => ({
    kind: "workflow-run",
    ...envelopeAt(place, updatedAt),
    subject: workflowRunSubject(data),
    data,
  }));
}
