// What a reviewer should know about the configuration files that a pull request changes, each read among the layers that it would
// stand in. Asks GitHub for nothing.
import { readConfigFile, readConfigFileOnce } from "../../core/config/read-config-file.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";
import {
  type ConfigurationNote,
  type ReviewedProblems,
  reviewConfiguration,
} from "../../core/simulation/review-configuration.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { proposeFiles, shownPathOf } from "../simulation/propose-files.ts";

/** Of files that the head has; exceptions files are not this one's business. On a public repository nothing of other layers. */
export async function findConfigurationNotes(
  store: Store,
  known: KnownRepository,
  files: readonly ChangedFirstpassFile[],
): Promise<ConfigurationNote[]> {
  const hidden = known.state.visibility === "public";
  const reviewed = await reviewConfigurationFiles(store, known, files, hidden);
  return reviewed.flatMap(({ file, problems }) => reviewConfiguration(file.path, problems, hidden));
}

export interface ReviewedFile {
  readonly file: ChangedFirstpassFile;
  readonly problems: ReviewedProblems;
}

/** The problems of each changed configuration file, if all were merged. `hidden`: not even whether another file names an owner. */
export async function reviewConfigurationFiles(
  store: Store,
  known: KnownRepository,
  files: readonly ChangedFirstpassFile[],
  hidden = false,
): Promise<ReviewedFile[]> {
  const changed = files.filter(({ role, text }) => text !== null && !role.endsWith("-exceptions"));
  if (changed.length === 0) return [];
  const { state } = known;
  const configurations = await openConfigurations(store, state.accountId);
  const { config, problems: all } = await configurations.of(known, proposeFiles(state, files));
  return changed.map((file) => {
    const named = { path: shownPathOf(state, file), text: file.text ?? "" };
    const around = all.filter(({ path }) => path === named.path);
    const scope =
      file.role === "organisation"
        ? ({ scope: "organisation" } as const)
        : { ownerKnown: file.role === "repository" && !hidden ? config.owner !== null : undefined };
    // A warning for one repository is no matter of the organisation's file.
    const layered = around.filter(({ severity }) => file.role !== "organisation" || severity === "error");
    return {
      file,
      problems: {
        alone: readConfigFileOnce(named).problems,
        scoped: readConfigFile(named, scope).problems,
        layered,
      },
    };
  });
}
