// The lives of findings: each is kept by the local GitHub and told by deliveries, so that lists and webhooks say the same.
import type { LocalCodeScanningAlert, LocalDependabotAlert } from "../../local-github/security-state.ts";
import {
  type CodeScanningAction,
  codeScanningAlertPayload,
  type DependabotAction,
  dependabotAlertPayload,
} from "../payloads/findings.ts";
import { type CodeRule, DAY, type Place, tipOf } from "./place.ts";

export const mainRef = "refs/heads/main";

/** What becomes of a finding, so many days after it appeared. Nothing: it stays open. */
export interface Fate {
  readonly fixedAfter?: number;
  readonly dismissedAfter?: number;
  readonly reason?: LocalCodeScanningAlert["dismissedReason"];
  /** Opened again after it was fixed or dismissed. */
  readonly reopenedAfter?: number;
}

function emitCode(
  place: Place,
  action: CodeScanningAction,
  alert: LocalCodeScanningAlert,
  ref: string,
): void {
  const { world, scene, repository } = place;
  world.emit("code_scanning_alert", codeScanningAlertPayload(scene, action, alert, repository, ref));
}

/** Code scanning finds something on a ref, now. */
export function openCodeFinding(place: Place, rule: CodeRule, ref: string, sha: string, at: number) {
  const alert = addCodeFinding(place, rule, ref, sha, at);
  emitCode(place, "created", alert, ref);
  return alert;
}

/** As the local GitHub keeps it, without a delivery: from before Firstpass was installed. */
export function addCodeFinding(
  { repository }: Place,
  rule: CodeRule,
  ref: string,
  commitSha: string,
  at: number,
): LocalCodeScanningAlert {
  const alerts = repository.security.codeScanningAlerts;
  const alert: LocalCodeScanningAlert = {
    number: alerts.length + 1,
    createdAt: at,
    updatedAt: at,
    state: "open",
    fixedAt: null,
    dismissedAt: null,
    dismissedReason: null,
    ruleId: rule.id,
    ruleSeverity: "error",
    securitySeverity: rule.severity,
    toolName: "CodeQL",
    path: rule.path,
    startLine: 12 + alerts.length,
    refs: [ref],
    commitSha,
  };
  alerts.push(alert);
  return alert;
}

export function fixCodeFinding(
  place: Place,
  alert: LocalCodeScanningAlert,
  ref: string,
  sha: string,
  at: number,
): void {
  Object.assign(alert, { state: "fixed", fixedAt: at, updatedAt: at, commitSha: sha });
  emitCode(place, "fixed", alert, ref);
}

/** It was merged: from now on it is on the default branch. */
export function bringToMain(place: Place, alert: LocalCodeScanningAlert, sha: string, at: number): void {
  Object.assign(alert, { updatedAt: at, commitSha: sha, refs: [...alert.refs, mainRef] });
  emitCode(place, "appeared_in_branch", alert, mainRef);
}

export function dismissCodeFinding(
  place: Place,
  alert: LocalCodeScanningAlert,
  dismissedReason: LocalCodeScanningAlert["dismissedReason"],
  at: number,
): void {
  Object.assign(alert, { state: "dismissed", dismissedAt: at, dismissedReason, updatedAt: at });
  emitCode(place, "closed_by_user", alert, mainRef);
}

/** Lets its fate take its course on the default branch, from `at` on. */
export function letCodeFindingLive(
  place: Place,
  alert: LocalCodeScanningAlert,
  fate: Fate,
  at: number,
): void {
  const { fixedAfter, dismissedAfter, reopenedAfter, reason = "won't fix" } = fate;
  const { world } = place;
  if (fixedAfter !== undefined) {
    world.schedule(at + fixedAfter * DAY, (when) =>
      fixCodeFinding(place, alert, mainRef, tipOf(place), when),
    );
  }
  if (dismissedAfter !== undefined) {
    world.schedule(at + dismissedAfter * DAY, (when) => dismissCodeFinding(place, alert, reason, when));
  }
  if (reopenedAfter === undefined) return;
  world.schedule(at + reopenedAfter * DAY, (when) => {
    const action = alert.state === "dismissed" ? "reopened_by_user" : "reopened";
    const open = { state: "open", fixedAt: null, dismissedAt: null, dismissedReason: null, updatedAt: when };
    Object.assign(alert, open);
    emitCode(place, action, alert, mainRef);
  });
}

/** Code scanning finds something on the default branch at `at`. */
export function scheduleCodeFinding(place: Place, rule: CodeRule, fate: Fate, at: number): void {
  place.world.schedule(at, () => {
    const alert = openCodeFinding(place, rule, mainRef, tipOf(place), at);
    letCodeFindingLive(place, alert, fate, at);
  });
}

export interface Dependency {
  readonly packageName: string;
  readonly ghsaId: string;
  readonly severity: LocalDependabotAlert["severity"];
  readonly ecosystem: string;
  readonly manifestPath: string;
}

/** As `addCodeFinding`: kept, and not told by a delivery. */
export function addDependencyFinding(
  { repository }: Place,
  of: Dependency,
  at: number,
): LocalDependabotAlert {
  const alerts = repository.security.dependabot;
  const alert: LocalDependabotAlert = {
    number: alerts.length + 1,
    createdAt: at,
    updatedAt: at,
    state: "open",
    fixedAt: null,
    dismissedAt: null,
    autoDismissedAt: null,
    dismissedReason: null,
    ...of,
  };
  alerts.push(alert);
  return alert;
}

function emitDependency(place: Place, action: DependabotAction, alert: LocalDependabotAlert): void {
  const { world, scene, repository } = place;
  world.emit("dependabot_alert", dependabotAlertPayload(scene, action, alert, repository));
}

/** Fixes it so many days after `at`; null: never. */
export function letDependencyLive(
  place: Place,
  alert: LocalDependabotAlert,
  fixedAfter: number | null,
  at: number,
): void {
  if (fixedAfter === null) return;
  place.world.schedule(at + fixedAfter * DAY, (when) => {
    Object.assign(alert, { state: "fixed", fixedAt: when, updatedAt: when });
    emitDependency(place, "fixed", alert);
  });
}

/** Dependabot finds a vulnerable package at `at`. */
export function scheduleDependency(
  place: Place,
  of: Dependency,
  fixedAfter: number | null,
  at: number,
): void {
  place.world.schedule(at, () => {
    const alert = addDependencyFinding(place, of, at);
    emitDependency(place, "created", alert);
    letDependencyLive(place, alert, fixedAfter, at);
  });
}
