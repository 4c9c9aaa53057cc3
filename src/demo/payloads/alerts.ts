// Payloads of secret scanning: its alerts, where they were found, its scans. GitHub publishes no example of these: they are
// made after its schema.
import type { Payload } from "./example.ts";
import { dateTime, envelopeOf, fullNameOf, type Person, type Scene } from "./scene.ts";

export const github: Person = { id: 9919, login: "github", type: "User" };

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
  return { action, alert: showSecretAlert(scene, view, at), ...envelopeOf(scene, at, github) };
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
    ...envelopeOf(scene, view.createdAt, github),
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
    ...envelopeOf(scene, completedAt, github),
  };
}
