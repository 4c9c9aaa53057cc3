// The configuration that is in force for one repository; and every version of the exceptions files that hold for it. Both as known
// now, or as known at an earlier time.
import type { Config } from "../../core/config/config.ts";
import type { ExceptionsFileVersion } from "../../core/exceptions/exception.ts";
import { tellProblem } from "../../core/exceptions/tell-problem.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { KnownThen, Store } from "../../records/store.ts";
import { openConfigurations } from "./account-configurations.ts";

export interface LoadedConfiguration {
  readonly config: Config;
  /** Why texts are not in force, for a person. */
  readonly problems: readonly string[];
}

/** @throws Error when the repository is not known to the store. */
export async function loadConfiguration(
  store: Store,
  accountId: number,
  repositoryId: number,
  known: KnownThen = {},
): Promise<LoadedConfiguration> {
  const repository = await store.repositories.find(accountId, repositoryId);
  if (repository === null)
    throw new Error(`Repository ${repositoryId} is not known: no delivery has named it.`);
  const { config, told } = await (await openConfigurations(store, accountId, known)).of(repository);
  return { config, problems: told };
}

/** Every version of the exceptions files that hold for a repository: its organisation's and its own, each oldest first. */
export async function loadExceptionFiles(
  { configurations }: Store,
  accountId: number,
  repositoryId: number,
  known: KnownThen = {},
): Promise<ExceptionsFileVersion[]> {
  const organisation = await configurations.list(accountId, null, "exceptions", known);
  const repository = await configurations.list(accountId, repositoryId, "exceptions", known);
  return [
    ...organisation.map(({ path, text, readAt, problem }) => ({
      origin: "organisation-file" as const,
      path,
      text,
      readAt,
      problem,
    })),
    ...repository.map(({ path, text, readAt, problem }) => ({
      origin: "repository-file" as const,
      path,
      text,
      readAt,
      problem,
    })),
  ];
}

/** Why not all of the exceptions files is in force, for a person: by the newest version of each. */
export function listExceptionProblems(
  files: readonly ExceptionsFileVersion[],
  repository: RepositoryState,
): string[] {
  const newest = new Map(files.map((file) => [file.origin, file]));
  return [...newest.values()].flatMap((file) => tellProblem(file, repository));
}
