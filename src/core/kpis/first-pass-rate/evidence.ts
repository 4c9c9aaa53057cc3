// The pull requests that made the first-pass rate, each with what it counts as.
import type { Change } from "../../changes/change.ts";
import type { DecidedChange, Exclusion } from "../first-evaluations.ts";
import type { Evidence } from "../measurement.ts";

export type { DecidedChange } from "../first-evaluations.ts";

/** How a change is called in the evidence. */
export function evidenceId({ number }: Change): string {
  return `#${number}`;
}

export function evidenceOfDecided(change: DecidedChange): Evidence {
  const { url, firstEvaluation } = change;
  const passed = firstEvaluation.outcome === "pass";
  const names = firstEvaluation.failedChecks.map(({ name }) => name).join(", ");
  return {
    kind: "pull-request",
    id: evidenceId(change),
    url,
    at: firstEvaluation.decidedAt,
    note: passed ? "passed on the first try" : `failed on the first try: ${names}`,
    counted: passed,
  };
}

/** A change by a bot, where these are not counted: in neither numerator nor denominator. */
export function evidenceOfBot(change: DecidedChange): Evidence {
  const evidence = evidenceOfDecided(change);
  return { ...evidence, note: `left out: opened by a bot; ${evidence.note}`, counted: null };
}

/** `counted` is null: it is in neither numerator nor denominator. */
export function evidenceOfUndecided(change: Change, why: Exclusion): Evidence {
  return {
    kind: "pull-request",
    id: evidenceId(change),
    url: change.url,
    at: change.heads[0]?.since ?? null,
    note: `left out: ${why}`,
    counted: null,
  };
}
