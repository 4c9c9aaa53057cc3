// What happens in a repository besides pull requests: commits to the default branch, and secrets in them.
import { commitTo } from "../../local-github/repository.ts";
import type { LocalSecretAlert } from "../../local-github/security-state.ts";
import {
  type SecretAlertView,
  secretAlertPayload,
  secretLocationPayload,
  secretScanPayload,
} from "../payloads/alerts.ts";
import { statusPayload } from "../payloads/checks.ts";
import { pushPayload } from "../payloads/pushes.ts";
import { analyseMain, DAY, HOUR, MINUTE, type Place, people, tipOf } from "./place.ts";

/** A push of several commits to the default branch. */
export function schedulePush(place: Place, commits: number, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const before = tipOf(place);
    const pushed = Array.from({ length: commits }, (_, index) => {
      const committedAt = at - (commits - index) * MINUTE;
      const path = `docs/note-${index}.md`;
      const message = `Note ${index + 1} of ${new Date(at).toISOString().slice(0, 10)}`;
      const { sha } = commitTo(repository, "main", {
        message,
        committedAt,
        files: { [path]: `${message}\n` },
      });
      return { sha, message, committedAt, distinct: true, paths: [path] };
    });
    const after = tipOf(place);
    const push = {
      ref: "refs/heads/main",
      before,
      after,
      forced: false,
      pusher: people.lena,
      commits: pushed,
    };
    world.emit("push", pushPayload(scene, push, at));
    analyseMain(place, at);
    if (world.random() < 0.8) return;
    const status = {
      id: world.nextId(),
      sha: after,
      context: "ci/deploy",
      state: "success",
      sender: people.lena,
    };
    world.emit("status", statusPayload(scene, status, at));
  });
}

/**
 * A secret reaches a commit and is found at once. `resolution` ends the alert two days later.
 * `bypassed`: push protection had warned, and was overruled.
 */
export function scheduleSecret(
  place: Place,
  secret: {
    readonly number: number;
    readonly secretType: string;
    readonly resolution: LocalSecretAlert["resolution"];
    readonly bypassed?: boolean;
  },
  at: number,
): void {
  const { world, scene } = place;
  world.schedule(at, () => {
    const view: SecretAlertView = {
      number: secret.number,
      createdAt: at,
      secretType: secret.secretType,
      resolution: null,
      resolvedAt: null,
      bypassedAt: secret.bypassed === true ? at - MINUTE : null,
      locationSha: tipOf(place),
    };
    const kept = keepSecret(place, view);
    world.emit("secret_scanning_alert", secretAlertPayload(scene, "created", view, at));
    world.emit("secret_scanning_alert_location", secretLocationPayload(scene, view, "src/settings.ts"));
    world.emit("secret_scanning_scan", secretScanPayload(scene, "incremental", at - MINUTE, at));
    const { resolution } = secret;
    if (resolution === null) return;
    world.schedule(at + 2 * DAY, (resolvedAt) => {
      const resolved = { ...view, resolution, resolvedAt };
      Object.assign(kept, { state: "resolved", resolution, resolvedAt, updatedAt: resolvedAt });
      world.emit("secret_scanning_alert", secretAlertPayload(scene, "resolved", resolved, resolvedAt));
    });
  });
}

/** A scan of the whole history finds old secrets: they were not exposed now. */
export function scheduleBackfill(place: Place, firstNumber: number, found: number, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const [oldest] = repository.commits.keys();
    for (let index = 0; index < found; index += 1) {
      const view: SecretAlertView = {
        number: firstNumber + index,
        createdAt: at - 10 * MINUTE + index * MINUTE,
        secretType: "generic_api_key",
        resolution: null,
        resolvedAt: null,
        bypassedAt: null,
        locationSha: oldest ?? tipOf(place),
      };
      keepSecret(place, view);
      world.emit("secret_scanning_alert", secretAlertPayload(scene, "created", view, view.createdAt));
      world.emit("secret_scanning_alert_location", secretLocationPayload(scene, view, "legacy/config.ini"));
    }
    world.emit("secret_scanning_scan", secretScanPayload(scene, "backfill", at - HOUR, at));
  });
}

/** As GitHub's list shows it. What it found is made up here and leads nowhere. */
function keepSecret({ repository }: Place, view: SecretAlertView): LocalSecretAlert {
  const kept: LocalSecretAlert = {
    number: view.number,
    createdAt: view.createdAt,
    updatedAt: view.createdAt,
    state: "open",
    resolvedAt: null,
    resolution: null,
    secretType: view.secretType,
    secret: `made-up-${repository.id}-${view.number}`,
    validity: "unknown",
    publiclyLeaked: false,
    pushProtectionBypassedAt: view.bypassedAt,
  };
  repository.security.secretAlerts.push(kept);
  return kept;
}
