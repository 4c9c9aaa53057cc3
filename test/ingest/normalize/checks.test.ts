import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import type { NormalizedFacts } from "../../../src/ingest/normalized.ts";
import { sha } from "../../support/facts.ts";
import { checkRunPayload, repositoryPayload } from "../../support/payloads.ts";

function factsOf(event: string, payload: unknown): NormalizedFacts {
  const normalized = normalizeDelivery(event, payload);
  if (normalized.outcome !== "facts") throw new Error(normalized.reason);
  return normalized;
}
const at = (time: string) => Date.parse(`2026-11-09T${time}Z`);
const evaluation = (headSha: string, force = false, afterMillis = 5000) => ({
  job: { kind: "evaluate-head", accountId: 1001, repositoryId: 2001, headSha, force },
  afterMillis,
});

describe("check_run", () => {
  test("completed happens at completed_at and asks for an evaluation of its commit", () => {
    const { facts, jobs } = factsOf("check_run", checkRunPayload("completed"));
    expect(facts).toMatchObject([
      {
        subject: "check-run:301:completed",
        occurredAt: at("10:03:00"),
        data: { conclusion: "success", appSlug: "github-advanced-security", headBranch: "feature" },
      },
    ]);
    expect(jobs).toEqual([evaluation(sha("a1"))]);
  });

  test("in progress happens at started_at, without conclusion or evaluation", () => {
    const running = checkRunPayload("created", {
      status: "in_progress",
      conclusion: null,
      completed_at: null,
    });
    const { facts, jobs } = factsOf("check_run", running);
    expect(facts).toMatchObject([
      { subject: "check-run:301:in_progress", occurredAt: at("10:01:00"), data: { conclusion: null } },
    ]);
    expect(jobs).toEqual([]);
  });

  test("created as completed is the same fact as completed", () => {
    expect(factsOf("check_run", checkRunPayload("created")).facts).toEqual(
      factsOf("check_run", checkRunPayload("completed")).facts,
    );
  });

  test("of a fork has no branch", () => {
    const payload = checkRunPayload("completed", { check_suite: { id: 401, head_branch: null } });
    expect(factsOf("check_run", payload).facts[0]?.data).toMatchObject({ headBranch: null });
  });

  test.each([
    [{ conclusion: null }, "missing: check_run.conclusion"],
    [{ conclusion: "splendid" }, "missing or not of the expected form: check_run.conclusion"],
    [{ completed_at: null }, "GitHub's time of the event is missing: check_run.completed_at"],
  ])("completed with %j is unusable", (given, reason) => {
    expect(normalizeDelivery("check_run", checkRunPayload("completed", given))).toEqual({
      outcome: "unusable",
      reason,
    });
  });

  test("a link that is none of the web's is left out", () => {
    const payload = checkRunPayload("completed", { html_url: "javascript:alert(1)" });
    expect(factsOf("check_run", payload).facts[0]?.data).toMatchObject({ url: null });
  });

  describe("of Firstpass itself", () => {
    const ours = { name: "Firstpass", external_id: "firstpass:2001:abc" };

    test.each(["created", "completed"])(
      "%s is no fact and starts nothing, or it would go on for ever",
      (action) => {
        expect(normalizeDelivery("check_run", checkRunPayload(action, ours)).outcome).toBe("ignored");
      },
    );

    test.each([
      ["requested_action", { requested_action: { identifier: "re-evaluate" } }],
      ["rerequested", {}],
    ])("%s evaluates at once and writes even what has not changed", (action, rest) => {
      const { facts, jobs } = factsOf("check_run", checkRunPayload(action, ours, rest));
      expect(facts).toEqual([]);
      expect(jobs).toEqual([evaluation(sha("a1"), true, 0)]);
    });

    test("another requested action starts nothing", () => {
      const payload = checkRunPayload("requested_action", ours, {
        requested_action: { identifier: "other" },
      });
      expect(normalizeDelivery("check_run", payload).outcome).toBe("ignored");
    });

    test("is told by its key too: another check of the name is a fact", () => {
      expect(factsOf("check_run", checkRunPayload("completed", { name: "Firstpass" })).facts).toHaveLength(1);
    });
  });
});

describe("check_suite", () => {
  const suite = (action: string, given: object = {}) => ({
    action,
    check_suite: {
      id: 401,
      head_sha: sha("a1"),
      head_branch: null,
      app: { id: 15368, slug: "github-actions" },
      status: "completed",
      conclusion: "failure",
      latest_check_runs_count: 3,
      updated_at: "2026-11-09T10:04:00Z",
      ...given,
    },
    repository: repositoryPayload(),
  });

  test("completed says how many runs it had, and asks for an evaluation", () => {
    const { facts, jobs } = factsOf("check_suite", suite("completed"));
    expect(facts).toMatchObject([
      { subject: "check-suite:401:completed", occurredAt: at("10:04:00"), data: { checkRunCount: 3 } },
    ]);
    expect(jobs).toEqual([evaluation(sha("a1"))]);
  });

  test("rerequested is asked of us: evaluated at once", () => {
    expect(factsOf("check_suite", suite("rerequested"))).toMatchObject({
      facts: [],
      jobs: [evaluation(sha("a1"), true, 0)],
    });
  });
});

describe("status", () => {
  const status = (given: object) => ({
    id: 701,
    sha: sha("a1"),
    context: "snyk",
    state: "success",
    target_url: null,
    created_at: "2026-11-09T10:02:00+00:00",
    updated_at: "2026-11-09T10:02:00+00:00",
    repository: repositoryPayload(),
    ...given,
  });

  test("concluded asks for an evaluation, pending does not", () => {
    expect(factsOf("status", status({})).jobs).toEqual([evaluation(sha("a1"))]);
    expect(factsOf("status", status({ state: "pending" })).jobs).toEqual([]);
  });

  test("is dated by the later of its two times", () => {
    const updated = status({ updated_at: "2026-11-09T10:09:00Z" });
    expect(factsOf("status", updated).facts).toMatchObject([{ occurredAt: at("10:09:00") }]);
  });
});

describe("workflow_run", () => {
  const run = (given: object) => ({
    action: "completed",
    workflow: { name: "Security", path: ".github/workflows/security.yml" },
    workflow_run: {
      id: 601,
      run_attempt: 2,
      name: "Security",
      path: ".github/workflows/security.yml@refs/heads/main",
      event: "pull_request",
      head_sha: sha("a1"),
      head_branch: "feature",
      check_suite_id: 401,
      status: "completed",
      conclusion: "success",
      run_started_at: "2026-11-09T10:00:00Z",
      updated_at: "2026-11-09T10:06:00Z",
      referenced_workflows: [
        { path: "acme/paved/.github/workflows/scan.yml@v3", sha: sha("e0"), ref: "refs/tags/v3" },
      ],
      ...given,
    },
    repository: repositoryPayload(),
  });

  test("keeps the attempt, the path without its ref, and the reusable workflows that ran", () => {
    expect(factsOf("workflow_run", run({})).facts).toMatchObject([
      {
        subject: "workflow-run:601:2:completed",
        occurredAt: at("10:06:00"),
        data: {
          workflowPath: ".github/workflows/security.yml",
          referencedWorkflows: [
            { path: "acme/paved/.github/workflows/scan.yml@v3", sha: sha("e0"), ref: "refs/tags/v3" },
          ],
        },
      },
    ]);
  });

  test("without its attempt is unusable: a re-run could pass for a first try", () => {
    expect(normalizeDelivery("workflow_run", run({ run_attempt: undefined })).outcome).toBe("unusable");
  });
});

describe("merge_group", () => {
  const group = (headRef: string) => ({
    action: "checks_requested",
    merge_group: {
      head_sha: sha("e1"),
      head_ref: headRef,
      base_sha: sha("b0"),
      base_ref: "refs/heads/main",
      head_commit: { timestamp: "2026-11-09T10:10:00Z" },
    },
    repository: repositoryPayload(),
  });

  test.each([
    [`refs/heads/gh-readonly-queue/main/pr-104-${sha("b0")}`, 104],
    [`refs/heads/gh-readonly-queue/release/1.x/pr-7-${sha("b0")}`, 7],
    ["refs/heads/main", null],
  ])("fault 26: %s is evaluated at once, for pull request %s", (headRef, pullRequestNumber) => {
    const { facts, jobs } = factsOf("merge_group", group(headRef));
    expect(facts[0]?.data).toMatchObject({ pullRequestNumber });
    expect(jobs).toEqual([evaluation(sha("e1"), false, 0)]);
  });
});
