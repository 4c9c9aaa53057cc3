// The configuration that is in force for a repository now, from the stored texts of its organisation and its own.
import type { Config } from "../core/config/config.ts";
import { effectiveConfig } from "../core/config/effective.ts";
import { formatConfigProblem } from "../core/config/problem.ts";
import type { Store, StoredConfiguration } from "../store/store.ts";

export interface LoadedConfiguration {
  readonly config: Config;
  /** Why texts are not in force, for a person. */
  readonly problems: readonly string[];
}

export async function loadConfiguration(
  store: Store,
  accountId: number,
  repositoryId: number,
): Promise<LoadedConfiguration> {
  const organisation = await store.configurations.find(accountId, null);
  const repository = await store.configurations.find(accountId, repositoryId);
  const { config, problems } = effectiveConfig({
    organisation: fileOf(organisation),
    repository: fileOf(repository),
  });
  const broken = [organisation, repository].flatMap((stored) => stored?.problem ?? []);
  // A text that was valid when it was read may not be so by a later version's rules.
  const outdated = problems.filter(({ severity }) => severity === "error").map(formatConfigProblem);
  return { config, problems: [...broken, ...outdated] };
}

function fileOf(stored: StoredConfiguration | null): { path: string; text: string } | null {
  if (stored === null || stored.text === null) return null;
  return { path: stored.path, text: stored.text };
}
