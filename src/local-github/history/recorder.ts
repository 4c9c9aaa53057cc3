// Takes each delivery as it is sent and keeps what GitHub itself would know of it, whether the app gets the delivery or not.
// It reads payloads alone, so that what is read back later is held against an independent reading of the same events.
import type { LocalState, Repository } from "../state.ts";
import { type Fields, fieldsOf, listOf, numberOf, textOf, timeOf } from "./read-payload.ts";
import { recordCheckRun, recordCheckSuite, recordStatus, recordWorkflowRun } from "./record-checks.ts";
import { recordPullRequest, recordReview } from "./record-pull-request.ts";
import { recordPush } from "./record-push.ts";
import { recordSecretLocation, recordSecretScan } from "./record-secrets.ts";

/** A release that no story has put there. */
function recordRelease({ security }: Repository, payload: Fields): void {
  const shown = fieldsOf(payload.release);
  const [id, tagName, createdAt] = [numberOf(shown.id), textOf(shown.tag_name), timeOf(shown.created_at)];
  if (id === null || tagName === null || createdAt === null) return;
  if (payload.action === "deleted") {
    security.releases = security.releases.filter((release) => release.id !== id);
    return;
  }
  if (security.releases.some((release) => release.id === id)) return;
  const release = {
    id,
    tagName,
    draft: shown.draft === true,
    prerelease: shown.prerelease === true,
    createdAt,
    publishedAt: timeOf(shown.published_at),
    assets: listOf(shown.assets).map((asset) => ({
      id: numberOf(asset.id) ?? 0,
      name: textOf(asset.name) ?? "",
      digest: textOf(asset.digest),
    })),
  };
  security.releases = [...security.releases, release];
}

const recorders = new Map<string, (repository: Repository, payload: Fields) => void>([
  ["push", recordPush],
  ["pull_request", recordPullRequest],
  ["pull_request_review", recordReview],
  ["check_run", recordCheckRun],
  ["check_suite", recordCheckSuite],
  ["status", recordStatus],
  ["workflow_run", recordWorkflowRun],
  ["release", recordRelease],
  ["secret_scanning_alert_location", recordSecretLocation],
  ["secret_scanning_scan", recordSecretScan],
]);

/** Order and repetition do not matter. Payloads of repositories that the local GitHub does not have are passed over. */
export function recordDelivery(state: LocalState, event: string, payload: unknown): void {
  const fields = fieldsOf(payload);
  const id = numberOf(fieldsOf(fields.repository).id);
  const repository = id === null ? undefined : state.repositories.get(id);
  if (repository !== undefined) recorders.get(event)?.(repository, fields);
}
