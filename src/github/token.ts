// GitHub with a token in the place of an installation: for commands and the Action. The same gate, bounds and errors as the App's; there
// is nothing to renew, and one hour's budget for all accounts, because GitHub counts by token.
import { Octokit } from "@octokit/core";
import type { Access } from "./access.ts";
import type { OctokitClient } from "./ask.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { connectGitHub } from "./connect.ts";
import { PermissionError } from "./errors.ts";
import { createGate, type Gate, type GateMemory } from "./gate/gate.ts";
import type { PrioritizedGitHub } from "./gateway.ts";
import type { AnsweredRequest } from "./request-outcome.ts";
import type { ResponseMemory } from "./response-memory.ts";
import { tokenInstallation } from "./token-installation.ts";

export { tokenInstallation } from "./token-installation.ts";

const answerMillis = 30_000;

export interface TokenConnection {
  readonly token: string;
  /** `https://api.github.com`, or of a server `https://HOST/api/v3`. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly kind: Exclude<Access, "installation">;
  readonly store: { readonly rateLimits: GateMemory; readonly httpResponses: ResponseMemory };
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Told of every request that was made. Must not throw. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
  /** Percent of each hour's requests that the past may use; absent: all of it, because nobody else waits. */
  readonly historyShare?: number;
  /** Absent: the platform's. */
  readonly fetch?: typeof fetch;
}

/** @throws PermissionError where the token is none: empty, or with a character that no token has. */
export function connectWithToken(connection: TokenConnection): PrioritizedGitHub {
  const { token, apiUrl, graphqlUrl, kind, store, now } = connection;
  // Not left to fetch, which would quote it.
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new PermissionError(
      "The token is empty, or has a space or another character in it that no token has.",
      null,
    );
  const octokit: OctokitClient = new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ""),
    userAgent: "firstpass",
    log: silent,
    request: {
      fetch: boundedFetch({
        answerMillis,
        token,
        ...(connection.fetch === undefined ? {} : { send: connection.fetch }),
      }),
    },
  });
  const gate = createGate({
    memory: store.rateLimits,
    now,
    historyShare: connection.historyShare ?? 100,
    paced: true,
  });
  return connectGitHub(async () => octokit, {
    now,
    access: kind,
    graphqlUrl,
    memory: underOneName(store.httpResponses),
    gate: asOneInstallation(gate),
    ...(connection.onAnswered === undefined ? {} : { onAnswered: connection.onAnswered }),
  });
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function asOneInstallation(gate: Gate): Gate {
  return {
    pass: (request, send) => gate.pass({ ...request, installationId: tokenInstallation }, send),
  };
}

function underOneName(memory: ResponseMemory): ResponseMemory {
  return {
    ...memory,
    find: (_, request) => memory.find(tokenInstallation, request),
    keep: (_, request, response) => memory.keep(tokenInstallation, request, response),
  };
}
