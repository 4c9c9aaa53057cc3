// What is asked for again costs nothing where it is the same, and what cannot change is not asked for at all.
import { describe, expect, it } from "vitest";
import type { ResponseMemory } from "../../src/github/response-memory.ts";
import { answerOnlyByNock, api, installationId, repository, testGateway } from "../support/octokit.ts";

const sha = "c".repeat(40);

function rememberAll() {
  const kept = new Map<string, { etag: string | null; body: string }>();
  const memory: ResponseMemory = {
    find: async (installation, request) => kept.get(`${installation} ${request}`) ?? null,
    keep: async (installation, request, response) => {
      kept.set(`${installation} ${request}`, response);
    },
  };
  return { kept, memory };
}

const file = (text: string) => ({
  type: "file",
  sha: "f1",
  size: text.length,
  encoding: "base64",
  content: Buffer.from(text).toString("base64"),
});

describe("answers that are kept", () => {
  answerOnlyByNock();

  it("are given again where GitHub says that nothing has changed", async () => {
    const gateway = testGateway(rememberAll());
    const tags = () => api().get("/repos/acme/shop/tags").query({ per_page: 100, page: 1 });
    tags().reply(200, [{ name: "v1", commit: { sha } }], { etag: '"one"' });
    tags().matchHeader("if-none-match", '"one"').reply(304);
    const first = await gateway.listTags(repository);
    expect(first).toMatchObject({ seen: { tags: [{ name: "v1" }], complete: true } });
    expect(await gateway.listTags(repository)).toEqual(first);
    tags().matchHeader("if-none-match", '"one"').reply(200, [], { etag: '"two"' });
    expect(await gateway.listTags(repository)).toEqual({ seen: { tags: [], complete: true } });
    tags().matchHeader("if-none-match", '"two"').reply(304);
    expect(await gateway.listTags(repository)).toEqual({ seen: { tags: [], complete: true } });
  });

  it("keep where the next page is", async () => {
    const gateway = testGateway(rememberAll());
    const tags = (page: number) => api().get("/repos/acme/shop/tags").query({ per_page: 100, page });
    const next = { link: '<https://ghe.example/x?page=2>; rel="next"', etag: '"p1"' };
    tags(1).reply(200, [{ name: "v2", commit: { sha } }], next);
    tags(2).reply(200, [{ name: "v1", commit: { sha } }], { etag: '"p2"' });
    const first = await gateway.listTags(repository);
    tags(1).reply(304);
    tags(2).reply(304);
    expect(await gateway.listTags(repository)).toEqual(first);
    expect(first).toMatchObject({ seen: { tags: [{ name: "v2" }, { name: "v1" }] } });
  });

  it("are not asked for again where a commit names them", async () => {
    const gateway = testGateway(rememberAll());
    api().get("/repos/acme/shop/contents/a.yml").query({ ref: sha }).reply(200, file("on: push\n"));
    const first = await gateway.readFile(repository, "a.yml", sha);
    expect(await gateway.readFile(repository, "a.yml", sha)).toEqual(first);
    expect(first).toEqual({ text: "on: push\n", sha: "f1" });
  });

  it("are asked for again where a name may have moved and GitHub gave no ETag", async () => {
    const { kept, memory } = rememberAll();
    const gateway = testGateway({ memory });
    const contents = () => api().get("/repos/acme/shop/contents/a.yml").query({ ref: "v1" });
    contents().reply(200, file("one"));
    contents().reply(200, file("two"));
    expect(await gateway.readFile(repository, "a.yml", "v1")).toMatchObject({ text: "one" });
    expect(await gateway.readFile(repository, "a.yml", "v1")).toMatchObject({ text: "two" });
    expect(kept.size).toBe(0);
  });

  it("belong to the installation that asked", async () => {
    const { kept, memory } = rememberAll();
    const gateway = testGateway({ memory });
    const contents = () => api().get("/repos/acme/shop/contents/a.yml").query({ ref: sha });
    contents().reply(200, file("one"));
    contents().reply(200, file("one"));
    await gateway.readFile(repository, "a.yml", sha);
    await gateway.readFile({ ...repository, installationId: installationId + 1 }, "a.yml", sha);
    expect([...kept.keys()].map((key) => key.split(" ")[0])).toEqual(["77", "78"]);
  });

  it("are none of alerts, nor of what a refusal says", async () => {
    const { kept, memory } = rememberAll();
    const gateway = testGateway({ memory });
    api().get("/repos/acme/shop/secret-scanning/alerts").query(true).reply(200, [], { etag: '"alerts"' });
    await gateway.listSecretAlerts(repository);
    api().get("/repos/acme/shop/contents/gone.yml").query({ ref: sha }).reply(404, { message: "Not Found" });
    expect(await gateway.readFile(repository, "gone.yml", sha)).toBeNull();
    expect(kept.size).toBe(0);
  });
});
