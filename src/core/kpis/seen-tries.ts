// First tries that can be relied on: between the moment a change came up for review and the answer of its checks nothing was lost.
import type { Change } from "../changes/change.ts";
import { type KnownHistory, wasSeenThroughout } from "./coverage.ts";
import { historyOfChanges } from "./needed-history.ts";

/** Takes the first evaluation away from changes of which a head or a check may have been lost before it: it may not have been the first. */
export function withoutUnseenTries(changes: readonly Change[], history: KnownHistory): Change[] {
  return changes.map((change) => {
    const { firstEvaluation, heads } = change;
    const [first] = heads;
    if (firstEvaluation === null || first === undefined) return change;
    const span = { from: first.since, to: Math.max(first.since, firstEvaluation.decidedAt) };
    if (wasSeenThroughout(history, span, historyOfChanges)) return change;
    return {
      ...change,
      firstEvaluation: null,
      firstTryUnknown: "first-run-not-seen",
      headsUntilGreen: null,
    };
  });
}
