// One repository under two configurations → the KPIs whose status changes. Only what can differ is measured, from the same facts.
import type { KpiInput } from "../kpis/definition.ts";
import type { KpiId } from "../kpis/measurement.ts";
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
  const folded = { before: foldInput(before), after: foldInput(after) };
  const changes: KpiChange[] = [];
  let sameStatus = 0;
  for (const kpi of looked) {
    const was = standingOf(kpi, folded.before);
    const is = standingOf(kpi, folded.after);
    if (was.status !== is.status) {
      changes.push({ kpi, verdict: judge(was.status, is.status), before: was, after: is });
    } else if (was.value !== is.value) sameStatus += 1;
  }
  return { looked, changes, sameStatus };
}

function standingOf(kpi: KpiId, input: KpiInput): Standing {
  const definition = kpiDefinitions.find(({ id }) => id === kpi);
  if (definition === undefined) throw new Error(`No definition of ${kpi}.`);
  const computed = measure(definition, input);
  const target = targetOf(definition, input.config);
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
