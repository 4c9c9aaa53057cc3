import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { connectGitHub } from "../src/github/connect.ts";
import { Transient } from "../src/github/errors.ts";
import firstpass from "../src/index.ts";
import { createLog } from "../src/log.ts";
import { canRoute, createProbot, receiveEvent } from "../src/probot.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const github = { webUrl: "https://ghe.example", apiUrl: "https://ghe.example/api/v3" };
const makeProbot = () =>
  createProbot({ appId: 12, privateKey, webhookSecrets: ["hush"] }, github, createLog("silent"));

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

function answerToken() {
  nock(github.apiUrl).post("/app/installations/77/access_tokens").reply(201, {
    token: "t",
    expires_at: "2999-01-01T00:00:00Z",
    permissions: {},
    repository_selection: "all",
  });
}

describe("Octokit behind Probot", () => {
  it.each([500, 502, 429])(
    "asks the Enterprise Server's address once, whatever it answers: %i",
    async (status) => {
      answerToken();
      // A second request would find nobody and fail the test with another error.
      nock(github.apiUrl).post("/repos/acme/shop/issues").reply(status, {}, { "retry-after": "0" });
      const octokit = await makeProbot().auth(77);
      await expect(octokit.request("POST /repos/acme/shop/issues", { title: "x" })).rejects.toMatchObject({
        status,
      });
    },
  );

  it("fault 18: renews a refused token at the Enterprise Server's address, not at api.github.com", async () => {
    answerToken();
    const octokit = await makeProbot().auth(77);
    await octokit.auth({ type: "installation", installationId: 77, refresh: true });
  });

  it("gives up a token that GitHub does not answer for, and asks anew the next time", async () => {
    nock.enableNetConnect("127.0.0.1");
    let asked = 0;
    const silent = createServer(() => {
      asked++;
    });
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const webUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const probot = createProbot(
      { appId: 12, privateKey, webhookSecrets: ["hush"] },
      { webUrl, apiUrl: `${webUrl}/api/v3` },
      createLog("silent"),
      50,
    );
    const gateway = connectGitHub((installationId) => probot.auth(installationId));
    const find = () => gateway.findRepository(77, 1);
    await expect(find()).rejects.toBeInstanceOf(Transient);
    await expect(find()).rejects.toBeInstanceOf(Transient);
    expect(asked).toBe(2);
  });

  it("sends two writes without a wait between them: pacing is the queue's", async () => {
    answerToken();
    nock(github.apiUrl).post("/repos/acme/shop/issues").twice().reply(201, {});
    const octokit = await makeProbot().auth(77);
    const started = performance.now();
    await octokit.request("POST /repos/acme/shop/issues", { title: "x" });
    await octokit.request("POST /repos/acme/shop/issues", { title: "y" });
    // Probot's throttling keeps issues three seconds apart.
    expect(performance.now() - started).toBeLessThan(900);
  });
});

describe("events", () => {
  it("reject with the handler's own error", async () => {
    const probot = makeProbot();
    const failure = new RangeError("the handler's");
    await probot.load((app) => {
      app.on("push", () => Promise.reject(failure));
    });
    await expect(receiveEvent(probot, { id: "d-1", name: "push", payload: {} })).rejects.toBe(failure);
  });

  it.each([null, 7, "text", [], { action: 7 }, { action: { toString: 1 } }, { installation: { id: "x" } }])(
    "fault 14: %j does not go through Probot, which could not route it",
    (payload) => expect(canRoute({ id: "d-1", name: "push", payload })).toBe(false),
  );

  it.each([
    {},
    { action: "opened" },
    { action: "__proto__" },
    JSON.parse('{"__proto__":{"action":7}}'),
    { installation: null },
  ])("fault 14: %j can be routed", async (payload) => {
    const probot = makeProbot();
    const seen: string[] = [];
    await probot.load((app) => {
      app.onAny(async (event) => void seen.push(event.name));
    });
    expect(canRoute({ id: "d-1", name: "constructor", payload })).toBe(true);
    await receiveEvent(probot, { id: "d-1", name: "constructor", payload });
    expect(seen).toEqual(["constructor"]);
  });
});

it("says what to run instead when Probot runs the app without the inbox", () => {
  expect(() => firstpass(makeProbot())).toThrow(/Start it with `npm start`/);
});
