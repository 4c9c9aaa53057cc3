// The formula of the first-pass rate: changes → measurement. Which evaluation is the first is decided in `core/changes`.
import { partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { selectFirstEvaluations, whyLeft, whyNoFirstEvaluation } from "../first-evaluations.ts";
import type { Computed } from "../measurement.ts";
import { historyOfChanges } from "../needed-history.ts";
import { findAlertsOnFailures } from "./alerts-on-failures.ts";
import { besideFirstPassRate, breakDownFailures } from "./beside.ts";
import { evidenceOfBot, evidenceOfDecided, evidenceOfUndecided } from "./evidence.ts";

/** Computes the share of changes that passed on the first try. Pure; order and repetition of facts do not matter. */
export function computeFirstPassRate(input: KpiInput): Computed {
  const { window, config } = input;
  const { counted, bots, left, excluded } = selectFirstEvaluations(input);
  const countsAll = config.changes.bots === "include";
  const passed = counted.filter(({ firstEvaluation }) => firstEvaluation.outcome === "pass").length;
  const failed = counted.filter(({ firstEvaluation }) => firstEvaluation.outcome === "fail");
  const base = {
    excluded,
    evidence: [
      ...counted.map(evidenceOfDecided),
      ...(countsAll ? [] : bots.map(evidenceOfBot)),
      ...left.map((change) => evidenceOfUndecided(change, whyLeft(change))),
    ],
    beside: [
      ...besideFirstPassRate({
        counted,
        bots,
        undecided: left,
        showBots: config.changes.bots === "separate",
      }),
      ...findAlertsOnFailures(failed, input.findings),
    ],
    breakdown: breakDownFailures(counted),
  };
  if (counted.length === 0) return { ...whyNoFirstEvaluation(input, left), ...base, notes: [] };
  const note = partialHistoryNote(input, window, historyOfChanges);
  return {
    ...base,
    outcome: "measured",
    value: (100 * passed) / counted.length,
    numerator: passed,
    denominator: counted.length,
    notes: note === null ? [] : [note],
  };
}
