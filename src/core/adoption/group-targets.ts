// The targets that groups of repositories are held against: what the organisation or the group wrote for template-adoption. What one
// repository asks of itself beyond that says nothing of the others.
import type { Group } from "../config/config.ts";
import type { Setting } from "../config/layers/layers.ts";
import { readTarget } from "../config/read-target.ts";
import type { WrittenTarget } from "../config/schema/config-schema.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";

/** Null: nobody wrote one, and the default holds. */
export interface GroupTargets {
  /** Of all repositories together. */
  readonly all: Target | null;
  /** By the group's id; for the groups of the repository. */
  readonly byGroup: Readonly<Record<string, Target | null>>;
}

const kpi: KpiId = "template-adoption";

/** @param settings of the repository as they would be without its own file. */
export function findGroupTargets(settings: readonly Setting[], groups: readonly Group[]): GroupTargets {
  const setting = settings.find(({ key }) => key === `targets.${kpi}`);
  const words = setting === undefined ? [] : [setting, ...setting.notInForce];
  const ofLayer = (layer: string, name: string | null = null) => {
    const word = words.find(
      ({ origin }) => origin.layer === layer && (name === null || origin.name === name),
    );
    const target = word === undefined ? null : readTarget(kpi, word.value as WrittenTarget);
    return target === null || "refused" in target ? null : target;
  };
  const all = ofLayer("organisation") ?? ofLayer("extends");
  return {
    all,
    byGroup: Object.fromEntries(groups.map(({ id }) => [id, ofLayer("group", id) ?? all])),
  };
}
