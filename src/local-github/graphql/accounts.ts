// Accounts and apps in GraphQL. A bot's login has no `[bot]` there.
import { nodeId } from "../answers/account.ts";
import type { RememberedAccount, RememberedApp } from "../history/remembered.ts";

export function showActor(account: RememberedAccount | null, origin: string) {
  if (account === null) return null;
  const { id, type } = account;
  const login = type === "Bot" ? account.login.replace(/\[bot\]$/, "") : account.login;
  return {
    __typename: type,
    id: nodeId(type, id),
    databaseId: id,
    login,
    url: `${origin}/${encodeURIComponent(login)}`,
    avatarUrl: `${origin}/avatars/u/${id}`,
  };
}

export const showApp = ({ id, slug, name }: RememberedApp, origin: string) => ({
  id: nodeId("App", id),
  databaseId: id,
  slug,
  name,
  url: `${origin}/apps/${slug}`,
});
