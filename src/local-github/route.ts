// What a route of the local GitHub is, and how a path finds its route.
import type { Token } from "./credentials.ts";
import type { Operation } from "./openapi.ts";
import { notFound } from "./refusal.ts";
import { findRepository, type LocalState, type PermissionLevel, type Repository } from "./state.ts";

export interface RouteRequest {
  readonly state: LocalState;
  /** `http://127.0.0.1:PORT`: the start of every link in an answer. */
  readonly origin: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Checked against GitHub's description when the operation has one. */
  readonly body: unknown;
  /** Null on routes for the app itself. */
  readonly token: Token | null;
}

export interface RouteAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of the body, as it is. */
  readonly raw?: { readonly contentType: string; readonly text: string };
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH";
  /** GitHub's template, e.g. `/repos/{owner}/{repo}/check-runs`; a last `{+path}` takes slashes too. */
  readonly template: string;
  /** In GitHub's OpenAPI description; null where it is not described there. */
  readonly operationId: string | null;
  readonly auth: "app" | "installation";
  /** Any one of them suffices. */
  readonly permissions: readonly (readonly [name: string, level: PermissionLevel])[];
  readonly createsContent?: boolean;
  /** GitHub does not count the request. */
  readonly free?: boolean;
  readonly handle: (request: RouteRequest) => RouteAnswer | Promise<RouteAnswer>;
}

export interface FoundRoute {
  readonly route: Route;
  readonly parameters: Record<string, string>;
  readonly operation: Operation | null;
}

function patternOf(template: string): RegExp {
  const source = template
    .replace(/[.*?^$()|[\]\\]/g, "\\$&")
    .replace(/\{\+(\w+)\}/g, "(?<$1>.+)")
    .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return new RegExp(`^${source}$`);
}

/** Puts routes behind one lookup; more specific templates must come first. */
export function makeRouter(
  routes: readonly Route[],
): (method: string, path: string) => Omit<FoundRoute, "operation"> | null {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.template) }));
  return (method, path) => {
    for (const { route, pattern } of patterns) {
      if (route.method !== method) continue;
      const groups = pattern.exec(path)?.groups;
      if (groups === undefined && !pattern.test(path)) continue;
      const parameters: Record<string, string> = {};
      for (const [name, value] of Object.entries(groups ?? {})) parameters[name] = decodeURIComponent(value);
      return { route, parameters };
    }
    return null;
  };
}

/** The repository that `{owner}/{repo}` or `{repository_id}` names. @throws Refusal 404. */
export function requireRepository({ state, parameters }: RouteRequest): Repository {
  const id = parameters.repository_id;
  const repository =
    id === undefined
      ? findRepository(state, `${parameters.owner}/${parameters.repo}`)
      : state.repositories.get(Number(id));
  if (repository === undefined) throw notFound();
  return repository;
}

/** One page of a list, with GitHub's `Link` header. */
export function paginate<T>(
  request: RouteRequest,
  path: string,
  items: readonly T[],
): { readonly page: readonly T[]; readonly headers: Record<string, string> } {
  const perPage = Math.min(100, Math.max(1, Number(request.query.per_page ?? 30)));
  const number = Math.max(1, Number(request.query.page ?? 1));
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (page: number, rel: string) => {
    const query = new URLSearchParams({ ...request.query, page: String(page) });
    return `<${request.origin}/api/v3${path}?${query}>; rel="${rel}"`;
  };
  const links = number < last ? [link(number + 1, "next"), link(last, "last")] : [];
  const page = items.slice((number - 1) * perPage, number * perPage);
  return { page, headers: links.length > 0 ? { link: links.join(", ") } : {} };
}
