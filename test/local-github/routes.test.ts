import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeOperation } from "../../src/local-github/openapi.ts";
import { addPullRequest, commitTo } from "../../src/local-github/repository.ts";
import { type LocalClient, NOW, openLocalClient, pluck } from "./local-client.ts";

let client: LocalClient;
let token: string;
const ask = (method: string, path: string, body?: unknown) =>
  client.ask(method, `/repos/acme/billing${path}`, body, token);

beforeEach(async () => {
  client = await openLocalClient();
  token = await client.takeToken();
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
});

const completed = { name: "Firstpass", status: "completed", conclusion: "neutral" };
const output = { title: "Passed", summary: "All good" };

describe("check runs", () => {
  const create = (more: object) =>
    ask("POST", "/check-runs", { ...completed, head_sha: client.headSha, ...more });

  test("are created, found on their head and updated", async () => {
    const { body: made } = await create({ external_id: "x1", output });
    expect(
      (
        await ask("PATCH", `/check-runs/${made.id}`, {
          conclusion: "success",
          output: { ...output, text: "more" },
        })
      ).status,
    ).toBe(200);
    const { body: list } = await ask(
      "GET",
      `/commits/${client.headSha}/check-runs?check_name=Firstpass&app_id=11`,
    );
    expect(list.total_count).toBe(1);
    expect(list.check_runs![0]).toMatchObject({
      id: made.id,
      external_id: "x1",
      conclusion: "success",
      output: { text: "more" },
    });
    expect(client.repository.checkRuns.get(Number(made!.id))!.writes).toHaveLength(2);
  });

  const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };
  test.each([
    ["a summary above 65,535 characters", { output: { title: "t", summary: "x".repeat(65_536) } }],
    ["a title above 255 characters", { output: { title: "x".repeat(256), summary: "" } }],
    ["51 annotations", { output: { ...output, annotations: Array(51).fill(annotation) } }],
    [
      "an annotation that ends before it starts",
      { output: { ...output, annotations: [{ ...annotation, start_line: 2 }] } },
    ],
    ["the conclusion stale", { conclusion: "stale" }],
    ["a word that is no conclusion", { conclusion: "great" }],
    ["completed without a conclusion", { conclusion: undefined }],
    ["an output without a summary", { output: { title: "t" } }],
    ["four actions", { actions: Array(4).fill({ label: "l", description: "d", identifier: "i" }) }],
    [
      "an action with a long label",
      { actions: [{ label: "x".repeat(21), description: "d", identifier: "i" }] },
    ],
    ["a head that is not there", { head_sha: "f".repeat(40) }],
  ])("refuse %s", async (_what, more) => {
    expect((await create(more)).status).toBe(422);
    expect(client.repository.checkRuns.size).toBe(0);
  });

  test("append annotations and list them", async () => {
    const { body: made } = await create({ output: { ...output, annotations: [annotation] } });
    await ask("PATCH", `/check-runs/${made.id}`, { output: { ...output, annotations: [annotation] } });
    const { body } = await ask("GET", `/check-runs/${made.id}/annotations`);
    expect(body).toHaveLength(2);
  });
});

describe("issues", () => {
  test("are made with labels, found by them, closed", async () => {
    const { body: issue } = await ask("POST", "/issues", {
      title: "Week",
      body: "text",
      labels: ["firstpass"],
    });
    expect(pluck((await ask("GET", "/issues?labels=firstpass&state=all")).body, "number")).toEqual([
      issue.number,
    ]);
    await ask("PATCH", `/issues/${issue.number}`, { state: "closed", state_reason: "completed" });
    expect((await ask("GET", "/issues?labels=firstpass")).body).toEqual([]);
    expect((await ask("GET", "/issues?labels=other&state=all")).body).toEqual([]);
  });

  test("refuse a body above 65,536 characters and a repository without issues", async () => {
    expect((await ask("POST", "/issues", { title: "t", body: "x".repeat(65_537) })).status).toBe(422);
    client.repository.hasIssues = false;
    expect((await ask("POST", "/issues", { title: "t" })).status).toBe(410);
  });

  test("list in pages with links", async () => {
    for (const title of ["a", "b", "c"]) await ask("POST", "/issues", { title });
    const first = await ask("GET", "/issues?per_page=2");
    expect(pluck(first.body, "title")).toEqual(["c", "b"]);
    expect(first.headers.get("link")).toMatch(/page=2>; rel="next"/);
    expect(pluck((await ask("GET", "/issues?per_page=2&page=2")).body, "title")).toEqual(["a"]);
  });

  test("a label is made once", async () => {
    const label = { name: "firstpass", color: "0e8a16", description: "d" };
    expect((await ask("POST", "/labels", label)).status).toBe(201);
    expect((await ask("POST", "/labels", label)).body.errors![0]!.code).toBe("already_exists");
    expect((await ask("GET", "/labels/firstpass")).status).toBe(200);
    expect((await ask("GET", "/labels/none")).status).toBe(404);
  });
});

describe("contents and history", () => {
  test("a file, a folder and a tree are read at a ref", async () => {
    const { body: file } = await ask("GET", "/contents/.github/workflows/ci.yml");
    expect(Buffer.from(String(file.content), "base64").toString()).toBe("on: push\n");
    expect(file.sha).toBe(createHash("sha1").update("blob 9\0on: push\n").digest("hex"));
    expect((await ask("GET", "/contents/.github/workflows")).body).toHaveLength(1);
    expect((await ask("GET", "/contents/none.txt")).status).toBe(404);
    const { body: tree } = await ask("GET", `/git/trees/${client.headSha}?recursive=1`);
    expect(pluck(tree.tree!, "path")).toEqual([
      ".github",
      ".github/workflows",
      ".github/workflows/ci.yml",
      "README.md",
    ]);
    expect((await ask("GET", `/git/blobs/${file.sha}`)).body.size).toBe(9);
    expect((await ask("GET", "/git/ref/heads/main")).body.object!.sha).toBe(client.headSha);
  });

  test("a comparison counts the commits between two points", async () => {
    for (const n of [1, 2, 3])
      commitTo(client.repository, "main", { message: `c${n}`, committedAt: NOW + n });
    const { body } = await ask("GET", `/compare/${client.headSha}...main`);
    expect([body.total_commits, body.status, body.behind_by]).toEqual([3, "ahead", 0]);
    const back = await ask("GET", `/compare/main...${client.headSha}`);
    expect([back.body.total_commits, back.body.status]).toEqual([0, "behind"]);
    expect((await ask("GET", `/compare/${"0".repeat(40)}...main`)).status).toBe(404);
  });

  test("a pull request's files are those changed since it left the base", async () => {
    const files = { Dockerfile: "FROM x\n", "README.md": null };
    const head = commitTo(client.repository, "feature", { files, message: "change", committedAt: NOW });
    commitTo(client.repository, "main", {
      files: { "other.txt": "o" },
      message: "elsewhere",
      committedAt: NOW,
    });
    addPullRequest(client.repository, {
      id: 1,
      number: 7,
      baseRef: "main",
      baseSha: client.headSha,
      headRef: "feature",
      headSha: head.sha,
    });
    const { body } = await ask("GET", "/pulls/7/files");
    expect(pluck(body, "filename").map((name, n) => [name, pluck(body, "status")[n]])).toEqual([
      ["Dockerfile", "added"],
      ["README.md", "removed"],
    ]);
  });

  test("tags are listed newest first", async () => {
    client.repository.tags.set("v1", client.headSha).set("v2", client.headSha);
    expect(pluck((await ask("GET", "/tags")).body, "name")).toEqual(["v2", "v1"]);
  });
});

test("GitHub's description is a judge that says no", () => {
  const create = describeOperation("checks/create");
  expect(create.checkAnswer(201, { id: 1 }).length).toBeGreaterThan(5);
  expect(create.checkBody({ name: 1 })).toEqual(
    expect.arrayContaining([expect.stringContaining("head_sha")]),
  );
  expect(create.unknownNames({}, { name: "a", nonsense: 1 })).toEqual(["nonsense"]);
  expect(describeOperation("issues/list-for-repo").checkQuery({ state: "ajar" })).toHaveLength(1);
});

test("what is not there is 404 and remembered as unexpected", async () => {
  expect((await ask("GET", "/branches")).status).toBe(404);
  expect((await client.ask("GET", "/repositories/41", undefined, token)).status).toBe(200);
  expect(client.github.unexpectedRequests).toEqual([
    { method: "GET", path: "/api/v3/repos/acme/billing/branches" },
  ]);
});
