// What is read of GitHub, its limits and what is refused.
import { describe, expect, it } from "vitest";
import { Refused } from "../../src/github/errors.ts";
import { answerOnlyByNock, api, installationId, repository, testGateway } from "../support/octokit.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const file = { type: "file", encoding: "base64", size: 4, sha: "b10b", content: base64("on: ünï") };
const sha = "c".repeat(40);

describe("readFile", () => {
  answerOnlyByNock();

  const path = "/repos/acme/shop/contents/.github%2Ffirstpass.yml";
  const read = () => testGateway().readFile(repository, ".github/firstpass.yml", null);

  it("reads UTF-8 text of the default branch", async () => {
    api().get(path).reply(200, file);
    expect(await read()).toEqual({ text: "on: ünï", sha: "b10b" });
  });

  it("reads at a ref", async () => {
    api().get(path).query({ ref: "v1" }).reply(200, file);
    expect(await testGateway().readFile(repository, ".github/firstpass.yml", "v1")).toMatchObject({
      sha: "b10b",
    });
  });

  it("says null for a file that does not exist", async () => {
    api().get(path).reply(404, { message: "Not Found" });
    expect(await read()).toBeNull();
  });

  it.each([
    ["too large", { ...file, size: 2 * 1024 * 1024, encoding: "none", content: "" }, /larger than/],
    ["not UTF-8", { ...file, content: Buffer.from([0xff, 0xfe]).toString("base64") }, /not UTF-8/],
    ["a folder", [], /a folder/],
    ["a submodule", { type: "submodule" }, /a submodule/],
  ])("refuses what is %s", async (_, answer, message) => {
    api().get(path).reply(200, answer);
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refused);
    expect(String(error)).toMatch(message);
  });
});

describe("the other reads", () => {
  answerOnlyByNock();

  it("reads a tree at a commit in one request", async () => {
    api()
      .get(`/repos/acme/shop/git/trees/${sha}?recursive=1`)
      .reply(200, {
        truncated: true,
        tree: [
          { path: "Dockerfile", sha: "d0", type: "blob", size: 9 },
          { path: "src", sha: "50", type: "tree" },
        ],
      });
    expect(await testGateway().readTree(repository, sha)).toEqual({
      commitSha: sha,
      truncated: true,
      entries: [
        { path: "Dockerfile", sha: "d0", type: "blob", size: 9 },
        { path: "src", sha: "50", type: "tree", size: null },
      ],
    });
  });

  it("says which commit a branch's tree belongs to", async () => {
    api().get("/repos/acme/shop/git/ref/heads%2Fmain").reply(200, { object: { sha } });
    api().get(`/repos/acme/shop/git/trees/${sha}?recursive=1`).reply(200, { tree: [] });
    expect(await testGateway().readTree(repository, "main")).toMatchObject({
      commitSha: sha,
      truncated: false,
    });
  });

  it("reads a blob", async () => {
    api()
      .get("/repos/acme/shop/git/blobs/d0")
      .reply(200, { ...file, content: base64("FROM scratch") });
    expect(await testGateway().readBlob(repository, "d0")).toBe("FROM scratch");
  });

  it("lists a pull request's files page by page", async () => {
    const path = "/repos/acme/shop/pulls/3/files";
    api()
      .get(path)
      .query({ per_page: 100, page: 1 })
      .reply(200, [{ filename: "a", status: "added", sha: "1" }], {
        link: '<https://ghe.example/x>; rel="next"',
      });
    api()
      .get(path)
      .query({ per_page: 100, page: 2 })
      .reply(200, [{ filename: "b", previous_filename: "c", status: "renamed", sha: "2" }]);
    expect(await testGateway().listPullRequestFiles(repository, 3)).toEqual([
      { path: "a", previousPath: null, status: "added", blobSha: "1" },
      { path: "b", previousPath: "c", status: "renamed", blobSha: "2" },
    ]);
  });

  it("lists tags", async () => {
    api()
      .get("/repos/acme/template/tags")
      .query({ per_page: 100, page: 1 })
      .reply(200, [{ name: "v2", commit: { sha } }]);
    const template = { installationId, owner: "acme", name: "template" };
    expect(await testGateway().listTags(template)).toEqual({
      seen: { tags: [{ name: "v2", commitSha: sha }], complete: true },
    });
  });

  it("fault 20: says where a repository lives today, or that it is gone", async () => {
    api()
      .get("/repositories/2001")
      .reply(200, {
        name: "store",
        owner: { login: "acme" },
        private: true,
        archived: true,
        has_issues: false,
        default_branch: "trunk",
      });
    expect(await testGateway().findRepository(installationId, 2001)).toEqual({
      owner: "acme",
      name: "store",
      archived: true,
      hasIssues: false,
      visibility: "private",
      defaultBranch: "trunk",
    });
    api().get("/repositories/2001").reply(404, { message: "Not Found" });
    expect(await testGateway().findRepository(installationId, 2001)).toBeNull();
  });
});
