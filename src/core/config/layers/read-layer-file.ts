// A configuration file → what its layer consists of: settings, groups, policy, what it extends, each where it stands. What was
// read lately is remembered, so that an organisation's file is taken apart once for thousands of repositories.
import type { Group, RepositorySelector } from "../config.ts";
import type { ConfigFile, ConfigPath, ConfigProblem } from "../problem.ts";
import { type ReadConfigFile, readConfigFileOnce } from "../read-config-file.ts";
import { readSelector } from "../read-rule.ts";
import { organisationKeys, type WrittenConfig, type WrittenGroup } from "../schema/config-schema.ts";
import { flattenSettings, type Place, type PlacedSetting } from "./settings.ts";
import { formatSharedAddress, readSharedAddress, type SharedAddress, sharedKey } from "./shared-address.ts";

export interface PlacedGroup extends Place {
  readonly group: Group;
  readonly selector: RepositorySelector;
  /** Its owner and tier are settings, too. */
  readonly settings: readonly PlacedSetting[];
}

/** A file that is extended. */
export interface PlacedAddress extends Place {
  readonly address: SharedAddress;
  /** Its key in `Layers.shared`. */
  readonly key: string;
  /** As people call it. */
  readonly name: string;
}

export interface LayerFile {
  readonly path: string;
  /** Null when there is an error: then all lists below are empty. */
  readonly written: WrittenConfig | null;
  readonly problems: readonly ConfigProblem[];
  readonly settings: readonly PlacedSetting[];
  readonly groups: readonly PlacedGroup[];
  /** Keys, or beginnings of keys, that no repository may set. */
  readonly locked: readonly PlacedSetting[];
  readonly bounds: readonly PlacedSetting[];
  readonly extended: readonly PlacedAddress[];
  /** Keys that count only in the organisation's file. */
  readonly forOrganisations: readonly (Place & { readonly key: string })[];
}

const layers = new WeakMap<ReadConfigFile, LayerFile>();

/** Reads a layer's file; of a text that was read lately, the same result. Never throws. */
export function readLayerFile(file: ConfigFile): LayerFile {
  const read = readConfigFileOnce(file);
  const layer = layers.get(read) ?? readLayer(file.path, read);
  layers.set(read, layer);
  return layer;
}

function readLayer(path: string, { written, problems, locate }: ReadConfigFile): LayerFile {
  const none = { settings: [], groups: [], locked: [], bounds: [], extended: [], forOrganisations: [] };
  if (written === null || locate === null) return { path, written: null, problems, ...none };
  const placeOf = (at: ConfigPath, onKey = true): Place => {
    const { line, column } = locate({ at, onKey, message: "", severity: "error" });
    return { line, column };
  };
  const { groups = [], policy = {} } = written;
  return {
    path,
    written,
    problems,
    settings: flattenSettings(written, placeOf),
    groups: groups.map((group, index) => readGroup(group, (at) => placeOf(["groups", index, ...at]))),
    locked: (policy.locked ?? []).map((key, index) => ({
      key,
      value: true,
      ...placeOf(["policy", "locked", index], false),
    })),
    bounds: Object.entries(policy.bounds ?? {}).map(([key, value]) => ({
      key,
      value,
      ...placeOf(["policy", "bounds", key]),
    })),
    extended: readExtended(written, placeOf),
    forOrganisations: organisationKeys.flatMap((key) =>
      written[key] === undefined ? [] : [{ key, ...placeOf([key]) }],
    ),
  };
}

function readGroup(written: WrittenGroup, placeOf: (at: ConfigPath) => Place): PlacedGroup {
  const { id, title = id, kind = null, owner = null } = written;
  const tier = written.tier === undefined ? null : String(written.tier);
  return {
    group: { id, title, kind, owner, tier },
    selector: readSelector(written.match),
    settings: [
      ...(owner === null ? [] : [{ key: "owner", value: owner, ...placeOf(["owner"]) }]),
      ...(tier === null ? [] : [{ key: "tier", value: tier, ...placeOf(["tier"]) }]),
      ...flattenSettings(written.settings ?? {}, (at) => placeOf(["settings", ...at])),
    ],
    ...placeOf(["id"]),
  };
}

function readExtended(
  { extends: named = [] }: WrittenConfig,
  placeOf: (at: ConfigPath, onKey?: boolean) => Place,
): PlacedAddress[] {
  const texts = typeof named === "string" ? [named] : named;
  return texts.flatMap((text, index) => {
    const address = readSharedAddress(text);
    if ("refused" in address) return [];
    const at = typeof named === "string" ? placeOf(["extends"], false) : placeOf(["extends", index], false);
    return [{ address, key: sharedKey(address), name: formatSharedAddress(address), ...at }];
  });
}
