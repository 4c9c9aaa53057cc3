// The configuration that holds for one repository, from the files that are there: defaults ◁ organisation ◁ groups ◁ repository, each
// with what it extends, within what the organisation locks and bounds. And where each of its values was written.
import { buildConfig } from "./build-config.ts";
import type { Config, OpenGroups } from "./config.ts";
import { hashConfig } from "./hash.ts";
import { defaultSettings, rankOfKey } from "./layers/default-settings.ts";
import type { Layers, Setting } from "./layers/layers.ts";
import type { GroupMatch } from "./layers/match-groups.ts";
import { openLayers } from "./layers/open-layers.ts";
import { unflattenSettings } from "./layers/settings.ts";
import { keepSlaOrder } from "./layers/sla-order.ts";
import { type Stack, stackSettings } from "./layers/stack-settings.ts";
import type { ConfigProblem } from "./problem.ts";

export type { GroupMatch } from "./layers/match-groups.ts";
export type { ConfigFile, ConfigProblem } from "./problem.ts";

export interface EffectiveConfig {
  readonly config: Config;
  /** Of an error between layers, such as a locked key, the rest of the file is in force. */
  readonly problems: readonly ConfigProblem[];
  /** Every value of `config`, and where it was written. */
  readonly settings: readonly Setting[];
  /** All groups of the organisation, with why the repository belongs to them or does not. */
  readonly groups: readonly GroupMatch[];
  /** Where the organisation's overview is posted, no part of any repository's numbers. */
  readonly overview: { readonly repository: string | null };
}

/**
 * The configuration in force. A file that is broken by itself is left out as a whole, and its problems are returned: whoever calls
 * keeps the last text that was good and gives that instead. A value that the organisation locks or bounds is left out alone.
 * Never throws.
 */
export function effectiveConfig(layers: Layers): EffectiveConfig {
  const { stack, policy, groups, problems } = openLayers(layers);
  const stacked = stackSettings(defaultSettings, stack, policy, keepSlaOrder);
  const settings = listSettings(stacked.stacks);
  const written = unflattenSettings(settings.filter(({ origin }) => origin.layer !== "default"));
  const belongsTo = groups.filter(({ match }) => match.matches === "yes").map(({ group }) => group);
  const tier = belongsTo.findLast((group) => group.tier !== null)?.tier ?? null;
  const open = findOpenGroups(groups);
  const config = buildConfig(written, { groups: belongsTo, tier, ...(open === null ? {} : { open }) });
  return {
    config: { ...config, hash: hashConfig(config) },
    problems: [...problems, ...stacked.problems],
    settings,
    groups,
    overview: { repository: written.overview?.repository ?? null },
  };
}

/** Null where it is known of every group whether the repository belongs to it. */
function findOpenGroups(groups: readonly GroupMatch[]): OpenGroups | null {
  const open = groups.flatMap(({ group, match }) =>
    match.matches === "unknown" ? [{ id: group.id, why: match.why }] : [],
  );
  if (open.length === 0) return null;
  let tiers: (string | null)[] = [null];
  for (const { group, match } of groups) {
    if (group.tier === null || match.matches === "no") continue;
    tiers = match.matches === "yes" ? [group.tier] : [...tiers, group.tier];
  }
  return { groups: open, tiers: [...new Set(tiers)] };
}

function listSettings(stacks: ReadonlyMap<string, Stack>): Setting[] {
  return [...stacks]
    .map(([key, stack]) => ({ key, ...stack, rank: rankOfKey(key) }))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ key, written, refused }): Setting[] => {
      const inForce = written.at(-1);
      if (inForce === undefined) return [];
      const { value, origin } = inForce;
      const replaced = written
        .slice(0, -1)
        .reverse()
        .map((farther) => ({ value: farther.value, origin: farther.origin, why: "replaced" }));
      return [{ key, value, origin, notInForce: [...refused.toReversed(), ...replaced] }];
    });
}
