// The names of GitHub's webhook events, to tell them from other words in the names of recorded files.

export const eventNames: ReadonlySet<string> = new Set(
  `branch_protection_configuration branch_protection_rule check_run check_suite code_scanning_alert commit_comment create
  custom_property custom_property_values delete dependabot_alert deploy_key deployment deployment_protection_rule
  deployment_review deployment_status discussion discussion_comment fork github_app_authorization gollum installation
  installation_repositories installation_target issue_comment issue_dependencies issues label marketplace_purchase member
  membership merge_group meta milestone org_block organization package page_build personal_access_token_request ping
  project project_card project_column projects_v2 projects_v2_item projects_v2_status_update public pull_request
  pull_request_review pull_request_review_comment pull_request_review_thread push registry_package release repository
  repository_advisory repository_dispatch repository_import repository_ruleset repository_vulnerability_alert
  secret_scanning_alert secret_scanning_alert_location secret_scanning_scan security_advisory security_and_analysis
  sponsorship star status sub_issues team team_add watch workflow_dispatch workflow_job workflow_run`.split(
    /\s+/,
  ),
);

/**
 * The event that a file's path names: `pull_request.opened.json`, `pull-request-opened.json`, `pull_request/opened.json`,
 * `check_run.completed.with-app.payload.json`. What stands before a dot goes first, then the folder, then the longest event
 * that the file's name begins with. Null when neither the file nor its folder has the name of an event.
 */
export function eventOfPath(path: string): string | null {
  const [file = "", folder] = path.toLowerCase().replaceAll("-", "_").split(/[\\/]/).reverse();
  const [name = ""] = file.split(".");
  return [name, folder, ...wordBeginnings(name)].find((word) => word && eventNames.has(word)) ?? null;
}

/** `a_b_c` → `a_b`, `a`: the longest first. */
function wordBeginnings(name: string): string[] {
  const words = name.split("_");
  return words.map((_, dropped) => words.slice(0, -1 - dropped).join("_"));
}
