// What the token of a workflow run can be given, and under which name: GitHub calls some permissions there by another name than for an App.

/** What `permissions:` of a workflow can give, by GitHub's name of an App's permission. */
const ofWorkflows: Readonly<Record<string, string>> = {
  actions: "actions",
  attestations: "attestations",
  checks: "checks",
  contents: "contents",
  issues: "issues",
  pull_requests: "pull-requests",
  security_events: "security-events",
  statuses: "statuses",
  // Since 2026.
  vulnerability_alerts: "vulnerability-alerts",
};

/**
 * What to write under `permissions:` of a workflow; null: no `GITHUB_TOKEN` can have it.
 * @param permission of an App, with its access: `security_events: read`.
 */
export function workflowPermission(permission: string): string | null {
  const [name = "", level = ""] = permission.split(/:\s*/);
  return Object.hasOwn(ofWorkflows, name) ? `${ofWorkflows[name]}: ${level}` : null;
}
