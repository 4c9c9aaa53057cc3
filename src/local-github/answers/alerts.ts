// Alerts of code scanning, Dependabot and secret scanning as GitHub's lists show them.
import type { components } from "@octokit/openapi-types";
import type { LocalCodeScanningAlert, LocalDependabotAlert, LocalSecretAlert } from "../security-state.ts";
import type { Repository } from "../state.ts";
import { dateTime } from "./account.ts";
import { fullName, repositoryUrl } from "./repository.ts";

type ShownCodeScanningAlert = components["schemas"]["code-scanning-alert-items"];
type ShownDependabotAlert = components["schemas"]["dependabot-alert"];
type ShownSecretAlert = components["schemas"]["secret-scanning-alert"];

const optionalTime = (at: number | null): string | null => (at === null ? null : dateTime(at));

export function showCodeScanningAlert(
  repository: Repository,
  alert: LocalCodeScanningAlert,
  ref: string,
  origin: string,
): ShownCodeScanningAlert {
  const url = `${repositoryUrl(repository, origin)}/code-scanning/alerts/${alert.number}`;
  return {
    number: alert.number,
    created_at: dateTime(alert.createdAt),
    updated_at: dateTime(alert.updatedAt),
    url,
    html_url: `${origin}/${fullName(repository)}/security/code-scanning/${alert.number}`,
    instances_url: `${url}/instances`,
    state: alert.state,
    fixed_at: optionalTime(alert.fixedAt),
    dismissed_by: null,
    dismissed_at: optionalTime(alert.dismissedAt),
    dismissed_reason: alert.dismissedReason,
    dismissed_comment: null,
    rule: {
      id: alert.ruleId,
      name: alert.ruleId,
      severity: alert.ruleSeverity,
      security_severity_level: alert.securitySeverity,
      description: alert.ruleId,
      tags: [],
    },
    tool: { name: alert.toolName, guid: null, version: "2.19.0" },
    most_recent_instance: {
      ref,
      analysis_key: ".github/workflows/codeql.yml:analyze",
      environment: "{}",
      category: ".github/workflows/codeql.yml:analyze",
      state: alert.state,
      commit_sha: alert.commitSha,
      message: { text: alert.ruleId },
      location: {
        path: alert.path,
        start_line: alert.startLine,
        end_line: alert.startLine,
        start_column: 1,
        end_column: 2,
      },
      classifications: [],
    },
  };
}

export function showDependabotAlert(
  repository: Repository,
  alert: LocalDependabotAlert,
  origin: string,
): ShownDependabotAlert {
  const named = { ecosystem: alert.ecosystem, name: alert.packageName };
  const vulnerability = {
    package: named,
    severity: alert.severity,
    vulnerable_version_range: "< 4.17.21",
    first_patched_version: { identifier: "4.17.21" },
  };
  return {
    number: alert.number,
    state: alert.state,
    dependency: {
      package: named,
      manifest_path: alert.manifestPath,
      scope: "runtime",
      relationship: "direct",
    },
    security_advisory: {
      ghsa_id: alert.ghsaId,
      cve_id: null,
      summary: alert.ghsaId,
      description: alert.ghsaId,
      vulnerabilities: [vulnerability],
      severity: alert.severity,
      cvss: { score: 0, vector_string: null },
      cwes: [],
      identifiers: [{ type: "GHSA", value: alert.ghsaId }],
      references: [],
      published_at: dateTime(alert.createdAt),
      updated_at: dateTime(alert.createdAt),
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    url: `${repositoryUrl(repository, origin)}/dependabot/alerts/${alert.number}`,
    html_url: `${origin}/${fullName(repository)}/security/dependabot/${alert.number}`,
    created_at: dateTime(alert.createdAt),
    updated_at: dateTime(alert.updatedAt),
    dismissed_at: optionalTime(alert.dismissedAt),
    dismissed_by: null,
    dismissed_reason: alert.dismissedReason,
    dismissed_comment: null,
    fixed_at: optionalTime(alert.fixedAt),
    auto_dismissed_at: optionalTime(alert.autoDismissedAt),
  };
}

/** GitHub shows the secret itself unless it is asked not to. */
export function showSecretAlert(
  repository: Repository,
  alert: LocalSecretAlert,
  hideSecret: boolean,
  origin: string,
): ShownSecretAlert {
  const url = `${repositoryUrl(repository, origin)}/secret-scanning/alerts/${alert.number}`;
  return {
    number: alert.number,
    created_at: dateTime(alert.createdAt),
    updated_at: dateTime(alert.updatedAt),
    url,
    html_url: `${origin}/${fullName(repository)}/security/secret-scanning/${alert.number}`,
    locations_url: `${url}/locations`,
    state: alert.state,
    resolution: alert.resolution,
    resolved_at: optionalTime(alert.resolvedAt),
    resolved_by: null,
    secret_type: alert.secretType,
    secret_type_display_name: alert.secretType,
    ...(hideSecret ? {} : { secret: alert.secret }),
    push_protection_bypassed: alert.pushProtectionBypassedAt !== null,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: optionalTime(alert.pushProtectionBypassedAt),
    validity: alert.validity,
    publicly_leaked: alert.publiclyLeaked,
    multi_repo: false,
  };
}
