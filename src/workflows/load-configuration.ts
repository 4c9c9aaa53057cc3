// The configuration that is in force for a repository, from the stored texts of its organisation and its own; and every version
// of their exceptions files. Both as known now, or as known at an earlier time.
import type { Config } from "../core/config/config.ts";
import { effectiveConfig } from "../core/config/effective.ts";
import { formatConfigProblem } from "../core/config/problem.ts";
import type { ExceptionsFileVersion } from "../core/exceptions/exception.ts";
import type { KnownThen, Store, StoredConfiguration } from "../store/store.ts";

export interface LoadedConfiguration {
  readonly config: Config;
  /** Why texts are not in force, for a person. */
  readonly problems: readonly string[];
}

export async function loadConfiguration(
  store: Store,
  accountId: number,
  repositoryId: number,
  known: KnownThen = {},
): Promise<LoadedConfiguration> {
  const organisation = await store.configurations.find(accountId, null, "configuration", known);
  const repository = await store.configurations.find(accountId, repositoryId, "configuration", known);
  const { config, problems } = effectiveConfig({
    organisation: fileOf(organisation),
    repository: fileOf(repository),
  });
  const broken = [organisation, repository].flatMap((stored) => stored?.problem ?? []);
  // A text that was valid when it was read may not be so by a later version's rules.
  const outdated = problems.filter(({ severity }) => severity === "error").map(formatConfigProblem);
  return { config, problems: [...broken, ...outdated] };
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
export function listExceptionProblems(files: readonly ExceptionsFileVersion[]): string[] {
  const newest = new Map(files.map((file) => [file.origin, file]));
  return [...newest.values()].flatMap(({ problem }) => problem ?? []);
}

function fileOf(stored: StoredConfiguration | null): { path: string; text: string } | null {
  if (stored === null || stored.text === null) return null;
  return { path: stored.path, text: stored.text };
}
