// Where a repository is asked for on GitHub today, or why it may not be asked for at all.
import type { RepositoryAddress } from "../github/gateway.ts";
import type { KnownRepository, Store } from "../records/store.ts";

export interface Place {
  readonly known: KnownRepository;
  readonly address: RepositoryAddress;
}

/** The repository and its address; the reason, for a person, when Firstpass must leave it alone. */
export async function findPlace(
  store: Store,
  accountId: number,
  repositoryId: number,
): Promise<Place | { readonly unreachable: string }> {
  const known = await store.repositories.find(accountId, repositoryId);
  if (known === null) return { unreachable: `Repository ${repositoryId} is not known.` };
  const { state } = known;
  const fullName = `${state.ownerLogin}/${state.name}`;
  if (!known.active) return { unreachable: `Firstpass is not installed on ${fullName} any more.` };
  const installation = await store.installations.find(accountId);
  if (installation?.deleted) return { unreachable: `Firstpass was uninstalled from ${state.ownerLogin}.` };
  if (installation?.suspended)
    return { unreachable: `The installation on ${state.ownerLogin} is suspended: unsuspend it on GitHub.` };
  // The account's installation is newer than what the repository was last seen under: it may have been reinstalled.
  const installationId = installation?.installationId ?? known.installationId;
  if (installationId === null)
    return { unreachable: `No installation is known for ${fullName}: no delivery has named one.` };
  return {
    known,
    address: {
      installationId,
      repositoryId,
      owner: state.ownerLogin,
      name: state.name,
    },
  };
}
