// Where an account's overview is posted: the repository that its configuration names, if it may hold what the overview tells.
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { findPlace } from "../find-place.ts";
import { loadOrganisation } from "./load-organisation.ts";

export type OverviewPlace =
  | { readonly kind: "place"; readonly address: RepositoryAddress }
  /** No configuration names one. */
  | { readonly kind: "nowhere" }
  /** One is named, and nothing may be posted there: why, for a person. */
  | { readonly kind: "refused"; readonly reason: string };

/** As far as the store knows; GitHub is asked again before each write. */
export async function findOverviewPlace(
  store: Store,
  accountId: number,
  repositories: readonly KnownRepository[],
): Promise<OverviewPlace> {
  const [any] = repositories;
  if (any === undefined) return { kind: "nowhere" };
  const { repository: named } = (await loadOrganisation(store, any)).overview;
  if (named === null) return { kind: "nowhere" };
  const found = repositories.find(
    ({ active, state }) =>
      active && `${state.ownerLogin}/${state.name}`.toLowerCase() === named.toLowerCase(),
  );
  if (found === undefined)
    return refused(named, "Firstpass is not installed on it, or it belongs to another account.");
  const { archived, visibility, repositoryId } = found.state;
  if (archived) return refused(named, "it is archived: GitHub takes no issues.");
  if (visibility === "public") return refused(named, whyNotPublic);
  const place = await findPlace(store, accountId, repositoryId);
  return "unreachable" in place
    ? refused(named, place.unreachable)
    : { kind: "place", address: place.address };
}

const whyNotPublic =
  "it is public, and the overview tells of other repositories: name a private or an internal one.";

/** Asked of GitHub itself before each write: a repository may have become public this minute. Null: it may be posted. */
export function whyNotPosted(
  repository: { archived: boolean; hasIssues: boolean; visibility: string } | null,
  named: string,
): string | null {
  if (repository === null) return reasonFor(named, "it is gone, or Firstpass may not see it any more.");
  if (!["private", "internal"].includes(repository.visibility)) return reasonFor(named, whyNotPublic);
  if (repository.archived) return reasonFor(named, "it is archived: GitHub takes no issues.");
  if (!repository.hasIssues) return reasonFor(named, "issues are disabled there.");
  return null;
}

function refused(named: string, why: string): OverviewPlace {
  return { kind: "refused", reason: reasonFor(named, why) };
}

function reasonFor(named: string, why: string): string {
  return `overview.repository: ${named} cannot hold the overview: ${why}`;
}
