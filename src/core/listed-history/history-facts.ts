// Everything that was listed of a span of a repository's past → its facts. What reads the lists in steps calls the parts of it.
import type { Fact } from "../facts/fact.ts";
import type { Window } from "../kpis/measurement.ts";
import { factsOfChecks, factsOfWorkflowRuns } from "./check-facts.ts";
import { headsOf } from "./heads.ts";
import type {
  ListedActivity,
  ListedChecks,
  ListedCommit,
  ListedPullRequest,
  ListedWorkflowRun,
} from "./listed.ts";
import type { HistoryPlace } from "./place.ts";
import { factsOfPullRequest, factsOfReviews } from "./pull-request-facts.ts";
import { factsOfPushes } from "./push-facts.ts";

export interface ListedHistory {
  /** Pushes of this span become facts; of pull requests, all that happened does. */
  readonly span: Window;
  readonly pullRequests: readonly ListedPullRequest[];
  /** Null: refused. */
  readonly activity: readonly ListedActivity[] | null;
  /** From when on the activity is complete, milliseconds UTC; absent: from the beginning of the span. */
  readonly activitySince?: number;
  readonly commits: readonly ListedCommit[];
  /** What ran on the heads; each commit once. */
  readonly checks: readonly ListedChecks[];
  readonly workflowRuns: readonly ListedWorkflowRun[];
}

/** The facts that webhooks of the same events give, as far as GitHub's lists tell; marked as read. */
export function factsOfHistory(place: HistoryPlace, history: ListedHistory): Fact[] {
  const { span, activity, pullRequests, commits } = history;
  const activitySince = history.activitySince ?? span.from;
  const checks = new Map(history.checks.map((listed) => [listed.sha, listed]));
  return [
    ...factsOfPushes(place, { span, activity: activity ?? [], commits, pullRequests }).facts,
    ...pullRequests.flatMap((pullRequest) => [
      ...factsOfPullRequest(
        place,
        pullRequest,
        headsOf(place, pullRequest, { activity, activitySince, checks }),
      ),
      ...factsOfReviews(place, pullRequest),
    ]),
    ...factsOfChecks(place, history.checks),
    ...factsOfWorkflowRuns(place, history.workflowRuns),
  ];
}
