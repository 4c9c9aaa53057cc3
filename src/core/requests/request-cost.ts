// What a request counts for at GitHub: which hour's budget it is taken from, and whether it changes or creates something.

/** GitHub counts REST and GraphQL apart. */
export const resources = ["core", "graphql"] as const;
export type Resource = (typeof resources)[number];

/** What GitHub limits by itself when it is created: issues more than the rest. */
export type Creation = "content" | "issue";

export interface RequestCost {
  readonly resource: Resource;
  /** Changes something at GitHub: never two at once, and at least a second apart. */
  readonly writes: boolean;
  /** Null: creates nothing. */
  readonly creates: Creation | null;
}

/** @param route method and template, such as `POST /repos/{owner}/{repo}/issues`. */
export function costOf(route: string): RequestCost {
  const [method = "GET", path = ""] = route.split(" ");
  if (path === "/graphql") return { resource: "graphql", writes: false, creates: null };
  if (method === "GET" || method === "HEAD") return { resource: "core", writes: false, creates: null };
  if (method !== "POST" || !path.startsWith("/repos/"))
    return { resource: "core", writes: true, creates: null };
  return { resource: "core", writes: true, creates: path.endsWith("/issues") ? "issue" : "content" };
}
