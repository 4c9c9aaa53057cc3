// Accounts and the app as GitHub shows them.
import type { components } from "@octokit/openapi-types";
import type { Account, LocalState } from "../state.ts";

type SimpleUser = components["schemas"]["simple-user"];
export type Integration = NonNullable<components["schemas"]["integration"]>;

export const nodeId = (kind: string, id: number): string =>
  Buffer.from(`${kind}:${id}`).toString("base64url");

export const dateTime = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

export function showAccount(
  account: Account | { readonly id: number; readonly login: string; readonly type: Account["type"] | "Bot" },
  origin: string,
): SimpleUser {
  const url = `${origin}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${origin}/avatars/u/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${origin}/${encodeURIComponent(account.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** The app's own account, which opens its issues. */
export const showAppBot = ({ app }: LocalState, origin: string): SimpleUser =>
  showAccount({ id: app.id + 1_000_000, login: `${app.slug}[bot]`, type: "Bot" }, origin);

export function showApp({ app, registration, installations }: LocalState, origin: string): Integration {
  const [installation] = installations.values();
  const owner = installation?.account ?? { id: 1, login: "local", type: "Organization" as const };
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    owner: showAccount(owner, origin),
    name: app.name,
    description: "",
    external_url: `${origin}/apps/${app.slug}`,
    html_url: `${origin}/apps/${app.slug}`,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    permissions: { ...(registration.permissions ?? installation?.permissions) },
    events: [...registration.events],
  };
}
