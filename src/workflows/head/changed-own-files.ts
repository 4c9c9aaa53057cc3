// Which of Firstpass's own files a pull request changes, as its head has them. GitHub is asked only where it may touch one:
// where pushes prove that it does not, or nothing hints at it, nothing is read.
import type { Timeline } from "../../core/changes/pull-request-timeline.ts";
import { isSharedPath } from "../../core/config/layers/shared-address.ts";
import {
  isExceptionsPath,
  organisationExceptionsPath,
  organisationRepositories,
  repositoryExceptionsPath,
} from "../../core/exceptions/file-address.ts";
import { factsOfKind } from "../../core/facts/fact.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { isConfigPath, organisationConfigPath, repositoryConfigPath } from "../../core/paved-road/paths.ts";
import type { ScorecardInput } from "../../core/scorecard/build.ts";
import type { ChangedFirstpassFile, FirstpassFileRole } from "../../core/simulation/changed-file.ts";
import { PermissionError, Refused } from "../../github/errors.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import { sharedFileKind } from "../../records/configuration-kind.ts";
import type { Store } from "../../records/store.ts";
import type { JobServices } from "../services.ts";
import type { ListChangedFiles } from "./changed-files.ts";
import { isUntouched } from "./is-paved-road-untouched.ts";

export interface ChangedOwnFiles {
  readonly files: readonly ChangedFirstpassFile[];
  /** Why it could not be looked, for a person; null when it could. */
  readonly problem: string | null;
}

const nothing: ChangedOwnFiles = { files: [], problem: null };

export async function findChangedOwnFiles(
  { github, store }: JobServices,
  address: RepositoryAddress,
  loaded: Pick<ScorecardInput, "facts" | "repository">,
  pullRequest: Timeline | null,
  { headSha, listChangedFiles }: { readonly headSha: string; readonly listChangedFiles: ListChangedFiles },
): Promise<ChangedOwnFiles> {
  const { repository } = loaded;
  if (pullRequest === null || pullRequest.latest.baseRef !== repository.defaultBranch) return nothing;
  if (!(await mayTouchOwnFiles(store, loaded, pullRequest))) return nothing;
  try {
    const files: ChangedFirstpassFile[] = [];
    for (const { path, previousPath, status } of await listChangedFiles()) {
      const left =
        status === "renamed" && previousPath !== null ? await roleOf(store, repository, previousPath) : null;
      if (left !== null && previousPath !== null) files.push({ role: left, path: previousPath, text: null });
      const role = await roleOf(store, repository, path);
      if (role === null) continue;
      const read = status === "removed" ? null : await github.readFile(address, path, headSha);
      if (status === "removed" || read !== null) files.push({ role, path, text: read?.text ?? null });
    }
    return { files, problem: null };
  } catch (error) {
    if (!(error instanceof PermissionError) && !(error instanceof Refused)) throw error;
    const what = "Exceptions files were not checked on this pull request, nor was configuration";
    return { files: [], problem: `${what}: its files cannot be read. ${error.message}` };
  }
}

/** Whether a branch's push must be looked at more closely, by its paths alone. */
function isOwnPath(path: string): boolean {
  return isConfigPath(path) || isExceptionsPath(path) || isSharedPath(path);
}

/**
 * A fork pushes elsewhere: of it, as of a branch whose pushes were not seen, GitHub is asked only where there is a file that
 * could be changed.
 */
async function mayTouchOwnFiles(
  store: Store,
  { facts, repository }: Pick<ScorecardInput, "facts" | "repository">,
  pullRequest: Timeline,
): Promise<boolean> {
  if (isUntouched(facts, pullRequest, isOwnPath)) return false;
  const { headRef, headRepositoryId } = pullRequest.latest;
  const own = headRepositoryId === repository.repositoryId;
  if (own && factsOfKind(facts, "push").some(({ data }) => data.ref === `refs/heads/${headRef}`)) return true;
  const holdsOrganisationFiles = organisationRepositories.includes(repository.name);
  const readings = await store.configurations.listReadings(repository.accountId);
  return readings.some(
    ({ repositoryId, inForce }) =>
      inForce &&
      (repositoryId === repository.repositoryId || (repositoryId === null && holdsOrganisationFiles)),
  );
}

/** What the path is in this repository; null: none of Firstpass's files. A file that nobody extends is none. */
async function roleOf(
  { configurations }: Store,
  { accountId, repositoryId, ownerLogin, name }: RepositoryState,
  path: string,
): Promise<FirstpassFileRole | null> {
  // While an earlier one of the two repositories has the organisation's file, that of the later one is not read.
  const mayHold = async (kind: "configuration" | "exceptions") => {
    const inForce = await configurations.find(accountId, null, kind);
    const earlier = organisationRepositories.slice(0, organisationRepositories.indexOf(name));
    const isIn = (other: string) => inForce?.path.startsWith(`${ownerLogin}/${other}/`) ?? false;
    return inForce === null || inForce.text === null || !earlier.some(isIn);
  };
  if (path === repositoryConfigPath) return "repository";
  if (path === repositoryExceptionsPath) return "repository-exceptions";
  if (organisationRepositories.includes(name)) {
    if (path === organisationConfigPath && (await mayHold("configuration"))) return "organisation";
    if (path === organisationExceptionsPath && (await mayHold("exceptions")))
      return "organisation-exceptions";
  }
  if (!isSharedPath(path)) return null;
  const extended = await configurations.find(accountId, repositoryId, sharedFileKind(path));
  return extended === null ? null : "shared";
}
