// Every payload that GitHub publishes goes through. The table says what became of each, so that a change is seen.
import { describe, expect, test } from "vitest";
import { normalizeDelivery, readEvents } from "../../src/ingest/normalize.ts";
import { publishedExamples } from "../support/payloads.ts";

const examples = publishedExamples();

/** `12 facts` or `3 unusable`, per event and action. */
function countOutcomes(): Record<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { event, action, payload } of examples) {
    if (!readEvents.includes(event)) continue;
    const key = action === null ? event : `${event}.${action}`;
    const { outcome } = normalizeDelivery(event, payload);
    const outcomes = counts.get(key) ?? new Map<string, number>();
    counts.set(key, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
  }
  const rows = [...counts].map(
    ([key, outcomes]) => [key, [...outcomes].map(([outcome, n]) => `${n} ${outcome}`).join(", ")] as const,
  );
  return Object.fromEntries(rows.sort());
}

describe("GitHub's published examples", () => {
  test("are all there", () => {
    expect(new Set(examples.map((example) => example.source)).size).toBeGreaterThanOrEqual(6);
    expect(examples.length).toBeGreaterThan(500);
  });

  test("give facts, or say why not", () => {
    expect(countOutcomes()).toMatchInlineSnapshot(`
      {
        "branch_protection_rule.created": "2 facts",
        "branch_protection_rule.deleted": "1 facts",
        "branch_protection_rule.edited": "4 facts",
        "check_run.completed": "5 facts",
        "check_run.created": "10 facts",
        "check_run.requested_action": "1 ignored",
        "check_run.rerequested": "2 ignored",
        "check_suite.completed": "11 facts",
        "check_suite.requested": "5 ignored",
        "check_suite.rerequested": "4 facts",
        "code_scanning_alert.closed_by_user": "1 facts",
        "code_scanning_alert.created": "1 facts",
        "code_scanning_alert.fixed": "1 unusable",
        "code_scanning_alert.reopened": "1 facts, 9 unusable",
        "dependabot_alert.created": "1 facts",
        "dependabot_alert.fixed": "2 facts",
        "installation.created": "4 facts",
        "installation.deleted": "9 facts",
        "installation.new_permissions_accepted": "1 facts",
        "installation.suspend": "1 facts",
        "installation.unsuspend": "1 facts",
        "installation_repositories.added": "9 facts",
        "installation_repositories.removed": "3 facts",
        "merge_group.checks_requested": "2 facts",
        "ping": "11 ignored",
        "public": "10 facts",
        "pull_request.assigned": "4 ignored",
        "pull_request.closed": "4 facts",
        "pull_request.converted_to_draft": "3 facts",
        "pull_request.labeled": "4 facts",
        "pull_request.locked": "2 ignored",
        "pull_request.opened": "11 facts",
        "pull_request.ready_for_review": "3 facts",
        "pull_request.reopened": "2 facts",
        "pull_request.review_request_removed": "1 ignored",
        "pull_request.review_requested": "1 ignored",
        "pull_request.synchronize": "1 facts",
        "pull_request.unassigned": "4 ignored",
        "pull_request.unlabeled": "4 facts",
        "pull_request.unlocked": "2 ignored",
        "pull_request_review.dismissed": "1 facts",
        "pull_request_review.submitted": "10 facts",
        "push": "14 facts",
        "release.created": "3 facts",
        "release.deleted": "2 facts",
        "release.edited": "2 facts",
        "release.prereleased": "2 facts",
        "release.published": "10 facts",
        "release.released": "1 facts",
        "repository.created": "4 facts",
        "repository.deleted": "2 facts",
        "repository.edited": "2 facts",
        "repository.privatized": "4 facts",
        "repository.publicized": "10 facts",
        "repository.renamed": "1 facts",
        "repository.transferred": "3 facts",
        "secret_scanning_alert.reopened": "7 unusable",
        "secret_scanning_alert_location.created": "1 facts",
        "status": "11 facts",
        "team.added_to_repository": "11 facts",
        "team.created": "3 facts",
        "team.deleted": "3 facts",
        "team.edited": "3 facts",
        "team.removed_from_repository": "1 facts",
        "workflow_run.completed": "8 facts",
        "workflow_run.requested": "2 facts",
      }
    `);
  });

  test("are unusable only where they do not say when it happened", () => {
    const reasons = examples.flatMap(({ event, payload }) => {
      const normalized = normalizeDelivery(event, payload);
      return normalized.outcome === "unusable" ? [`${event}: ${normalized.reason}`] : [];
    });
    expect([...new Set(reasons)].sort()).toMatchInlineSnapshot(`
      [
        "code_scanning_alert: GitHub's time of the event is missing: alert.fixed_at",
        "code_scanning_alert: GitHub's time of the event is missing: alert.updated_at",
        "secret_scanning_alert: missing or not of the expected form: alert.created_at",
      ]
    `);
  });

  test("of events that are not read are ignored", () => {
    const outcomes = examples
      .filter(({ event }) => !readEvents.includes(event))
      .map(({ event, payload }) => normalizeDelivery(event, payload).outcome);
    expect(outcomes.length).toBeGreaterThan(100);
    expect(new Set(outcomes)).toEqual(new Set(["ignored"]));
  });

  test("give facts of their own tenant and repository, at a time that the payload holds", () => {
    for (const { event, payload } of examples) {
      const normalized = normalizeDelivery(event, payload);
      if (normalized.outcome !== "facts") continue;
      const times = JSON.stringify(payload).match(
        /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)|\b1[45]\d{8}\b/g,
      );
      const written = (times ?? []).map((time) =>
        time.includes("T") ? Date.parse(time) : Number(time) * 1000,
      );
      const repository = payload.repository as { id: number; owner: { id: number } };
      for (const fact of normalized.facts) {
        expect(fact).toMatchObject({ accountId: repository.owner.id, repositoryId: repository.id });
        expect(written).toContain(fact.occurredAt);
      }
    }
  });
});
