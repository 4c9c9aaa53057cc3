// The tokens that the local GitHub knows, and what each says when it is refused: installations are told of the integration, people of
// their personal access token.
import type { Account, Installation, PermissionLevel } from "./state.ts";

interface AnyToken {
  readonly value: string;
  readonly permissions: Readonly<Record<string, PermissionLevel>>;
  /** Repositories that it was given; null: all that it could reach. */
  readonly repositoryIds: readonly number[] | null;
  /** Milliseconds UTC. */
  readonly expiresAt: number;
}

/** What the app was given for an installation. */
export interface InstallationToken extends AnyToken {
  readonly kind: "installation";
  readonly installation: Installation;
}

/** `GITHUB_TOKEN` of a workflow run, or a personal access token of either kind. */
export interface AddedToken extends AnyToken {
  readonly kind: "workflow" | "fine-grained" | "classic";
  /** Whose it is: a person, or `github-actions[bot]`. */
  readonly account: { readonly id: number; readonly login: string; readonly type: Account["type"] | "Bot" };
  /** Accounts whose repositories it reaches, in lower case; null: of all accounts. */
  readonly ownerLogins: readonly string[] | null;
  /** Of a classic token; null: it has none. */
  readonly scopes: readonly string[] | null;
}

export type Token = InstallationToken | AddedToken;

/** Whose limits a request counts against, as GitHub names them when they are used up. */
export interface Spender {
  readonly key: string;
  readonly inWords: string;
  /** Requests an hour; absent: GitHub's usual. */
  readonly requestsPerHour?: number;
}

/** GitHub's limit for a workflow's token, an hour and a repository. */
const WORKFLOW_REQUESTS = 1_000;

export function spenderOf(token: Token): Spender {
  if (token.kind === "installation") {
    const { id } = token.installation;
    return { key: String(id), inWords: `installation ID ${id}` };
  }
  if (token.kind === "workflow") {
    const key = `workflow:${token.repositoryIds?.join(",") ?? ""}`;
    return { key, inWords: `installation ID for ${key}`, requestsPerHour: WORKFLOW_REQUESTS };
  }
  const { id } = token.account;
  return { key: `user:${id}`, inWords: `user ID ${id}` };
}

/** What a 403 says. A classic token is told by what it may not do; see `access.ts`. */
export const notAccessible = ({ kind }: Token): string =>
  kind === "fine-grained" || kind === "classic"
    ? "Resource not accessible by personal access token"
    : "Resource not accessible by integration";

/** Headers that every answer to this token carries. */
export function headersOf(token: Token): Record<string, string> {
  if (token.kind !== "classic") return {};
  return { "x-oauth-scopes": (token.scopes ?? []).join(", "), "x-accepted-oauth-scopes": "" };
}
