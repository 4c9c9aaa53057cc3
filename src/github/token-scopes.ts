// Whether a classic token lacks a scope, by what GitHub says with each answer to one: it hides what such a token may not see behind 404,
// and only these headers tell that from a thing that is not there.

/** Scopes that are contained in another. */
const containedIn: Readonly<Record<string, readonly string[]>> = {
  repo: ["public_repo", "repo:status", "repo_deployment", "repo:invite", "security_events"],
  "admin:org": ["write:org", "read:org"],
  "write:org": ["read:org"],
};

/**
 * One of the scopes that would do, where the token has none of them; null where it has one, or GitHub does not say.
 * @param headers `x-oauth-scopes`: what the token has; `x-accepted-oauth-scopes`: what the request takes.
 */
export function lackingScope(headers: Readonly<Record<string, unknown>>): string | null {
  const had = listScopes(headers["x-oauth-scopes"]);
  const accepted = listScopes(headers["x-accepted-oauth-scopes"]);
  if (had === null || accepted === null || accepted.length === 0) return null;
  const has = new Set(had.flatMap((scope) => [scope, ...(containedIn[scope] ?? [])]));
  return accepted.some((scope) => has.has(scope)) ? null : (accepted[0] ?? null);
}

function listScopes(header: unknown): string[] | null {
  if (typeof header !== "string") return null;
  return header
    .split(",")
    .map((scope) => scope.trim())
    .filter((scope) => scope !== "");
}
