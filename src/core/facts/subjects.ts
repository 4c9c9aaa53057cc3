// The subject of each kind of fact: the part of its natural key that says what it is about.
// Webhooks, backfill and tests all name their facts here, so that one event told twice is one fact.
import type {
  CalledWorkflowData,
  TeamRepositoriesData,
  TemplateFileData,
  TemplateListedData,
  TemplateTagData,
} from "./account.ts";
import type {
  CheckRunData,
  CheckSuiteData,
  CommitStatusData,
  MergeGroupData,
  WorkflowRunData,
} from "./check.ts";
import type { CodeScanningAlertData } from "./code-scanning-alert.ts";
import type { DependabotAlertData } from "./dependabot-alert.ts";
import type { BranchProtectionRuleData, RepositoryRulesetData } from "./governance.ts";
import type { DeliveriesMissedData, HistoryReadData } from "./history.ts";
import type { CommitData, FindingsListedData, ReleaseEvidenceData } from "./observations.ts";
import type { PullRequestData, PullRequestReviewData } from "./pull-request.ts";
import type { PushData } from "./push.ts";
import type { ReleaseData } from "./release.ts";
import type { RepositoryData } from "./repository.ts";
import type {
  SecretLocationData,
  SecretPlacesReadData,
  SecretScanData,
  SecretScanningAlertData,
} from "./secret-scanning-alert.ts";

export function pullRequestSubject(data: Pick<PullRequestData, "number" | "action" | "headSha">): string {
  return `pull-request:${data.number}:${data.action}:${data.headSha}`;
}

export function reviewSubject(data: Pick<PullRequestReviewData, "reviewId" | "state">): string {
  return `review:${data.reviewId}:${data.state}`;
}

/** Also the subject of the `push-completed` fact of that push. */
export function pushSubject(data: Pick<PushData, "ref" | "before" | "after">): string {
  return `push:${data.ref}:${data.before}:${data.after}`;
}

export function checkRunSubject(data: Pick<CheckRunData, "checkRunId" | "status">): string {
  return `check-run:${data.checkRunId}:${data.status}`;
}

export function checkSuiteSubject(data: Pick<CheckSuiteData, "checkSuiteId" | "status">): string {
  return `check-suite:${data.checkSuiteId}:${data.status}`;
}

export function commitStatusSubject(data: Pick<CommitStatusData, "statusId">): string {
  return `status:${data.statusId}`;
}

export function workflowRunSubject(data: Pick<WorkflowRunData, "runId" | "runAttempt" | "status">): string {
  return `workflow-run:${data.runId}:${data.runAttempt}:${data.status}`;
}

export function mergeGroupSubject(data: Pick<MergeGroupData, "headSha" | "action">): string {
  return `merge-group:${data.headSha}:${data.action}`;
}

export function codeScanningAlertSubject(
  data: Pick<CodeScanningAlertData, "number" | "action" | "ref">,
): string {
  return `code-scanning-alert:${data.number}:${data.action}:${data.ref ?? ""}`;
}

export function dependabotAlertSubject(data: Pick<DependabotAlertData, "number" | "action">): string {
  return `dependabot-alert:${data.number}:${data.action}`;
}

export function secretScanningAlertSubject(data: Pick<SecretScanningAlertData, "number" | "action">): string {
  return `secret-scanning-alert:${data.number}:${data.action}`;
}

/** `place` is the commit SHA, or where there is none the path of the API resource. */
export function secretLocationSubject(
  data: Pick<SecretLocationData, "alertNumber" | "locationType">,
  place: string,
): string {
  return `secret-location:${data.alertNumber}:${data.locationType}:${place}`;
}

export function secretPlacesReadSubject(data: Pick<SecretPlacesReadData, "alertNumber">): string {
  return `secret-places-read:${data.alertNumber}`;
}

export function secretScanSubject(data: Pick<SecretScanData, "scanType" | "source">): string {
  return `secret-scan:${data.scanType}:${data.source ?? ""}`;
}

export function repositorySubject(data: Pick<RepositoryData, "action">): string {
  return `repository:${data.action}`;
}

export function releaseSubject(data: Pick<ReleaseData, "releaseId" | "action">): string {
  return `release:${data.releaseId}:${data.action}`;
}

export function repositoryRulesetSubject(data: Pick<RepositoryRulesetData, "rulesetId" | "action">): string {
  return `repository-ruleset:${data.rulesetId}:${data.action}`;
}

export function branchProtectionRuleSubject(
  data: Pick<BranchProtectionRuleData, "ruleId" | "action">,
): string {
  return `branch-protection-rule:${data.ruleId}:${data.action}`;
}

export const customPropertiesSubject = "custom-properties";
export const securityFeaturesSubject = "security-features";
export const pavedRoadSubject = "paved-road";

export function findingsListedSubject(data: Pick<FindingsListedData, "source">): string {
  return `findings-listed:${data.source}`;
}

export function releaseEvidenceSubject(data: Pick<ReleaseEvidenceData, "releaseId">): string {
  return `release-evidence:${data.releaseId}`;
}

export function commitSubject(data: Pick<CommitData, "sha">): string {
  return `commit:${data.sha}`;
}

export const controlsSubject = "controls";
export const ruleSuitesSubject = "rule-suites";
export const releasesListedSubject = "releases-listed";
export const codeOwnersSubject = "code-owners";

export function templateTagSubject(data: Pick<TemplateTagData, "template" | "tag">): string {
  return `template-tag:${data.template}:${data.tag}`;
}

export function templateFileSubject(data: Pick<TemplateFileData, "template" | "path" | "tag">): string {
  return `template-file:${data.template}:${data.path}:${data.tag}`;
}

export function templateListedSubject(data: Pick<TemplateListedData, "template">): string {
  return `template-listed:${data.template}`;
}

export function calledWorkflowSubject(data: Pick<CalledWorkflowData, "target" | "ref">): string {
  return `called-workflow:${data.target}@${data.ref}`;
}

export function teamRepositoriesSubject(data: Pick<TeamRepositoriesData, "team">): string {
  return `team-repositories:${data.team}`;
}

export function historyReadSubject(data: Pick<HistoryReadData, "from" | "to">): string {
  return `history-read:${data.from}:${data.to}`;
}

export function deliveriesMissedSubject(data: Pick<DeliveriesMissedData, "from" | "to">): string {
  return `deliveries-missed:${data.from}:${data.to}`;
}
