// All readings of the past, as the gateway has them.
import type { Ask } from "../../ask.ts";
import type { GitHubHistory } from "../../history.ts";
import { listActivity } from "./activity.ts";
import { listChecks } from "./checks.ts";
import { listCommits } from "./commits.ts";
import type { PreferGraphql } from "./prefer-graphql.ts";
import { listPullRequests } from "./pull-requests.ts";
import { surveyRepositories } from "./survey.ts";
import { listWorkflowRuns } from "./workflow-runs.ts";

/**
 * @param prefer one for a server, so that all who ask it know whether it has GraphQL.
 * @param now milliseconds UTC.
 */
export function readHistory(ask: Ask, prefer: PreferGraphql, now: () => number): GitHubHistory {
  return {
    listPullRequests: listPullRequests(ask, prefer),
    listActivity: listActivity(ask, now),
    listCommits: listCommits(ask),
    listChecks: listChecks(ask, prefer),
    listWorkflowRuns: listWorkflowRuns(ask),
    surveyRepositories: surveyRepositories(ask, prefer),
  };
}
