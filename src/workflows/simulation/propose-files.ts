// Changed files in the place of the stored ones: what the layers of a repository would be if they were merged.

import { formatSharedAddress, isSharedPath, sharedKey } from "../../core/config/layers/shared-address.ts";
import type { ConfigFile } from "../../core/config/problem.ts";
import type { ExceptionsFileVersion } from "../../core/exceptions/exception.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";
import type { ProposedFiles } from "../configuration/account-configurations.ts";

/** As people are shown it: in its repository for its own files, in full for those that hold for others. */
export function shownPathOf(holder: RepositoryState, { role, path }: ChangedFirstpassFile): string {
  if (role === "repository" || role === "repository-exceptions") return path;
  if (role === "shared") return formatSharedAddress({ owner: holder.ownerLogin, name: holder.name, path });
  return `${holder.ownerLogin}/${holder.name}/${path}`;
}

/**
 * What holds for `repository` where `holder` is the one whose files are changed; absent: the same. A repository's own file is
 * another one's only by being extended.
 */
export function proposeFiles(
  holder: RepositoryState,
  files: readonly ChangedFirstpassFile[],
  repository: RepositoryState = holder,
): ProposedFiles {
  const own = holder.repositoryId === repository.repositoryId;
  const shared = new Map<string, ConfigFile | null>();
  let proposed: ProposedFiles = {};
  for (const file of files) {
    const { role, path, text } = file;
    if (role.endsWith("-exceptions")) continue;
    const put = text === null ? null : { path: shownPathOf(holder, file), text };
    if (role === "organisation") proposed = { ...proposed, organisation: put };
    if (role === "repository" && own) proposed = { ...proposed, repository: put };
    if (!isSharedPath(path)) continue;
    const address = { owner: holder.ownerLogin, name: holder.name, path };
    const extended = text === null ? null : { path: formatSharedAddress(address), text };
    shared.set(sharedKey(address), extended);
  }
  return shared.size === 0 ? proposed : { ...proposed, shared };
}

/** Versions of exceptions files that would be read if the changed ones were merged at `at`, milliseconds UTC. */
export function proposeExceptions(
  holder: RepositoryState,
  files: readonly ChangedFirstpassFile[],
  repository: RepositoryState,
  at: number,
): ExceptionsFileVersion[] {
  return files.flatMap((file): ExceptionsFileVersion[] => {
    const { role, text } = file;
    // A moment before, so that a window that ends now holds it.
    const version = { path: shownPathOf(holder, file), text, readAt: at - 1, problem: null };
    if (role === "organisation-exceptions") return [{ origin: "organisation-file", ...version }];
    const own = holder.repositoryId === repository.repositoryId;
    return role === "repository-exceptions" && own ? [{ origin: "repository-file", ...version }] : [];
  });
}
