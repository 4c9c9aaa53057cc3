// Reads one of Firstpass's own files as it is on the default branch: a repository's, the organisation's, or one that others extend.
import { organisationRepositories } from "../../core/exceptions/file-address.ts";
import type { ReadConfigurationJob } from "../../core/work/job.ts";
import { NotFound, PermissionError, Refused } from "../../github/errors.ts";
import type { GitHubGateway, RepositoryAddress } from "../../github/gateway.ts";
import type { StoredConfiguration } from "../../records/store.ts";
import { accountUnreachable, findAccount } from "../find-account.ts";
import { findPlace } from "../find-place.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";

/** What a reading of files needs: of GitHub, or of clones in its place. */
export interface ReadingServices extends Pick<JobServices, "store" | "now"> {
  readonly github: Pick<GitHubGateway, "readFile" | "readSecurityFeatures">;
}

/** Where a file is kept. */
export interface OwnFile {
  readonly repositoryPath: string;
  readonly organisationPath: string;
}

/** A file that was found: its text, or why it cannot be read. */
export type Found =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly refusal: string };

/**
 * Null when there is no file; an outcome when it may not be looked for.
 * @param before the last reading: a file that is gone is told from a repository that is.
 */
export async function readOwnFile(
  services: ReadingServices,
  { accountId, repositoryId }: ReadConfigurationJob,
  { repositoryPath, organisationPath }: OwnFile,
  before: StoredConfiguration | null,
): Promise<Found | null | JobOutcome> {
  if (repositoryId === null) return readOrganisationFile(services, accountId, organisationPath, before);
  const place = await findPlace(services.store, accountId, repositoryId);
  if ("unreachable" in place) return skipped(place.unreachable);
  const found = await readFileAt(services, place.address, repositoryPath, repositoryPath);
  if (found === null && before !== null && before.text !== null)
    await services.github.readSecurityFeatures(place.address);
  return found;
}

/** The first that there is of the repositories that may hold it. */
async function readOrganisationFile(
  services: ReadingServices,
  accountId: number,
  path: string,
  before: StoredConfiguration | null,
): Promise<Found | null | JobOutcome> {
  const account = await findAccount(services, accountId);
  if (account === null) return accountUnreachable;
  const { installationId, owner } = account;
  const shownIn = (name: string) => `${owner}/${name}/${path}`;
  for (const name of organisationRepositories) {
    const address = { installationId, repositoryId: 0, owner, name };
    const found = await readFileAt(services, address, path, shownIn(name));
    if (found !== null) return found;
  }
  if (before === null || before.text === null) return null;
  const holder = organisationRepositories.find((name) => before.path === shownIn(name));
  return holder === undefined
    ? null
    : whyGone(services, { installationId, repositoryId: 0, owner, name: holder }, before.path);
}

/** After a file was not found: null where it is the file that is gone, and why where it is the repository. */
export async function whyGone(
  { github }: Pick<ReadingServices, "github">,
  address: RepositoryAddress,
  shown: string,
): Promise<Found | null> {
  try {
    await github.readSecurityFeatures(address);
    return null;
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    const repository = `${address.owner}/${address.name}`;
    const refusal = `${shown}: ${repository} is gone, or Firstpass may not read it any more. The last good text stays in force.`;
    return { path: shown, refusal };
  }
}

/**
 * A permission that is missing is told like a file that cannot be used: whoever grants it, or the next day, has it read again.
 * @param shown the path as people are shown it.
 */
export async function readFileAt(
  { github }: Pick<ReadingServices, "github">,
  address: RepositoryAddress,
  path: string,
  shown: string,
): Promise<Found | null> {
  try {
    const file = await github.readFile(address, path, null);
    return file === null ? null : { path: shown, text: file.text };
  } catch (error) {
    if (error instanceof Refused) return { path: shown, refusal: error.message };
    if (error instanceof PermissionError) return { path: shown, refusal: `${shown}: ${error.message}` };
    throw error;
  }
}
