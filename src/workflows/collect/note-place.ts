// Notes in the store what an installation would have told: the account, and repositories of it that were found by name.
import { listExtended } from "../../core/config/layers/list-extended.ts";
import { NotFound, PermissionError } from "../../github/errors.ts";
import type { GitHubLookups, NamedRepository } from "../../github/gateway.ts";
import type { Store } from "../../records/store.ts";
import { listConfigurationTexts } from "../configuration/list-configuration-texts.ts";
import type { Patience } from "./patience.ts";

/** The account counts as installed under its own id; what it is granted is not known. @param at milliseconds UTC. */
export async function noteRepository(store: Store, named: NamedRepository, at: number): Promise<void> {
  const { state, accountType } = named;
  const { accountId, repositoryId } = state;
  await store.transaction(async ({ installations, repositories }) => {
    await installations.save({
      installationId: accountId,
      accountId,
      accountLogin: state.ownerLogin,
      accountType,
      suspended: false,
      deleted: false,
      permissions: null,
      updatedAt: at,
    });
    await repositories.observe(state, { observedAt: at, installationId: accountId });
    await repositories.setActive(accountId, repositoryId, true, at);
  });
}

/**
 * Finds the repositories that configurations extend files of, as far as the store does not know them.
 * @returns whether one was found: then its files can be read.
 */
export async function findExtendedRepositories(
  services: { readonly store: Store; readonly github: GitHubLookups; readonly patience: Patience },
  place: { readonly accountId: number; readonly repositoryId: number; readonly owner: string },
  at: number,
  lookedFor: Set<string>,
): Promise<boolean> {
  const { store, github, patience } = services;
  const known = new Set(
    (await store.repositories.list(place.accountId)).map(({ state }) => state.name.toLowerCase()),
  );
  const texts = await listConfigurationTexts(store, place.accountId, place.repositoryId);
  let found = false;
  for (const { owner, name } of texts.flatMap(listExtended)) {
    const key = name.toLowerCase();
    // Of another account nothing is extended.
    if (owner.toLowerCase() !== place.owner.toLowerCase() || known.has(key) || lookedFor.has(key)) continue;
    lookedFor.add(key);
    const named = await patience.try(() => findUnlessHidden(github, owner, name));
    if (named === null || named.state.accountId !== place.accountId) continue;
    await noteRepository(store, named, at);
    found = true;
  }
  return found;
}

async function findUnlessHidden(
  github: GitHubLookups,
  owner: string,
  name: string,
): Promise<NamedRepository | null> {
  try {
    return await github.findRepositoryByName(owner, name);
  } catch (error) {
    if (error instanceof NotFound || error instanceof PermissionError) return null;
    throw error;
  }
}
