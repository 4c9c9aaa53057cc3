// The last look before something is written to GitHub: who may read it there may have changed while it was worked out.
import type { RepositoryState } from "../core/facts/repository.ts";
import { Transient } from "../github/errors.ts";
import type { Store } from "../records/store.ts";

/**
 * Returns when the repository is as visible as it was when the content was made for it.
 * @throws Transient when it is not: the job does its work again, for the readers that there are now.
 */
export async function requireSameVisibility(
  store: Pick<Store, "repositories">,
  { accountId, repositoryId, visibility }: RepositoryState,
): Promise<void> {
  const today = await store.repositories.find(accountId, repositoryId);
  if (today?.state.visibility !== visibility)
    throw new Transient("Who may see the repository changed while this was worked out: it is made again.");
}
