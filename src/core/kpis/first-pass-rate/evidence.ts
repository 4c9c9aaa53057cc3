// The pull requests that made the first-pass rate, each with what it counts as.
import type { Change } from "../../changes/change.ts";
import type { Evidence } from "../measurement.ts";
import type { DecidedChange } from "./beside.ts";
import type { Exclusion } from "./why-left.ts";

export function evidenceOfDecided({ number, url, firstEvaluation }: DecidedChange): Evidence {
  const passed = firstEvaluation.outcome === "pass";
  const names = firstEvaluation.failedChecks.map(({ name }) => name).join(", ");
  return {
    kind: "pull-request",
    id: `#${number}`,
    url,
    at: firstEvaluation.decidedAt,
    note: passed ? "passed on the first try" : `failed on the first try: ${names}`,
    counted: passed,
  };
}

/** `counted` is null: it is in neither numerator nor denominator. */
export function evidenceOfUndecided({ number, url, heads }: Change, why: Exclusion): Evidence {
  return {
    kind: "pull-request",
    id: `#${number}`,
    url,
    at: heads[0]?.since ?? null,
    note: `left out: ${why}`,
    counted: null,
  };
}
