// How the app is registered here: what it asks for, what it is told of, and how its webhook is set.

export interface Registration {
  /** Null: what the first installation granted. */
  permissions: Readonly<Record<string, "read" | "write">> | null;
  events: readonly string[];
  webhook: {
    url: string;
    contentType: "json" | "form";
    /** What GitHub shows in the secret's place; null where none is set. */
    secret: string | null;
    insecureSsl: "0" | "1";
  };
}

/** All events that an app which watches security can be subscribed to. */
const events =
  "branch_protection_rule check_run check_suite code_scanning_alert custom_property_values dependabot_alert merge_group public pull_request pull_request_review push release repository repository_ruleset secret_scanning_alert secret_scanning_alert_location secret_scanning_scan security_and_analysis status team workflow_run";

export function makeRegistration(): Registration {
  return {
    permissions: null,
    events: events.split(" "),
    webhook: {
      url: "https://firstpass.example/api/github/webhooks",
      contentType: "json",
      secret: "********",
      insecureSsl: "0",
    },
  };
}
