// May this token do that? Installations, workflows and people are refused differently, each as GitHub does it.
import { ownsRepository } from "./credentials.ts";
import { notFound, Refusal } from "./refusal.ts";
import { type Route, type RouteRequest, requireRepository } from "./route.ts";
import type { Repository } from "./state.ts";
import { type AddedToken, notAccessible, type Token } from "./token.ts";

/** What anybody may read in a public repository. Alerts and settings are never among it. */
const openToAll: ReadonlySet<string> = new Set([
  "metadata",
  "actions",
  "attestations",
  "checks",
  "contents",
  "issues",
  "pull_requests",
  "statuses",
]);

/** What a classic token needs besides its person's rights; `repo` holds all of it. */
const scopeOf: Readonly<Record<string, string>> = {
  security_events: "security_events",
  secret_scanning_alerts: "security_events",
  vulnerability_alerts: "security_events",
  members: "read:org",
};

/** Routes that GitHub gives to no fine-grained token, whatever it may do. */
const closedToFineGrained: ReadonlySet<string> = new Set(["repos/get-repo-rule-suites"]);

function hasScope({ scopes }: AddedToken, name: string, repository: Repository | null): boolean {
  const held = new Set(scopes ?? []);
  const wanted = scopeOf[name];
  if (wanted === "read:org") return held.has("read:org") || held.has("admin:org");
  if (held.has("repo")) return true;
  const open = repository === null || repository.visibility === "public";
  return (wanted !== undefined && held.has(wanted)) || (open && held.has("public_repo"));
}

/** Whether the token holds a permission on a repository of its own, or (null) on what is no repository's. */
export function holds(
  token: Token,
  [name, level]: readonly [name: string, level: string],
  repository: Repository | null,
): boolean {
  const granted =
    name === "metadata" || token.permissions[name] === "write" || token.permissions[name] === level;
  if (!granted) return false;
  return token.kind !== "classic" || name === "metadata" || hasScope(token, name, repository);
}

/** Whether the token may know that the repository is there. */
export function seesRepository(token: Token, repository: Repository): boolean {
  if (repository.visibility === "public") return true;
  if (!ownsRepository(token, repository)) return false;
  return token.kind !== "classic" || (token.scopes ?? []).includes("repo");
}

/** A classic token hears of what its person may not do, in words that differ from one feature to the next. */
function refuseClassic(names: readonly string[]): Refusal {
  if (names.includes("security_events"))
    return new Refusal(403, "You are not authorized to read code scanning alerts.");
  if (names.includes("vulnerability_alerts"))
    return new Refusal(403, "You are not authorized to perform this operation.");
  if (names.includes("members"))
    return new Refusal(403, "You need at least read:org scope to list the teams of an organization.");
  // GitHub does not say that there are settings, nor secrets, to those who may not see them.
  return notFound();
}

function refuse(token: Token, { permissions }: Route): Refusal {
  if (token.kind === "classic") return refuseClassic(permissions.map(([name]) => name));
  const accepted = permissions.map(([name, level]) => `${name}=${level}`).join("; ");
  return new Refusal(403, notAccessible(token), { headers: { "x-accepted-github-permissions": accepted } });
}

/** Tokens of people and of workflows read what is public without being given it; installations are held to what they were granted. */
function isOpen(token: Token, route: Route, repository: Repository): boolean {
  if (repository.visibility !== "public" || route.method !== "GET") return false;
  if (token.kind === "installation" && ownsRepository(token, repository)) return false;
  return route.permissions.some(([name, level]) => level === "read" && openToAll.has(name));
}

/** @throws Refusal 404 for what the token must not know of, 403 for what it may not do. */
export function requireAccess(token: Token, route: Route, call: RouteRequest): void {
  const namesRepository = /\{(repo|repository_id)\}/.test(route.template);
  const repository = namesRepository ? requireRepository(call) : null;
  if (repository !== null) {
    if (!seesRepository(token, repository)) throw notFound();
    if (isOpen(token, route, repository)) return;
    if (!ownsRepository(token, repository)) throw route.method === "GET" ? refuse(token, route) : notFound();
  }
  if (token.kind === "fine-grained" && closedToFineGrained.has(route.operationId ?? ""))
    throw refuse(token, route);
  const { permissions } = route;
  if (permissions.length > 0 && !permissions.some((wanted) => holds(token, wanted, repository)))
    throw refuse(token, route);
}
