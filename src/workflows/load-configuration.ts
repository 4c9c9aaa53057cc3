// The configuration that is in force for a repository now, from the stored texts of its organisation and its own.
import type { Config } from "../core/config/config.ts";
import { effectiveConfig } from "../core/config/effective.ts";
import type { Store, StoredConfiguration } from "../store/store.ts";

export interface LoadedConfiguration {
  readonly config: Config;
  /** Why newer texts are not in force, for a person. */
  readonly problems: readonly string[];
}

export async function loadConfiguration(
  store: Store,
  accountId: number,
  repositoryId: number,
): Promise<LoadedConfiguration> {
  const organisation = await store.configurations.find(accountId, null);
  const repository = await store.configurations.find(accountId, repositoryId);
  const { config } = effectiveConfig({ organisation: fileOf(organisation), repository: fileOf(repository) });
  return {
    config,
    problems: [organisation, repository].flatMap((stored) => stored?.problem ?? []),
  };
}

function fileOf(stored: StoredConfiguration | null): { path: string; text: string } | null {
  if (stored === null || stored.text === null) return null;
  return { path: stored.path, text: stored.text };
}
