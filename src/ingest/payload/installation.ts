// The installation object of `installation` and `installation_repositories`, and the short repository objects beside it.
import { z } from "zod";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { Installation as InstallationState } from "../../records/store.ts";
import type { RepositoryObservation } from "../normalized.ts";
import { id, lenient, optional, textOrNull, timestamp, webUrl } from "./parts.ts";

export const Installation = z.object({
  id,
  account: z.object({
    id,
    login: z.string().min(1),
    type: lenient(z.string()),
    html_url: webUrl,
  }),
  permissions: lenient(z.record(z.string(), z.string())),
  created_at: timestamp,
  updated_at: timestamp,
  suspended_at: optional(timestamp),
});
export type Installation = z.output<typeof Installation>;

/** What installation events tell of a repository: little more than its name. */
export const ListedRepository = z.object({
  id,
  name: z.string().min(1),
  private: z.boolean(),
  full_name: textOrNull,
});
export type ListedRepository = z.output<typeof ListedRepository>;

/**
 * What comes later among events that GitHub gives one time. It moves `updated_at` on suspension, not on the end of the
 * suspension nor on removal. GitHub's times are whole seconds, so milliseconds are free to hold this order.
 */
const orderWithinSecond = { seen: 0, new_permissions_accepted: 1, suspend: 2, unsuspend: 3, deleted: 4 };

export function installationStateOf(
  installation: Installation,
  action: keyof typeof orderWithinSecond,
): InstallationState {
  return {
    installationId: installation.id,
    accountId: installation.account.id,
    accountLogin: installation.account.login,
    accountType: installation.account.type ?? "User",
    suspended: action === "suspend" || (action !== "unsuspend" && installation.suspended_at !== null),
    deleted: action === "deleted",
    permissions: installation.permissions,
    updatedAt: Math.max(installation.updated_at, installation.suspended_at ?? 0) + orderWithinSecond[action],
  };
}

/**
 * A repository known by name alone. It is dated 0, so that any payload with the whole repository replaces it; its default
 * branch is `HEAD`, which is how Git and GitHub's API name the default branch of a repository without knowing it.
 */
export function observeListedRepository(
  installation: Installation,
  listed: ListedRepository,
): RepositoryObservation {
  const { account } = installation;
  // An installation's own page hangs under the same host as its repositories.
  const host = account.html_url ?? "https://github.com/";
  const state: RepositoryState = {
    accountId: account.id,
    repositoryId: listed.id,
    ownerLogin: account.login,
    name: listed.name,
    visibility: listed.private ? "private" : "public",
    archived: false,
    fork: false,
    defaultBranch: "HEAD",
    language: null,
    topics: [],
    createdAt: null,
    url: new URL(`/${listed.full_name ?? `${account.login}/${listed.name}`}`, host).href,
    templateRepository: null,
    customProperties: null,
  };
  return { state, observedAt: 0, installationId: installation.id };
}
