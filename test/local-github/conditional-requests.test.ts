import { afterEach, beforeEach, expect, test } from "vitest";
import { commitTo } from "../../src/local-github/repository.ts";
import { type LocalClient, NOW, openLocalClient } from "./local-client.ts";

let client: LocalClient;
let token: string;

async function get(path: string, etag?: string): Promise<Response> {
  const headers = { authorization: token, ...(etag === undefined ? {} : { "if-none-match": etag }) };
  return fetch(`${client.github.origin}/api/v3/repos/acme/billing${path}`, { headers });
}
const etagOf = (answer: Response) => answer.headers.get("etag") ?? "";

beforeEach(async () => {
  client = await openLocalClient();
  token = await client.takeToken();
});
afterEach(() => client.github.stop());

test("what has not changed is answered with 304, without a body, and is not counted", async () => {
  const first = await get("/git/ref/heads/main");
  const again = await get("/git/ref/heads/main", etagOf(first));
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const used = (answer: Response) => answer.headers.get("x-ratelimit-used");
  expect([used(first), used(again)]).toEqual(["1", "1"]);
  expect(used(await get("/tags"))).toBe("2");
});

test("what has changed is answered anew", async () => {
  const first = await get("/git/ref/heads/main");
  commitTo(client.repository, "main", { files: { a: "1" }, message: "more", committedAt: NOW });
  const again = await get("/git/ref/heads/main", etagOf(first));
  expect(again.status).toBe(200);
  expect(etagOf(again)).not.toBe(etagOf(first));
});

test("an ETag holds for its token, its page and its path alone", async () => {
  const etag = etagOf(await get("/tags"));
  expect((await get("/tags?per_page=1", etag)).status).toBe(200);
  expect((await get("/labels", etag)).status).toBe(200);
  token = await client.takeToken();
  expect((await get("/tags", etag)).status).toBe(200);
});

test("a refusal has no ETag", async () => {
  const answer = await get("/git/ref/heads/none");
  expect([answer.status, answer.headers.get("etag")]).toEqual([404, null]);
});
