// Starts a local GitHub with a key of its own and asks it things as the app does: with a JWT, then with a token.
import { createSign, generateKeyPairSync } from "node:crypto";
import { addRepository, commitTo } from "../../src/local-github/repository.ts";
import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from "../../src/local-github/start.ts";
import type { Account, Installation, PermissionLevel, Repository } from "../../src/local-github/state.ts";

export const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export const NOW = Date.parse("2026-11-20T12:00:00Z");
export const organisation: Account = { id: 900, login: "acme", type: "Organization" };

export const allPermissions: Readonly<Record<string, PermissionLevel>> = {
  metadata: "read",
  contents: "read",
  pull_requests: "read",
  actions: "read",
  statuses: "read",
  checks: "write",
  issues: "write",
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signJwt(
  claims: { iss?: number | string; iat?: number; exp?: number },
  privateKey = keys.privateKey,
): string {
  const now = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: 11, iat: now - 30, exp: now + 540, ...claims })}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

/** Any part of an answer, to be looked at by an expectation. */
export interface Shown {
  readonly [name: string]: Shown;
  readonly [index: number]: Shown;
}

/** One property of each item of a list. */
export const pluck = (list: Shown, name: string): unknown[] =>
  Array.isArray(list) ? list.map((item: Shown) => item[name]) : [];

export interface LocalClient {
  readonly github: LocalGitHub;
  readonly installation: Installation;
  readonly repository: Repository;
  readonly headSha: string;
  ask(
    method: string,
    path: string,
    body?: unknown,
    authorization?: string,
  ): Promise<{ status: number; body: Shown; headers: Headers }>;
  takeToken(): Promise<string>;
}

export async function openLocalClient(options: Partial<LocalGitHubOptions> = {}): Promise<LocalClient> {
  const github = await startLocalGitHub({
    appId: 11,
    publicKey: keys.publicKey,
    webhookSecret: "local secret",
    now: () => NOW,
    checkAnswers: true,
    ...options,
  });
  const installation: Installation = {
    id: 5,
    account: organisation,
    permissions: allPermissions,
    suspended: false,
    repositoryIds: null,
  };
  github.state.installations.set(installation.id, installation);
  const repository = addRepository(github.state, {
    id: 41,
    owner: organisation,
    name: "billing",
    visibility: "private",
    createdAt: NOW - 1_000_000,
  });
  const files = { "README.md": "# billing\n", ".github/workflows/ci.yml": "on: push\n" };
  const { sha: headSha } = commitTo(repository, "main", {
    files,
    message: "first",
    committedAt: NOW - 900_000,
  });
  const ask: LocalClient["ask"] = async (method, path, body, authorization) => {
    const answer = await fetch(`${github.origin}/api/v3${path}`, {
      method,
      headers: authorization === undefined ? {} : { authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text), headers: answer.headers };
  };
  const takeToken = async () => {
    const path = `/app/installations/${installation.id}/access_tokens`;
    return `token ${(await ask("POST", path, undefined, `bearer ${signJwt({})}`)).body.token}`;
  };
  return { github, installation, repository, headSha, ask, takeToken };
}
