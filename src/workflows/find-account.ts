// Where an account is asked for on GitHub, for what belongs to no repository.
import { skipped } from "./job-outcome.ts";
import type { JobServices } from "./services.ts";

export interface AccountPlace {
  readonly installationId: number;
  /** Its login. */
  readonly owner: string;
  /** `Organization` or `User`; null: no delivery has told. */
  readonly type: string | null;
}

/** What a job ends with where the account may not be asked for. */
export const accountUnreachable = skipped(
  "Firstpass is not installed on the account, or the installation is suspended.",
);

/** By the account's installation; by one of its repositories where no delivery told of the installation itself. */
export async function findAccount(
  { store }: Pick<JobServices, "store">,
  accountId: number,
): Promise<AccountPlace | null> {
  const installation = await store.installations.find(accountId);
  if (installation?.deleted || installation?.suspended) return null;
  if (installation !== null) {
    const { installationId, accountLogin: owner, accountType: type } = installation;
    return { installationId, owner, type };
  }
  for (const { active, installationId, state } of await store.repositories.list(accountId))
    if (active && installationId !== null) return { installationId, owner: state.ownerLogin, type: null };
  return null;
}
