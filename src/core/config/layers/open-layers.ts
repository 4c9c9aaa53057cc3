// The files of a configuration → its layers from far to near, the organisation's policy, and its groups. What concerns whole files
// is told here: what cannot be extended, groups of which it is open whether they apply, keys that do nothing where they stand.

import type { ConfigProblem } from "../problem.ts";
import { type Extension, resolveExtended } from "./extends.ts";
import type { Layers } from "./layers.ts";
import { type GroupMatch, type MatchedGroup, matchGroups } from "./match-groups.ts";
import type { Bound, Lock, Policy } from "./policy.ts";
import { type LayerFile, readLayerFile } from "./read-layer-file.ts";
import { originIn, problemIn, type SettingsLayer } from "./settings-layer.ts";
import { sharedKey } from "./shared-address.ts";

export interface OpenLayers {
  /** From far to near. */
  readonly stack: readonly SettingsLayer[];
  readonly policy: Policy;
  readonly groups: readonly GroupMatch[];
  readonly problems: readonly ConfigProblem[];
}

/** A file as a layer, with what only the organisation's chain of files is asked for. */
type FileLayer = SettingsLayer & Pick<LayerFile, "groups" | "locked" | "bounds">;

export function openLayers({ organisation, repository, shared = new Map(), traits }: Layers): OpenLayers {
  const ofAll = organisation === null ? null : readLayerFile(organisation);
  const own = repository === null ? null : readLayerFile(repository);
  const none: Extension = { files: [], problems: [] };
  const extendedByAll = ofAll === null ? none : resolveExtended(ofAll, shared, null, new Set());
  const keys = new Set(extendedByAll.files.map(({ key }) => key));
  const { ownerLogin: owner = "", name = "" } = traits?.state ?? {};
  const ownKey = own === null ? null : sharedKey({ owner, name, path: own.path });
  const extended = own === null ? none : resolveExtended(own, shared, ownKey, keys);

  const far = ofAll === null ? [] : chainOf(ofAll, extendedByAll, "organisation");
  const near = own === null ? [] : chainOf(own, extended, "repository");
  const groups = matchGroups(far, traits);
  return {
    stack: [...far, ...groups.flatMap(layerOfGroup), ...near],
    policy: policyOf(far),
    groups: groups.map(({ group, origin, match }) => ({ group, origin, match })),
    problems: [
      ...problemsOf(ofAll, extendedByAll),
      ...tellReplacedGroups(far),
      ...groups.flatMap(({ group, match, file, placed }) =>
        match.matches !== "unknown"
          ? []
          : [
              problemIn(
                file,
                placed,
                `groups: it is open whether ${owner}/${name} belongs to "${group.id}", so that the group does not apply to it: ${match.why}.`,
                "warning",
              ),
            ],
      ),
      ...problemsOf(own, extended),
      ...(own === null || (ownKey !== null && keys.has(ownKey)) ? [] : findMisplaced(own)),
    ],
  };
}

/** A group that two files of the organisation define: the nearer one takes the other's place as a whole. */
function tellReplacedGroups(files: readonly FileLayer[]): ConfigProblem[] {
  const first = new Map<string, FileLayer>();
  return files.flatMap((file) =>
    file.groups.flatMap((placed): ConfigProblem[] => {
      const { id } = placed.group;
      const farther = first.get(id);
      first.set(id, file);
      if (farther === undefined || farther === file) return [];
      const message = `groups: "${id}" is in ${farther.path} as well; this one takes its place as a whole.`;
      return [problemIn(file, placed, message, "warning")];
    }),
  );
}

/** The layers of a file: first what it extends, then itself. A broken one has no settings. */
function chainOf(
  file: LayerFile,
  { files }: Extension,
  kind: "organisation" | "repository",
): readonly FileLayer[] {
  const bound = kind === "repository";
  const layerOf = ({ settings, groups, locked, bounds }: LayerFile) => ({
    settings: bound ? settings.filter(({ key }) => !key.startsWith("overview.")) : settings,
    groups,
    locked,
    bounds,
    bound,
  });
  return [
    ...files.map(({ name, via, file: extended }) => ({
      ...layerOf(extended),
      kind: "extends" as const,
      name,
      path: name,
      via: { path: file.path, ...via },
    })),
    { ...layerOf(file), kind, name: null, path: file.path, via: null },
  ];
}

function layerOfGroup({ match, group, file, placed }: MatchedGroup<FileLayer>): SettingsLayer[] {
  if (match.matches !== "yes") return [];
  return [
    {
      kind: "group",
      name: group.id,
      path: file.path,
      settings: placed.settings,
      bound: false,
      via: file.via,
    },
  ];
}

function policyOf(far: readonly FileLayer[]): Policy {
  const locked: Lock[] = [];
  const bounds = new Map<string, Bound>();
  for (const layer of far) {
    for (const lock of layer.locked) locked.push({ key: lock.key, origin: originIn(layer, lock) });
    for (const bound of layer.bounds) {
      bounds.set(bound.key, {
        key: bound.key,
        value: String(bound.value),
        origin: originIn(layer, bound),
      });
    }
  }
  return { locked, bounds };
}

function problemsOf(file: LayerFile | null, { problems }: Extension): ConfigProblem[] {
  if (file === null) return [];
  const ofExtends = problems.map(({ message, ...place }) =>
    problemIn({ path: file.path, via: null }, place, message),
  );
  return [...file.problems, ...ofExtends];
}

function findMisplaced(own: LayerFile): ConfigProblem[] {
  return own.forOrganisations.map(({ key, ...place }) =>
    problemIn(
      { path: own.path, via: null },
      place,
      `${key}: only the organisation's file may have this, and files that it extends; here it does nothing.`,
      "warning",
    ),
  );
}
