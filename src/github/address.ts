// Where a repository is asked for, and how GitHub's routes name it.

/** Who is asked, and where. The id is the key; owner and name are only how GitHub is addressed today. */
export interface RepositoryAddress {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

/** The parameters that `/repos/{owner}/{repo}/…` routes share. */
export function inRepository(repository: Pick<RepositoryAddress, "owner" | "name">) {
  return { owner: repository.owner, repo: repository.name };
}
