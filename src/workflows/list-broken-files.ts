// Which configuration and exceptions files of an account are not in force as they are now: since when, and what holds instead.
// Nothing of their content: who reads of it may not be allowed to see the repository.
import type { BrokenFile } from "../core/overview/overview.ts";
import { sharedPathOf } from "../store/configuration-kind.ts";
import type { KnownRepository, Store, StoredConfiguration } from "../store/store.ts";

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
    broken.push({ where, ...standingOf(versions) });
  }
  return broken;
}

/** @param versions of a file whose newest version has a problem, oldest first. */
function standingOf(versions: readonly StoredConfiguration[]): Pick<BrokenFile, "since" | "inForce"> {
  const good = versions.findLastIndex(({ problem }) => problem === null);
  const { readAt: since } = versions[good + 1] ?? { readAt: 0 };
  const last = versions[good];
  return {
    since,
    inForce:
      last === undefined || last.text === null ? null : { commitSha: last.commitSha, readAt: last.readAt },
  };
}
