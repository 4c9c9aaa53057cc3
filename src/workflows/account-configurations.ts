// The configurations of an account's repositories. What the whole account shares is read once: its file, the files that others
// extend, the teams; so that thousands of repositories cost one select each.
import { type EffectiveConfig, effectiveConfig } from "../core/config/effective.ts";
import { type ConfigFile, formatConfigProblem } from "../core/config/problem.ts";
import type { KnownRepository, KnownThen, Store, StoredConfiguration } from "../store/store.ts";

export interface LoadedConfiguration extends EffectiveConfig {
  /** Why texts, or parts of them, are not in force, for a person. */
  readonly told: readonly string[];
}

/** Texts in place of the stored ones: what would hold if they were merged. Null: the file is gone. */
export interface ProposedFiles {
  readonly organisation?: ConfigFile | null;
  readonly repository?: ConfigFile | null;
  /** By address, as in `Layers`. */
  readonly shared?: ReadonlyMap<string, ConfigFile | null>;
}

export interface AccountConfigurations {
  of(repository: KnownRepository, proposed?: ProposedFiles): Promise<LoadedConfiguration>;
}

export async function openConfigurations(
  store: Store,
  accountId: number,
  known: KnownThen = {},
): Promise<AccountConfigurations> {
  const organisation = await store.configurations.find(accountId, null, "configuration", known);
  return {
    async of({ state }, proposed = {}) {
      const repository = await store.configurations.find(
        accountId,
        state.repositoryId,
        "configuration",
        known,
      );
      const effective = effectiveConfig({
        organisation: proposed.organisation === undefined ? fileOf(organisation) : proposed.organisation,
        repository: proposed.repository === undefined ? fileOf(repository) : proposed.repository,
      });
      const broken = [organisation, repository].flatMap((stored) => stored?.problem ?? []);
      // A text that was valid when it was read may not be so by a later version's rules.
      const outdated = effective.problems.filter(({ severity }) => severity === "error");
      return { ...effective, told: [...broken, ...outdated.map(formatConfigProblem)] };
    },
  };
}

function fileOf(stored: StoredConfiguration | null): ConfigFile | null {
  return stored === null || stored.text === null ? null : { path: stored.path, text: stored.text };
}
