// The lists of the past that REST tells: pushes, commits, runs of workflows, repositories; and checks where they are too many.
import { describe, expect, it } from "vitest";
import {
  answerOnlyByNock,
  api,
  gatewayNow,
  installationId,
  repository,
  testGateway,
} from "../../../support/octokit.ts";
import { openapiExample } from "../../../support/openapi-example.ts";
import { serveGraphql } from "./made-by-graphql.ts";
import { judged, serveChecksByRest } from "./made-by-rest.ts";
import { at, madeRun, madeSuite, shaOf } from "./made-past.ts";

const dayMillis = 24 * 60 * 60_000;
const shop = "/repos/acme/shop";
const ms = (day: number, second = 0) => Date.parse(at(day, second));

describe("listActivity", () => {
  answerOnlyByNock();
  const activity = (letter: string, day: number, type = "push") =>
    openapiExample("activity", {
      before: shaOf("0"),
      after: shaOf(letter),
      ref: "refs/heads/main",
      timestamp: at(day),
      activity_type: type,
    });
  const listed = (letter: string, day: number, forced = false) => ({
    ref: "refs/heads/main",
    before: shaOf("0"),
    after: shaOf(letter),
    at: ms(day),
    forced,
  });

  it("goes on by GitHub's cursor with the same words, and ends before what was not asked for", async () => {
    const gateway = testGateway();
    const link = `<https://ghe.example/api/v3/repositories/1/activity?after=Y3Vyc29y&per_page=100>; rel="next"`;
    const query = { since: ms(2), ref: "refs/heads/main" };
    const first = judged("repos/list-activities", [activity("c", 9, "force_push")]) as object[];
    const asked = { per_page: 100, ref: "refs/heads/main", time_period: "month" };
    api().get(`${shop}/activity`).query(asked).reply(200, first, { link });
    expect(await gateway.listActivity(repository, query, null)).toEqual({
      seen: { items: [listed("c", 9, true)], next: "month:Y3Vyc29y" },
    });
    api()
      .get(`${shop}/activity`)
      .query({ ...asked, after: "Y3Vyc29y" })
      .reply(200, [activity("b", 2), activity("a", 1)], { link });
    expect(await gateway.listActivity(repository, query, "month:Y3Vyc29y")).toEqual({
      seen: { items: [listed("b", 2)], next: null },
    });
  });

  it.each([
    [0.5, "day"],
    [1, "week"],
    [7, "month"],
    [28, "quarter"],
    [90, "year"],
  ])("looks back %d days within a %s", async (days, time_period) => {
    api().get(`${shop}/activity`).query({ per_page: 100, time_period }).reply(200, []);
    const query = { since: gatewayNow - days * dayMillis, ref: null };
    expect(await testGateway().listActivity(repository, query, null)).toEqual({
      seen: { items: [], next: null },
    });
  });

  it("says that a server without it does not have it", async () => {
    api().get(`${shop}/activity`).query(true).reply(404, { message: "Not Found" });
    expect(await testGateway().listActivity(repository, { since: 0, ref: null }, null)).toMatchObject({
      unseen: { why: "not-available", text: expect.stringContaining("Pushes cannot be read here") },
    });
  });
});

describe("listCommits", () => {
  answerOnlyByNock();
  const query = { branch: "main", since: ms(2), until: ms(4) };
  const commit = (letter: string, day: number) =>
    openapiExample("commit", {
      sha: shaOf(letter),
      commit: { committer: { date: at(day) } },
      parents: [{ sha: shaOf("e"), url: "https://ghe.example/x" }],
    });

  it("has the beginning of the time and not its end", async () => {
    const asked = { per_page: 100, page: 1, sha: "main", since: at(2), until: at(4) };
    const answer = judged("repos/list-commits", [commit("c", 4), commit("b", 3), commit("a", 2)]) as object[];
    api().get(`${shop}/commits`).query(asked).reply(200, answer);
    expect(await testGateway().listCommits(repository, query, null)).toEqual({
      seen: {
        items: [
          { sha: shaOf("b"), committedAt: ms(3), parents: [shaOf("e")] },
          { sha: shaOf("a"), committedAt: ms(2), parents: [shaOf("e")] },
        ],
        next: null,
      },
    });
  });

  it("has none of an empty repository", async () => {
    api().get(`${shop}/commits`).query(true).reply(409, { message: "Git Repository is empty." });
    expect(await testGateway().listCommits(repository, query, null)).toEqual({
      seen: { items: [], next: null },
    });
  });
});

describe("listWorkflowRuns", () => {
  answerOnlyByNock();
  const query = { since: ms(2), until: ms(4) };
  const run = (id: number, attempt: number, created = at(3)) =>
    openapiExample("workflow-run", {
      id,
      name: "CI",
      path: ".github/workflows/ci.yml@main",
      run_attempt: attempt,
      event: "pull_request",
      status: "completed",
      conclusion: "success",
      head_sha: shaOf("a"),
      head_branch: "feature",
      check_suite_id: 7,
      created_at: created,
      run_started_at: at(3, attempt),
      updated_at: at(3, attempt + 1),
      referenced_workflows: [{ path: "acme/shared/.github/workflows/scan.yml@v1", sha: shaOf("f") }],
    });
  const asked = {
    per_page: 100,
    page: 1,
    created: `${at(2)}..2026-11-04T08:59:59Z`,
    exclude_pull_requests: true,
  };

  it("has the first attempt and the two before the last", async () => {
    const answer = judged("actions/list-workflow-runs-for-repo", {
      total_count: 3,
      workflow_runs: [run(5, 6), run(4, 1)],
    });
    api()
      .get(`${shop}/actions/runs`)
      .query(asked)
      .reply(200, answer as object);
    for (const attempt of [5, 4])
      api().get(`${shop}/actions/runs/5/attempts/${attempt}`).query(true).reply(200, run(5, attempt));
    api().get(`${shop}/actions/runs/5/attempts/1`).query(true).reply(404, { message: "Not Found" });
    const sight = await testGateway().listWorkflowRuns(repository, query, null);
    if ("unseen" in sight) throw new Error(sight.unseen.text);
    expect(sight.seen.items.map(({ runId, runAttempt }) => [runId, runAttempt])).toEqual([
      [5, 6],
      [5, 5],
      [5, 4],
      [4, 1],
    ]);
    expect(sight.seen.items[3]).toEqual({
      runId: 4,
      runAttempt: 1,
      workflowName: "CI",
      workflowPath: ".github/workflows/ci.yml",
      event: "pull_request",
      headSha: shaOf("a"),
      headBranch: "feature",
      checkSuiteId: 7,
      status: "completed",
      conclusion: "success",
      attemptStartedAt: ms(3, 1),
      referencedWorkflows: [
        { path: "acme/shared/.github/workflows/scan.yml@v1", ref: null, sha: shaOf("f") },
      ],
      updatedAt: ms(3, 2),
    });
  });

  it("goes on before the oldest where GitHub gives no more than a thousand", async () => {
    const link = '<https://ghe.example/x?page=11>; rel="next"';
    const until = ms(4);
    api()
      .get(`${shop}/actions/runs`)
      .query({ ...asked, page: 10 })
      .reply(200, { workflow_runs: [run(9, 1), run(8, 1, at(3, -9))] }, { link });
    const next = `${ms(3, -8)}:1`;
    expect(await testGateway().listWorkflowRuns(repository, query, `${until}:10`)).toMatchObject({
      seen: { next },
    });
    const again = { ...asked, created: `${at(2)}..${at(3, -9)}` };
    api()
      .get(`${shop}/actions/runs`)
      .query(again)
      .reply(200, { workflow_runs: [run(8, 1, at(3, -9))] });
    expect(await testGateway().listWorkflowRuns(repository, query, next)).toMatchObject({
      seen: { items: [{ runId: 8 }], next: null },
    });
  });

  it("says what to grant", async () => {
    api()
      .get(`${shop}/actions/runs`)
      .query(true)
      .reply(403, { message: "Resource not accessible by integration" });
    expect(await testGateway().listWorkflowRuns(repository, query, null)).toMatchObject({
      unseen: { permission: "actions: read" },
    });
  });
});

describe("listChecks", () => {
  answerOnlyByNock();

  it("reads a commit by REST on which more ran than a request tells", async () => {
    const runs = Array.from({ length: 101 }, (_, index) => madeRun({ id: index + 1, name: `job ${index}` }));
    const commits = new Map([[shaOf("a"), { suites: [madeSuite({ id: 7, runs })], statuses: [] }]]);
    serveGraphql({ commits });
    serveChecksByRest(commits);
    api()
      .get(`${shop}/commits/${shaOf("a")}/statuses`)
      .query(true)
      .reply(200, []);
    const sight = await testGateway().listChecks(repository, [shaOf("a")]);
    if ("unseen" in sight) throw new Error(sight.unseen.text);
    expect(sight.seen[0]).toMatchObject({ complete: true, checkRuns: { length: 101 } });
  });

  it("tells check runs where statuses alone are refused, and that they are", async () => {
    const statuses = [
      { id: 1, context: "x", state: "success" as const, url: null, createdAt: at(3), updatedAt: at(3) },
    ];
    serveGraphql({
      commits: new Map([
        [shaOf("a"), { suites: [madeSuite({ id: 7, runs: [madeRun({ id: 1 })] })], statuses }],
      ]),
    });
    api()
      .get(`${shop}/commits/${shaOf("a")}/statuses`)
      .query(true)
      .reply(403, { message: "Resource not accessible by integration" });
    expect(await testGateway().listChecks(repository, [shaOf("a")])).toMatchObject({
      seen: [
        { checkRuns: [{ checkRunId: 1 }], statuses: [], statusesUnseen: { permission: "statuses: read" } },
      ],
    });
  });

  it("takes numbers that are larger than GraphQL's integers, as GitHub sends them", async () => {
    const commits = new Map([
      [shaOf("a"), { suites: [madeSuite({ id: 7, runs: [madeRun({ id: 1 })] })], statuses: [] }],
    ]);
    const change = (answer: unknown) =>
      JSON.parse(JSON.stringify(answer).replace('"databaseId":1,"name"', '"databaseId":39027828842,"name"'));
    serveGraphql({ commits, change });
    expect(await testGateway().listChecks(repository, [shaOf("a")])).toMatchObject({
      seen: [{ checkRuns: [{ checkRunId: 39027828842 }] }],
    });
  });

  it("leaves out what is no commit", async () => {
    serveGraphql({ commits: new Map(), change: () => ({ data: { repository: { c0: {} } } }) });
    expect(await testGateway().listChecks(repository, [shaOf("a")])).toEqual({ seen: [] });
  });
});

describe("surveyRepositories", () => {
  answerOnlyByNock();
  const listed = (id: number, node_id: string, pushed_at: string | null) =>
    openapiExample("repository", {
      id,
      node_id,
      name: `r${id}`,
      owner: openapiExample("simple-user", { id: 9, login: "acme" }),
      private: true,
      visibility: "internal",
      archived: false,
      default_branch: "main",
      html_url: `https://ghe.example/acme/r${id}`,
      pushed_at,
    });
  const link = '<https://ghe.example/x?page=2>; rel="next"';
  const serve = (answers: object[]) =>
    api()
      .get("/installation/repositories")
      .query({ per_page: 100, page: 1 })
      .reply(200, { total_count: 2, repositories: answers }, { link });

  it("tells when each was pushed to, and when a pull request of it last changed", async () => {
    serve([listed(1, "R_1", at(3)), listed(2, "R_2", null)]);
    const nodes = [
      { databaseId: 1, pullRequests: { nodes: [{ updatedAt: at(5) }] } },
      { databaseId: 2, pullRequests: { nodes: [] } },
    ];
    const asked = serveGraphql({ change: () => ({ data: { nodes } }) });
    const common = {
      accountId: 9,
      owner: "acme",
      visibility: "internal",
      archived: false,
      defaultBranch: "main",
    };
    expect(await testGateway().surveyRepositories(installationId, null)).toEqual({
      items: [
        {
          ...common,
          repositoryId: 1,
          name: "r1",
          url: "https://ghe.example/acme/r1",
          pushedAt: ms(3),
          pullRequestsUpdatedAt: ms(5),
        },
        {
          ...common,
          repositoryId: 2,
          name: "r2",
          url: "https://ghe.example/acme/r2",
          pushedAt: null,
          pullRequestsUpdatedAt: 0,
        },
      ],
      next: "2",
    });
    expect(asked).toEqual([{ ids: ["R_1", "R_2"] }]);
  });

  it("does not know of pull requests where GraphQL refuses one repository", async () => {
    serve([listed(1, "R_1", at(3))]);
    serveGraphql({
      change: () => ({
        data: { nodes: [null] },
        errors: [{ type: "NOT_FOUND", message: "Could not resolve to a node" }],
      }),
    });
    expect(await testGateway().surveyRepositories(installationId, null)).toMatchObject({
      items: [{ pullRequestsUpdatedAt: null }],
    });
  });
});
