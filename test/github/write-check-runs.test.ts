// What is sent for a check run, held against GitHub's own description of it.
import { describe, expect, it } from "vitest";
import type { Annotation, CheckRunContent } from "../../src/core/publication/content.ts";
import { Transient } from "../../src/github/errors.ts";
import { describeOperation } from "../../src/local-github/openapi.ts";
import { answerOnlyByNock, api, repository, testGateway } from "../support/octokit.ts";

const headSha = "a".repeat(40);
const created = { headSha, externalId: `firstpass:2001:${headSha}` };

function annotations(count: number): Annotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: "Dockerfile",
    startLine: index + 1,
    endLine: index + 1,
    level: "warning" as const,
    title: "Base image",
    message: `Line ${index + 1}`,
  }));
}

function content(given: Partial<CheckRunContent> = {}): CheckRunContent {
  return {
    title: "Passed on the first try",
    summary: "Every security check passed.",
    text: "",
    status: "completed",
    conclusion: "success",
    annotations: [],
    actions: [{ label: "Re-evaluate", description: "Look at the checks again", identifier: "re-evaluate" }],
    detailsUrl: null,
    ...given,
  };
}

/** Answers one request and keeps its body, which must be as GitHub describes it. */
function expectBody(
  operation: string,
  method: "post" | "patch",
  path: string,
  bodies: unknown[],
  status = 200,
) {
  api()
    .intercept(path, method.toUpperCase(), (body) => {
      expect(describeOperation(operation).checkBody(body)).toEqual([]);
      expect(describeOperation(operation).unknownNames({}, body)).toEqual([]);
      bodies.push(body);
      return true;
    })
    .reply(status, { id: 9, message: "" });
}

const posted = (page: readonly Annotation[]) =>
  page.map(({ path, startLine, endLine, level, title, message }) => ({
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    title,
    message,
  }));

describe("createCheckRun", () => {
  answerOnlyByNock();

  it("sends a completed run in one request", async () => {
    const bodies: unknown[] = [];
    expectBody("checks/create", "post", "/repos/acme/shop/check-runs", bodies, 201);
    expect(await testGateway().createCheckRun(repository, { ...created, content: content() })).toBe(9);
    expect(bodies).toEqual([
      {
        name: "Firstpass",
        head_sha: headSha,
        external_id: created.externalId,
        status: "completed",
        conclusion: "success",
        output: { title: "Passed on the first try", summary: "Every security check passed.", text: "" },
        actions: content().actions,
      },
    ]);
  });

  it("sends no conclusion while checks run", async () => {
    const bodies: unknown[] = [];
    expectBody("checks/create", "post", "/repos/acme/shop/check-runs", bodies, 201);
    await testGateway().createCheckRun(repository, {
      ...created,
      content: content({ status: "in_progress", conclusion: null, detailsUrl: "https://example.org/" }),
    });
    expect(bodies[0]).toMatchObject({ status: "in_progress", details_url: "https://example.org/" });
    expect(bodies[0]).not.toHaveProperty("conclusion");
  });

  it("fault 28: appends annotations in pages of fifty", async () => {
    const bodies: { output: { annotations: unknown[] } }[] = [];
    expectBody("checks/create", "post", "/repos/acme/shop/check-runs", bodies, 201);
    expectBody("checks/update", "patch", "/repos/acme/shop/check-runs/9", bodies);
    expectBody("checks/update", "patch", "/repos/acme/shop/check-runs/9", bodies);
    const all = annotations(120);
    await testGateway().createCheckRun(repository, { ...created, content: content({ annotations: all }) });
    expect(bodies.map((body) => body.output.annotations.length)).toEqual([50, 50, 20]);
    expect(bodies.flatMap((body) => body.output.annotations)).toEqual(posted(all));
  });

  it("fault 23: does not repeat a POST that ended in 502", async () => {
    api().post("/repos/acme/shop/check-runs").reply(502, { message: "Bad Gateway" });
    const attempt = testGateway().createCheckRun(repository, { ...created, content: content() });
    await expect(attempt).rejects.toBeInstanceOf(Transient);
  });
});

describe("updateCheckRun", () => {
  answerOnlyByNock();

  it("asks nothing before it writes a run without annotations", async () => {
    const bodies: unknown[] = [];
    expectBody("checks/update", "patch", "/repos/acme/shop/check-runs/9", bodies);
    await testGateway().updateCheckRun(repository, 9, content({ conclusion: "neutral" }));
    expect(bodies[0]).toMatchObject({ conclusion: "neutral" });
  });

  it("fault 28: resumes after the annotations that are there, without repeating one", async () => {
    const all = annotations(70);
    const bodies: { output: { annotations: unknown[] } }[] = [];
    api()
      .get("/repos/acme/shop/check-runs/9/annotations")
      .query({ per_page: 100, page: 1 })
      .reply(200, posted(all.slice(0, 50)));
    expectBody("checks/update", "patch", "/repos/acme/shop/check-runs/9", bodies);
    await testGateway().updateCheckRun(repository, 9, content({ annotations: all }));
    expect(bodies.map((body) => body.output.annotations)).toEqual([posted(all.slice(50))]);
  });
});

describe("findCheckRun", () => {
  answerOnlyByNock();

  const path = `/repos/acme/shop/commits/${headSha}/check-runs`;
  const query = { check_name: "Firstpass", filter: "all", per_page: 100 };

  it("finds our run by its external id, on a later page too", async () => {
    api()
      .get(path)
      .query({ ...query, page: 1 })
      .reply(
        200,
        { check_runs: [{ id: 1, external_id: null }] },
        { link: '<https://ghe.example/next>; rel="next"' },
      );
    api()
      .get(path)
      .query({ ...query, page: 2 })
      .reply(200, { check_runs: [{ id: 2, external_id: created.externalId }] });
    expect(await testGateway().findCheckRun(repository, headSha, created.externalId)).toEqual({
      checkRunId: 2,
    });
  });

  it("takes no other App's run of the same name for ours", async () => {
    api()
      .get(path)
      .query({ ...query, page: 1 })
      .reply(200, { check_runs: [{ id: 1, external_id: "somebody" }] });
    expect(await testGateway().findCheckRun(repository, headSha, created.externalId)).toBeNull();
  });
});
