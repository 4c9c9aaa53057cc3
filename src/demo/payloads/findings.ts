// Payloads of code scanning and Dependabot alerts, made of the alerts that the local GitHub lists: both tell the same.
import { showCodeScanningAlert, showDependabotAlert } from "../../local-github/answers/alerts.ts";
import type { LocalCodeScanningAlert, LocalDependabotAlert } from "../../local-github/security-state.ts";
import type { Repository } from "../../local-github/state.ts";
import { github } from "./alerts.ts";
import type { Payload } from "./example.ts";
import { envelopeOf, type Person, type Scene, showPerson } from "./scene.ts";

export type CodeScanningAction =
  | "created"
  | "appeared_in_branch"
  | "fixed"
  | "reopened"
  | "closed_by_user"
  | "reopened_by_user";

/** @param ref The full ref that it happened on; GitHub leaves it out for what a person did. */
export function codeScanningAlertPayload(
  scene: Scene,
  action: CodeScanningAction,
  alert: LocalCodeScanningAlert,
  repository: Repository,
  ref: string,
): Payload {
  const shown = showCodeScanningAlert(repository, alert, ref, scene.webOrigin);
  const byUser = action.endsWith("_by_user");
  const sender = github;
  return {
    action,
    alert: {
      ...shown,
      dismissed_by: alert.dismissedAt === null ? null : showPerson(sender, scene.webOrigin),
    },
    ref: byUser ? "" : ref,
    commit_oid: byUser ? "" : alert.commitSha,
    ...envelopeOf(scene, alert.updatedAt, sender),
  };
}

export type DependabotAction = "created" | "dismissed" | "fixed" | "reintroduced" | "reopened";

export function dependabotAlertPayload(
  scene: Scene,
  action: DependabotAction,
  alert: LocalDependabotAlert,
  repository: Repository,
  sender: Person = github,
): Payload {
  const shown = showDependabotAlert(repository, alert, scene.webOrigin);
  return {
    action,
    alert: {
      ...shown,
      dismissed_by: alert.dismissedAt === null ? null : showPerson(sender, scene.webOrigin),
    },
    ...envelopeOf(scene, alert.updatedAt, sender),
  };
}
