// Octokit as Probot makes it for an installation, against a GitHub Enterprise address that only nock answers.
import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect } from "vitest";
import { connectGitHub } from "../../src/github/connect.ts";
import type { ResponseMemory } from "../../src/github/response-memory.ts";

export const apiOrigin = "https://ghe.example";
export const installationId = 77;
/** The clock of the gateway under test. */
export const gatewayNow = Date.UTC(2026, 10, 16, 12);

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const repository = { installationId, repositoryId: 2001, owner: "acme", name: "shop" };

/** nock's scope under `/api/v3`. */
export function api() {
  return nock(`${apiOrigin}/api/v3`);
}

/**
 * A gateway whose token cache holds `tokens`, by default an hour-old one named `old-token`: an old one, since Octokit
 * itself waits and repeats while a refused token is younger than five seconds.
 */
export function testGateway(
  options: {
    cachedToken?: boolean;
    timeoutMillis?: number;
    fetch?: typeof fetch;
    memory?: ResponseMemory;
    now?: () => number;
  } = {},
) {
  const cache = new Map<string, string>();
  if (options.cachedToken ?? true)
    cache.set(String(installationId), "old-token|2026-11-16T11:00:00Z|2026-11-16T12:00:00Z|all|checks!|");
  const Octokit = ProbotOctokit.defaults({ retry: { enabled: false }, throttle: { enabled: false } });
  const octokit = new Octokit({
    auth: { appId: 1, privateKey, installationId, cache },
    baseUrl: `${apiOrigin}/api/v3`,
    log: silent,
    ...(options.fetch === undefined ? {} : { request: { fetch: options.fetch } }),
  });
  return connectGitHub(async () => octokit, {
    now: options.now ?? (() => gatewayNow),
    ...(options.timeoutMillis === undefined ? {} : { timeoutMillis: options.timeoutMillis }),
    ...(options.memory === undefined ? {} : { memory: options.memory }),
  });
}

/** To be called in a describe block: lets nothing through to a network, and fails a test that did not ask for a planned answer. */
export function answerOnlyByNock() {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(unused).toEqual([]);
  });
}
