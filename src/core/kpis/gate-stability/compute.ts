// The formula of gate stability: first evaluations → how many of them a re-run on the same commit changed.
import type { SecurityCheck } from "../../changes/change.ts";
import { partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import {
  type DecidedChange,
  selectFirstEvaluations,
  whyLeft,
  whyNoFirstEvaluation,
} from "../first-evaluations.ts";
import type { Beside, Breakdown, Computed, Evidence } from "../measurement.ts";
import { historyOfChanges } from "../needed-history.ts";

/** Computes the share of first evaluations that stood. Pure; order and repetition of facts do not matter. */
export function computeGateStability(input: KpiInput): Computed {
  const { counted, left, excluded } = selectFirstEvaluations(input);
  const changed = counted.filter((change) => unstableChecks(change).length > 0);
  const base = {
    excluded,
    evidence: [
      ...counted.map(evidenceOf),
      ...left.map(
        (change): Evidence => ({
          kind: "pull-request",
          id: `#${change.number}`,
          url: change.url,
          at: change.heads[0]?.since ?? null,
          note: `left out: ${whyLeft(change)}`,
          counted: null,
        }),
      ),
    ],
    beside: [
      count(
        "failed-then-passed",
        "changes with a check that failed first and passed on a re-run",
        changed,
        "fail",
      ),
      count(
        "passed-then-failed",
        "changes with a check that passed first and failed on a re-run",
        changed,
        "pass",
      ),
    ],
    breakdown: breakDown(changed),
  };
  if (counted.length === 0) return { ...whyNoFirstEvaluation(input, left), ...base, notes: [] };
  const stood = counted.length - changed.length;
  const note = partialHistoryNote(input, input.window, historyOfChanges);
  return {
    ...base,
    outcome: "measured",
    value: (100 * stood) / counted.length,
    numerator: stood,
    denominator: counted.length,
    notes: note === null ? [] : [note],
  };
}

function unstableChecks({ firstEvaluation }: DecidedChange): SecurityCheck[] {
  return firstEvaluation.checks.filter(({ changedByRerun }) => changedByRerun);
}

/** Names of the checks that a re-run changed, each once. */
function unstableNames(change: DecidedChange): string[] {
  return [...new Set(unstableChecks(change).map(({ name }) => name))].sort();
}

function evidenceOf(change: DecidedChange): Evidence {
  const names = unstableNames(change);
  return {
    kind: "pull-request",
    id: `#${change.number}`,
    url: change.url,
    at: change.firstEvaluation.decidedAt,
    note:
      names.length === 0
        ? "no re-run changed the first evaluation"
        : `a re-run on the same commit changed: ${names.join(", ")}`,
    counted: names.length === 0,
  };
}

function count(
  id: string,
  label: string,
  changed: readonly DecidedChange[],
  first: SecurityCheck["outcome"],
): Beside {
  const those = changed.filter((change) => unstableChecks(change).some(({ outcome }) => outcome === first));
  return { id, label, value: those.length, unit: "", evidenceIds: those.map(({ number }) => `#${number}`) };
}

/** The checks that re-runs changed, most often first, each of the changes that were changed; a change counts a check once. */
function breakDown(changed: readonly DecidedChange[]): Breakdown[] {
  const byCheck = new Map<string, string[]>();
  for (const change of changed) {
    for (const name of unstableNames(change)) {
      byCheck.set(name, [...(byCheck.get(name) ?? []), `#${change.number}`]);
    }
  }
  return [...byCheck]
    .map(([label, ids]) => ({ label, count: ids.length, of: changed.length, evidenceIds: ids }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
