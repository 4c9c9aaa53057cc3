// Which configuration and exceptions files of an account are not in force as they are now: since when, and what holds instead.
// Nothing of their content: who reads of it may not be allowed to see the repository.
import type { BrokenFile } from "../../core/overview/overview.ts";
import { sharedPathOf } from "../../records/configuration-kind.ts";
import type { KnownRepository, Store, StoredConfiguration } from "../../records/store.ts";

/** @param repositories those to look at; the organisation's own files are looked at as well. */
export async function listBrokenFiles(
  store: Store,
  accountId: number,
  repositories: readonly KnownRepository[],
): Promise<BrokenFile[]> {
  const names = new Map(
    repositories.map(({ state }) => [state.repositoryId, `${state.ownerLogin}/${state.name}`]),
  );
  const broken: BrokenFile[] = [];
  for (const reading of await store.configurations.listReadings(accountId)) {
    const { repositoryId, kind, path, problem } = reading;
    const holder = repositoryId === null ? null : names.get(repositoryId);
    if (problem === null || holder === undefined) continue;
    const versions = await store.configurations.list(accountId, repositoryId, kind);
    // The organisation's files and those that others extend are kept with their whole address.
    const where = holder === null || sharedPathOf(kind) !== null ? path : `${holder}:${path}`;
    const standing = standingOf(versions);
    if (standing !== null) broken.push({ where, ...standing });
  }
  return broken;
}

/**
 * Null: the newest text is in force but for parts of it, as an exceptions file with one broken entry.
 *
 * @param versions of a file whose newest version has a problem, oldest first.
 */
function standingOf(versions: readonly StoredConfiguration[]): Pick<BrokenFile, "since" | "inForce"> | null {
  const newest = versions.at(-1);
  if (newest === undefined) return { since: 0, inForce: null };
  // A text that cannot come into force leaves the one before it there.
  const taken = versions.findLastIndex(({ text }) => text !== newest.text) + 1;
  const good = newest.text === null ? findLastSound(versions) : taken;
  if (newest.text !== null && good === versions.length - 1) return null;
  const { readAt: since } = versions[good + 1] ?? newest;
  const last = versions[good];
  return {
    since,
    inForce:
      last === undefined || last.text === null ? null : { commitSha: last.commitSha, readAt: last.readAt },
  };
}

/** -1 where the file never was without a problem. */
function findLastSound(versions: readonly StoredConfiguration[]): number {
  return versions.findLastIndex(({ problem }) => problem === null);
}
