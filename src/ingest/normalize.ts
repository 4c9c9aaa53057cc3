// From a delivery's payload to facts: the explicit table of which event goes to which normaliser.
import type { Normalizer } from "./define-normalizer.ts";
import { normalizeBranchProtectionRule } from "./normalize/branch-protection-rule.ts";
import { normalizeCheckRun } from "./normalize/check-run.ts";
import { normalizeCheckSuite } from "./normalize/check-suite.ts";
import { normalizeCodeScanningAlert } from "./normalize/code-scanning-alert.ts";
import { normalizeCustomPropertyValues } from "./normalize/custom-property-values.ts";
import { normalizeDependabotAlert } from "./normalize/dependabot-alert.ts";
import { normalizeInstallation } from "./normalize/installation.ts";
import { normalizeInstallationRepositories } from "./normalize/installation-repositories.ts";
import { normalizeMergeGroup } from "./normalize/merge-group.ts";
import { normalizePullRequest } from "./normalize/pull-request.ts";
import { normalizePullRequestReview } from "./normalize/pull-request-review.ts";
import { normalizePush } from "./normalize/push.ts";
import { normalizeRelease } from "./normalize/release.ts";
import { normalizePublic, normalizeRepository } from "./normalize/repository.ts";
import { normalizeRepositoryRuleset } from "./normalize/repository-ruleset.ts";
import { normalizeSecretScanningAlert } from "./normalize/secret-scanning-alert.ts";
import { normalizeSecretScanningAlertLocation } from "./normalize/secret-scanning-alert-location.ts";
import { normalizeSecretScanningScan } from "./normalize/secret-scanning-scan.ts";
import { normalizeSecurityAndAnalysis } from "./normalize/security-and-analysis.ts";
import { normalizeStatus } from "./normalize/status.ts";
import { normalizeTeam } from "./normalize/team.ts";
import { normalizeWorkflowRun } from "./normalize/workflow-run.ts";
import { ignored, type Normalized } from "./normalized.ts";

// A Map, for an event named `constructor` must not find one.
const normalizers: ReadonlyMap<string, Normalizer> = new Map([
  ["branch_protection_rule", normalizeBranchProtectionRule],
  ["check_run", normalizeCheckRun],
  ["check_suite", normalizeCheckSuite],
  ["code_scanning_alert", normalizeCodeScanningAlert],
  ["custom_property_values", normalizeCustomPropertyValues],
  ["dependabot_alert", normalizeDependabotAlert],
  ["installation", normalizeInstallation],
  ["installation_repositories", normalizeInstallationRepositories],
  ["merge_group", normalizeMergeGroup],
  ["ping", () => ignored("GitHub's greeting")],
  ["public", normalizePublic],
  ["pull_request", normalizePullRequest],
  ["pull_request_review", normalizePullRequestReview],
  ["push", normalizePush],
  ["release", normalizeRelease],
  ["repository", normalizeRepository],
  ["repository_ruleset", normalizeRepositoryRuleset],
  ["secret_scanning_alert", normalizeSecretScanningAlert],
  ["secret_scanning_alert_location", normalizeSecretScanningAlertLocation],
  ["secret_scanning_scan", normalizeSecretScanningScan],
  ["security_and_analysis", normalizeSecurityAndAnalysis],
  ["status", normalizeStatus],
  ["team", normalizeTeam],
  ["workflow_run", normalizeWorkflowRun],
]);

/** Events that ingest reads, by GitHub's names. */
export const readEvents: readonly string[] = [...normalizers.keys()];

/**
 * What a delivery says, as facts, observations and work; or why it says nothing that is measured (`ignored`), or cannot be
 * used (`unusable`). Pure: the same event and payload always give the same answer. Never throws, whatever the payload is.
 */
export function normalizeDelivery(event: string, payload: unknown): Normalized {
  const normalizer = normalizers.get(event);
  return normalizer ? normalizer(payload) : ignored("this event carries nothing that is measured");
}
