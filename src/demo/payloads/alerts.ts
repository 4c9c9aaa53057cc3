// Payloads of alerts: secrets (GitHub publishes no example of these: made after its schema), code scanning, Dependabot.
import type { Payload } from "./example.ts";
import {
  dateTime,
  fullNameOf,
  type Person,
  payloadOf,
  type Scene,
  showPerson,
  showRepository,
} from "./scene.ts";

const github: Person = { id: 9919, login: "github", type: "User" };

function envelope(scene: Scene, at: number, sender: Person): Payload {
  const { organisation, installationId, webOrigin } = scene;
  return {
    repository: showRepository(scene, at),
    organization: { login: organisation.login, id: organisation.id },
    installation: { id: installationId, node_id: `I_${installationId}` },
    sender: showPerson(sender, webOrigin),
  };
}

export interface SecretAlertView {
  readonly number: number;
  readonly createdAt: number;
  readonly secretType: string;
  readonly resolution: string | null;
  readonly resolvedAt: number | null;
  readonly bypassedAt: number | null;
  readonly locationSha: string;
}

function showSecretAlert(scene: Scene, view: SecretAlertView, at: number): Payload {
  const url = `${scene.webOrigin}/api/v3/repos/${fullNameOf(scene)}/secret-scanning/alerts/${view.number}`;
  return {
    number: view.number,
    created_at: dateTime(view.createdAt),
    updated_at: dateTime(at),
    url,
    html_url: `${scene.webOrigin}/${fullNameOf(scene)}/security/secret-scanning/${view.number}`,
    locations_url: `${url}/locations`,
    state: view.resolvedAt === null ? "open" : "resolved",
    resolution: view.resolution,
    resolved_at: view.resolvedAt === null ? null : dateTime(view.resolvedAt),
    resolved_by: null,
    secret_type: view.secretType,
    secret_type_display_name: view.secretType,
    validity: "unknown",
    push_protection_bypassed: view.bypassedAt !== null,
    push_protection_bypassed_at: view.bypassedAt === null ? null : dateTime(view.bypassedAt),
    push_protection_bypassed_by: null,
    publicly_leaked: false,
    multi_repo: false,
  };
}

export function secretAlertPayload(
  scene: Scene,
  action: "created" | "resolved",
  view: SecretAlertView,
  at: number,
): Payload {
  return { action, alert: showSecretAlert(scene, view, at), ...envelope(scene, at, github) };
}

export function secretLocationPayload(scene: Scene, view: SecretAlertView, path: string): Payload {
  const details = {
    path,
    start_line: 3,
    end_line: 3,
    start_column: 1,
    end_column: 40,
    blob_sha: view.locationSha,
    commit_sha: view.locationSha,
  };
  return {
    action: "created",
    alert: showSecretAlert(scene, view, view.createdAt),
    location: { type: "commit", details },
    ...envelope(scene, view.createdAt, github),
  };
}

/** @param type `backfill` reads the whole history; `incremental` what was pushed. */
export function secretScanPayload(
  scene: Scene,
  type: "backfill" | "incremental",
  startedAt: number,
  completedAt: number,
): Payload {
  return {
    action: "completed",
    type,
    source: "git",
    started_at: dateTime(startedAt),
    completed_at: dateTime(completedAt),
    secret_types: null,
    ...envelope(scene, completedAt, github),
  };
}

export function codeScanningAlertPayload(
  scene: Scene,
  alert: {
    readonly number: number;
    readonly ruleId: string;
    readonly severity: string;
    readonly createdAt: number;
    readonly fixedAt: number | null;
    readonly sha: string;
  },
): Payload {
  const at = alert.fixedAt ?? alert.createdAt;
  const html = `${scene.webOrigin}/${fullNameOf(scene)}/security/code-scanning/${alert.number}`;
  const changes = {
    alert: {
      number: alert.number,
      html_url: html,
      created_at: dateTime(alert.createdAt),
      updated_at: dateTime(at),
      fixed_at: alert.fixedAt === null ? null : dateTime(alert.fixedAt),
      state: alert.fixedAt === null ? "open" : "fixed",
      rule: { id: alert.ruleId, severity: "error", security_severity_level: alert.severity },
    },
    ref: "refs/heads/main",
    commit_oid: alert.sha,
  };
  return payloadOf(
    scene,
    "code_scanning_alert",
    at,
    github,
    changes,
    alert.fixedAt === null ? "created" : "fixed",
  );
}

export function dependabotAlertPayload(
  scene: Scene,
  alert: { readonly number: number; readonly createdAt: number; readonly fixedAt: number | null },
): Payload {
  const at = alert.fixedAt ?? alert.createdAt;
  const html = `${scene.webOrigin}/${fullNameOf(scene)}/security/dependabot/${alert.number}`;
  const changes = {
    alert: {
      number: alert.number,
      html_url: html,
      created_at: dateTime(alert.createdAt),
      updated_at: dateTime(at),
      fixed_at: alert.fixedAt === null ? null : dateTime(alert.fixedAt),
      state: alert.fixedAt === null ? "open" : "fixed",
    },
  };
  return payloadOf(
    scene,
    "dependabot_alert",
    at,
    github,
    changes,
    alert.fixedAt === null ? "created" : "fixed",
  );
}
