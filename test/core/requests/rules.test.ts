// Who may still ask when little is left of an hour, what a request counts for, and who goes first.
import { describe, expect, it } from "vitest";
import { exhaustedUntil } from "../../../src/core/requests/budget.ts";
import { priorities, priorityOf, rankOf } from "../../../src/core/requests/priority.ts";
import { costOf } from "../../../src/core/requests/request-cost.ts";

const now = Date.UTC(2026, 10, 16, 7);
const resetAt = now + 600_000;

describe("exhaustedUntil", () => {
  it.each([
    ["history", 2501, null],
    ["history", 2500, resetAt],
    ["observe", 251, null],
    ["observe", 250, resetAt],
    ["weekly", 101, null],
    ["weekly", 100, resetAt],
    ["check", 1, null],
    ["check", 0, resetAt],
  ] as const)("of %s with %i of 5,000 left: %s", (priority, left, expected) => {
    expect(exhaustedUntil({ limit: 5000, left, resetAt }, priority, now, 50)).toBe(expected);
  });

  it("keeps a tenth from history, whatever share it was given", () => {
    expect(exhaustedUntil({ limit: 5000, left: 500, resetAt }, "history", now, 100)).toBe(resetAt);
    expect(exhaustedUntil({ limit: 5000, left: 501, resetAt }, "history", now, 100)).toBeNull();
  });

  it("lets history ask for nothing with a share of nothing", () => {
    expect(exhaustedUntil({ limit: 5000, left: 5000, resetAt }, "history", now, 0)).toBe(resetAt);
  });

  it("stops nobody by what is not known, or by an hour that is over", () => {
    expect(exhaustedUntil(null, "history", now, 50)).toBeNull();
    expect(exhaustedUntil({ limit: 5000, left: 0, resetAt: now }, "history", now, 50)).toBeNull();
  });
});

describe("costOf", () => {
  it.each([
    ["GET /repos/{owner}/{repo}/releases", "core", false, null],
    ["POST /graphql", "graphql", false, null],
    ["POST /repos/{owner}/{repo}/issues", "core", true, "issue"],
    ["POST /repos/{owner}/{repo}/check-runs", "core", true, "content"],
    ["POST /repos/{owner}/{repo}/labels", "core", true, "content"],
    ["POST /repos/{owner}/{repo}/issues/{issue_number}/labels", "core", true, "content"],
    ["PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", "core", true, null],
    ["PATCH /repos/{owner}/{repo}/issues/{issue_number}", "core", true, null],
    ["POST /app/hook/deliveries/{delivery_id}/attempts", "core", true, null],
  ])("%s", (route, resource, writes, creates) => {
    expect(costOf(route)).toEqual({ resource, writes, creates });
  });
});

describe("priorityOf", () => {
  it.each([
    ["evaluate-head", "check"],
    ["simulate-configuration", "check"],
    ["publish-weekly", "weekly"],
    ["publish-overview", "weekly"],
    ["observe-repository", "observe"],
    ["complete-push", "observe"],
    ["backfill-repository", "history"],
    ["reconcile-account", "history"],
    ["a kind of a later version", "observe"],
  ])("%s is of %s", (kind, priority) => {
    expect(priorityOf(kind)).toBe(priority);
  });

  it("goes from the most urgent to the least", () => {
    expect(priorities.map(rankOf)).toEqual([0, 1, 2, 3]);
  });
});
