// What a reviewer should know about the configuration files that a pull request changes, each read among the layers that it would
// stand in. Asks GitHub for nothing.
import { readConfigFileOnce } from "../core/config/read-config-file.ts";
import type { ChangedFirstpassFile } from "../core/simulation/changed-file.ts";
import { type ConfigurationNote, reviewConfiguration } from "../core/simulation/review-configuration.ts";
import type { KnownRepository, Store } from "../store/store.ts";
import { openConfigurations } from "./account-configurations.ts";
import { proposeFiles, shownPathOf } from "./propose-files.ts";

/** Of files that the head has; exceptions files are not this one's business. */
export async function findConfigurationNotes(
  store: Store,
  known: KnownRepository,
  files: readonly ChangedFirstpassFile[],
): Promise<ConfigurationNote[]> {
  const changed = files.filter(({ role, text }) => text !== null && !role.endsWith("-exceptions"));
  if (changed.length === 0) return [];
  const { state } = known;
  const hidden = state.visibility === "public";
  const configurations = await openConfigurations(store, state.accountId);
  const { problems } = await configurations.of(known, proposeFiles(state, files));
  return changed.flatMap((file) => {
    const path = shownPathOf(state, file);
    const { problems: alone } = readConfigFileOnce({ path, text: file.text ?? "" });
    const layered = problems.filter((problem) => problem.path === path);
    return reviewConfiguration(file.path, { alone, layered }, hidden);
  });
}
