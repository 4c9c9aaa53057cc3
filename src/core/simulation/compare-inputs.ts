// One repository under two configurations → the KPIs whose status changes. Only what can differ is measured, from the same facts.
import { canonicalJson } from "../canonical-json.ts";
import type { Config } from "../config/config.ts";
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import type { Computed, KpiId } from "../kpis/measurement.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import { foldInput, measure, type ScorecardInput } from "../scorecard/build.ts";
import type { Status } from "../scorecard/scorecard.ts";
import { statusOf } from "../scorecard/status.ts";
import { targetOf } from "../scorecard/target-of.ts";
import { changedKpis } from "./changed-kpis.ts";
import type { KpiChange, Standing, Verdict } from "./simulation.ts";

export interface ComparedInputs {
  /** KPIs that the change could alter, in the order in which they are shown. */
  readonly looked: readonly KpiId[];
  /** Those whose status does change, in the same order. */
  readonly changes: readonly KpiChange[];
  /** How many others have another value, and the status they had. */
  readonly sameStatus: number;
}

/** Both sides are worked out at the same `now`; facts, window and configuration are each side's own. */
export function compareInputs(before: ScorecardInput, after: ScorecardInput): ComparedInputs {
  const looked = changedKpis(before, after);
  if (looked.length === 0) return { looked, changes: [], sameStatus: 0 };
  const was = foldInput(before);
  // Targets are held against a number and make none.
  const is = differInTargetsAlone(before, after) ? null : foldInput(after);
  const changes: KpiChange[] = [];
  let sameStatus = 0;
  for (const kpi of looked) {
    const standings = compareStandings(definitionOf(kpi), was, is, after.config);
    const [then, now] = [standings.before, standings.after];
    if (then.status !== now.status) {
      changes.push({ kpi, verdict: judge(then.status, now.status), ...standings });
    } else if (then.value !== now.value) sameStatus += 1;
  }
  return { looked, changes, sameStatus };
}

/** `is` null: what is measured is the same, under another target. */
function compareStandings(
  definition: KpiDefinition,
  was: KpiInput,
  is: KpiInput | null,
  config: Config,
): { readonly before: Standing; readonly after: Standing } {
  const before = measure(definition, was);
  const after = is === null ? before : measure(definition, is);
  return {
    before: standingOf(definition, before, was.config),
    after: standingOf(definition, after, config),
  };
}

function differInTargetsAlone(before: ScorecardInput, after: ScorecardInput): boolean {
  const made = ({
    config: { targets: _, targetOwners: __, hash: ___, ...config },
    ...input
  }: ScorecardInput) => canonicalJson({ ...input, facts: null, config });
  return before.facts === after.facts && made(before) === made(after);
}

function definitionOf(kpi: KpiId): KpiDefinition {
  const definition = kpiDefinitions.find(({ id }) => id === kpi);
  if (definition === undefined) throw new Error(`No definition of ${kpi}.`);
  return definition;
}

function standingOf(definition: KpiDefinition, computed: Computed, config: Config): Standing {
  const target = targetOf(definition, config);
  return {
    status: statusOf(definition, computed, target),
    value: computed.outcome === "measured" ? computed.value : null,
    target,
  };
}

const ranks: Readonly<Partial<Record<Status, number>>> = { "off-target": 0, near: 1, "on-target": 2 };

function judge(before: Status, after: Status): Verdict {
  const was = ranks[before];
  const is = ranks[after];
  if (is === undefined) return was === undefined ? "other" : "lost";
  if (was === undefined) return after === "on-target" ? "better" : "worse";
  return is < was ? "worse" : "better";
}
