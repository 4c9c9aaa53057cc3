// What stands beside the first-pass rate: the coverage gap, heads until green, bots, flaky checks, and what fails first.
import type { Change } from "../../changes/change.ts";
import { median } from "../../statistics/quantiles.ts";
import { type DecidedChange, whyLeft } from "../first-evaluations.ts";
import type { Beside, Breakdown } from "../measurement.ts";
import { evidenceId } from "./evidence.ts";

/** Figures beside the number, none of them part of it. */
export function besideFirstPassRate(changes: {
  readonly counted: readonly DecidedChange[];
  readonly bots: readonly DecidedChange[];
  /** Changes that count but have no first evaluation. */
  readonly undecided: readonly Change[];
  readonly showBots: boolean;
}): Beside[] {
  const { counted, bots, undecided, showBots } = changes;
  const untilGreen = counted.flatMap(({ headsUntilGreen }) => headsUntilGreen ?? []);
  const flaky = counted.filter(({ firstEvaluation }) =>
    firstEvaluation.checks.some(({ changedByRerun }) => changedByRerun),
  );
  const uncovered = undecided.filter((change) => whyLeft(change) === "no security check");
  const figures: Beside[] = [
    count("no-security-check", "changes with no security check", uncovered),
    { id: "heads-until-green", label: "median heads until green", value: median(untilGreen), unit: "" },
    count("changed-by-rerun", "changes whose first result a re-run changed", flaky),
  ];
  if (!showBots) return figures;
  const passed = bots.filter(({ firstEvaluation }) => firstEvaluation.outcome === "pass").length;
  const share = bots.length === 0 ? null : (100 * passed) / bots.length;
  const label = `changes by bots passed on the first try (${passed} of ${bots.length})`;
  return [
    ...figures,
    { id: "bots-first-pass-rate", label, value: share, unit: "%", evidenceIds: bots.map(evidenceId) },
  ];
}

function count(id: string, label: string, changes: readonly Change[]): Beside {
  return { id, label, value: changes.length, unit: "", evidenceIds: changes.map(evidenceId) };
}

/** The checks that fail first, most often first, each of the changes that failed; a change counts a check once. */
export function breakDownFailures(counted: readonly DecidedChange[]): Breakdown[] {
  const failed = counted.filter(({ firstEvaluation }) => firstEvaluation.outcome === "fail");
  const byCheck = new Map<string, string[]>();
  for (const change of failed) {
    for (const name of new Set(change.firstEvaluation.failedChecks.map((check) => check.name))) {
      byCheck.set(name, [...(byCheck.get(name) ?? []), evidenceId(change)]);
    }
  }
  return [...byCheck]
    .map(([label, ids]) => ({ label, count: ids.length, of: failed.length, evidenceIds: ids }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}
