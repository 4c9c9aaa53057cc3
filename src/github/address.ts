// How GitHub's routes name a repository.
import type { RepositoryAddress } from "./gateway.ts";

/** The parameters that `/repos/{owner}/{repo}/…` routes share. */
export function inRepository(repository: Pick<RepositoryAddress, "owner" | "name">) {
  return { owner: repository.owner, repo: repository.name };
}
