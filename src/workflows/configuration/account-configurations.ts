// The configurations of an account's repositories. What the whole account shares is read once: its file, the files that others
// extend, the teams; so that thousands of repositories cost one select each.
import { type EffectiveConfig, effectiveConfig } from "../../core/config/effective.ts";
import type { Layers, SharedFile } from "../../core/config/layers/layers.ts";
import { listAllExtended } from "../../core/config/layers/list-extended.ts";
import { type ConfigFile, formatConfigProblem } from "../../core/config/problem.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import {
  type AccountLayers,
  type KeptSharedFile,
  openLayers,
  outlineProblem,
  type RepositoryLayers,
} from "../../records/account-layers.ts";
import type { KnownRepository, KnownThen, Store, StoredConfiguration } from "../../records/store.ts";

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

/** Opened for one piece of work: what is saved meanwhile is not seen. */
export async function openConfigurations(
  store: Store,
  accountId: number,
  known: KnownThen = {},
): Promise<AccountConfigurations> {
  const account = await openLayers(store, accountId, known);
  return {
    async of({ state }, proposed = {}) {
      const stored = await account.of(state);
      const layers = propose(stored.layers, proposed);
      const effective = effectiveConfig(layers);
      // A text that was valid when it was read may not be so by a later version's rules, nor within what the organisation locks.
      const outdated = effective.problems
        .filter(({ severity }) => severity === "error")
        .map(formatConfigProblem);
      const broken = [
        ...(proposed.organisation === undefined ? tellOrganisation(stored.organisation, state) : []),
        ...(proposed.repository === undefined ? linesOf(stored.repository?.problem ?? null) : []),
        ...tellShared(account, stored, { layers, proposed }),
      ];
      return { ...effective, told: [...new Set([...broken, ...outdated])] };
    },
  };
}

function propose(stored: Layers, { organisation, repository, shared }: ProposedFiles): Layers {
  const files = new Map(stored.shared);
  for (const [key, file] of shared ?? []) files.set(key, file ?? gone(key));
  return {
    ...stored,
    organisation: organisation === undefined ? stored.organisation : organisation,
    repository: repository === undefined ? stored.repository : repository,
    shared: files,
  };
}

function gone(path: string): SharedFile {
  return { path, unavailable: "it would be removed" };
}

/** With its lines where it lies; elsewhere without its content, which the readers of another repository may not be allowed to see. */
function tellOrganisation(
  stored: StoredConfiguration | null,
  { ownerLogin, name }: RepositoryState,
): string[] {
  if (stored === null || stored.problem === null) return [];
  if (stored.path.startsWith(`${ownerLogin}/${name}/`)) return linesOf(stored.problem);
  const standing = stored.text === null ? "Nothing of it is in force." : goodStands;
  return [`${stored.path} is not in force as it is now: ${outlineProblem(stored)}. ${standing}`];
}

/** One problem a line. */
function linesOf(problem: string | null): string[] {
  return problem === null ? [] : problem.split("\n");
}

const goodStands = "Its last good text stays in force.";

/** Of shared files: those of the repository itself with their lines, others that it builds upon without their content. */
function tellShared(
  { shared }: AccountLayers,
  { repository }: RepositoryLayers,
  { layers, proposed }: { readonly layers: Layers; readonly proposed: ProposedFiles },
): string[] {
  const used = new Set(
    [layers.organisation, layers.repository].flatMap((file) =>
      file === null ? [] : [...listAllExtended(file, layers.shared ?? new Map()).keys()],
    ),
  );
  const ownId = layers.traits?.state.repositoryId ?? repository?.repositoryId ?? null;
  const told: string[] = [];
  for (const [key, kept] of shared) {
    if (proposed.shared?.has(key)) continue;
    const own = kept.stored.repositoryId === ownId;
    if (own) told.push(...linesOf(kept.stored.problem));
    else if (used.has(key)) told.push(...tellOthers(key, kept));
  }
  return told;
}

/** A file of which no text is in force is told of where it is extended, by the layers themselves. */
function tellOthers(key: string, { stored, holder, address }: KeptSharedFile): string[] {
  if (stored.text === null) return [];
  if (holder === null || !holder.active)
    return [
      `${address} cannot be read any more: its repository is gone, or Firstpass may not read it. ${goodStands}`,
    ];
  if (stored.problem !== null)
    return [`${address} is not in force as it is now: ${outlineProblem(stored)}. ${goodStands}`];
  if (key.startsWith(`${holder.state.ownerLogin}/${holder.state.name}:`.toLowerCase())) return [];
  const today = `${holder.state.ownerLogin}/${holder.state.name}`;
  return [`The repository of ${address} is called ${today} today: change "extends". ${goodStands}`];
}
