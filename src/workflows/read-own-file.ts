// Reads one of Firstpass's own files as it is on the default branch: a repository's, or the organisation's.
import { organisationRepositories } from "../core/exceptions/file-address.ts";
import type { ReadConfigurationJob } from "../core/work/job.ts";
import { Refused } from "../github/errors.ts";
import type { RepositoryAddress } from "../github/gateway.ts";
import { findPlace } from "./find-place.ts";
import { type JobOutcome, skipped } from "./job-outcome.ts";
import type { JobServices } from "./services.ts";

/** Where a file is kept. */
export interface OwnFile {
  readonly repositoryPath: string;
  readonly organisationPath: string;
}

/** A file that was found: its text, or why it cannot be read. */
export type Found =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly refusal: string };

/** Null when there is no file; an outcome when it may not be looked for. */
export async function readOwnFile(
  services: JobServices,
  { accountId, repositoryId }: ReadConfigurationJob,
  { repositoryPath, organisationPath }: OwnFile,
): Promise<Found | null | JobOutcome> {
  if (repositoryId === null) return readOrganisationFile(services, accountId, organisationPath);
  const place = await findPlace(services.store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  return readFound(services, place.address, repositoryPath, repositoryPath);
}

/** The first that there is of the repositories that may hold it. */
async function readOrganisationFile(
  services: JobServices,
  accountId: number,
  path: string,
): Promise<Found | null | JobOutcome> {
  const account = await findAccount(services, accountId);
  if (account === null) return skipped("Firstpass is not installed on the account, or suspended.");
  const { installationId, owner } = account;
  for (const name of organisationRepositories) {
    const address = { installationId, repositoryId: 0, owner, name };
    const found = await readFound(services, address, path, `${owner}/${name}/${path}`);
    if (found !== null) return found;
  }
  return null;
}

/** By the account's installation; by one of its repositories where no delivery told of the installation itself. */
async function findAccount({ store }: JobServices, accountId: number) {
  const installation = await store.installations.find(accountId);
  if (installation?.deleted || installation?.suspended) return null;
  if (installation !== null)
    return { installationId: installation.installationId, owner: installation.accountLogin };
  for (const { active, installationId, state } of await store.repositories.list(accountId))
    if (active && installationId !== null) return { installationId, owner: state.ownerLogin };
  return null;
}

async function readFound(
  { github }: JobServices,
  address: RepositoryAddress,
  path: string,
  shown: string,
): Promise<Found | null> {
  try {
    const file = await github.readFile(address, path, null);
    return file === null ? null : { path: shown, text: file.text };
  } catch (error) {
    if (error instanceof Refused) return { path: shown, refusal: error.message };
    throw error;
  }
}
