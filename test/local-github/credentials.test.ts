import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addRepository } from "../../src/local-github/repository.ts";
import { type LocalClient, NOW, openLocalClient, organisation, signJwt } from "./local-client.ts";

let client: LocalClient;
let wallClock = 0;
beforeEach(async () => {
  wallClock = Date.now();
  client = await openLocalClient({ wallClock: () => wallClock });
});
afterEach(() => client.github.stop());

const seconds = () => Math.floor(wallClock / 1000);
const stranger = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

describe("the app's JWT", () => {
  test.each([
    ["of another app", () => signJwt({ iss: 12 })],
    ["signed by another key", () => signJwt({}, stranger.privateKey)],
    ["expired", () => signJwt({ exp: seconds() - 120 })],
    ["valid for longer than ten minutes", () => signJwt({ exp: seconds() + 1200 })],
    ["issued in the future", () => signJwt({ iat: seconds() + 300 })],
    ["that is no JWT", () => "nonsense"],
  ])("is refused when %s", async (_what, jwt) => {
    expect((await client.ask("GET", "/app", undefined, `bearer ${jwt()}`)).status).toBe(401);
  });

  test("is accepted when GitHub would accept it", async () => {
    const answer = await client.ask("GET", "/app", undefined, `bearer ${signJwt({})}`);
    expect([answer.status, answer.body.id]).toEqual([200, 11]);
  });
});

describe("an installation's token", () => {
  test("opens its repositories until it expires", async () => {
    const token = await client.takeToken();
    expect((await client.ask("GET", "/repos/acme/billing", undefined, token)).status).toBe(200);
    wallClock += 61 * 60 * 1000;
    expect((await client.ask("GET", "/repos/acme/billing", undefined, token)).status).toBe(401);
  });

  test("is not given to a suspended installation, and ends with the suspension", async () => {
    const token = await client.takeToken();
    client.installation.suspended = true;
    expect((await client.ask("GET", "/repos/acme/billing", undefined, token)).status).toBe(403);
    const path = "/app/installations/5/access_tokens";
    expect((await client.ask("POST", path, undefined, `bearer ${signJwt({})}`)).status).toBe(403);
  });

  test("names the missing permission", async () => {
    client.installation.permissions = { metadata: "read", checks: "read" };
    const token = await client.takeToken();
    const body = { name: "Firstpass", head_sha: client.headSha };
    const answer = await client.ask("POST", "/repos/acme/billing/check-runs", body, token);
    expect(answer.status).toBe(403);
    expect(answer.body.message).toBe("Resource not accessible by integration");
    expect(answer.headers.get("x-accepted-github-permissions")).toBe("checks=write");
  });

  test("does not see another account's private repository", async () => {
    const other = { ...organisation, id: 901, login: "rival" };
    addRepository(client.github.state, {
      id: 42,
      owner: other,
      name: "secret",
      visibility: "private",
      createdAt: NOW,
    });
    addRepository(client.github.state, {
      id: 43,
      owner: other,
      name: "open",
      visibility: "public",
      createdAt: NOW,
    });
    const token = await client.takeToken();
    expect((await client.ask("GET", "/repos/rival/secret", undefined, token)).status).toBe(404);
    expect((await client.ask("GET", "/repositories/42", undefined, token)).status).toBe(404);
    expect((await client.ask("GET", "/repos/rival/open", undefined, token)).status).toBe(200);
    expect((await client.ask("POST", "/repos/rival/open/issues", { title: "hi" }, token)).status).toBe(404);
  });
});
