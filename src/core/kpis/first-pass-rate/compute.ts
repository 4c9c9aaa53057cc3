// The formula of the first-pass rate: changes → measurement. Which evaluation is the first is decided in `core/changes`.
import type { Change } from "../../changes/change.ts";
import { incompleteHistory, partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed, Reason, Window } from "../measurement.ts";
import { besideFirstPassRate, breakDownFailures } from "./beside.ts";
import { type DecidedChange, evidenceOfBot, evidenceOfDecided, evidenceOfUndecided } from "./evidence.ts";
import { type Exclusion, whyLeft } from "./why-left.ts";

/** Computes the share of changes that passed on the first try. Pure; order and repetition of facts do not matter. */
export function computeFirstPassRate(input: KpiInput): Computed {
  const { window, config } = input;
  const decided = input.changes.filter((change): change is DecidedChange => isDecidedIn(change, window));
  const undecided = input.changes.filter((change) => isUndecidedIn(change, window));
  const countsAll = config.changes.bots === "include";
  const counted = decided.filter(({ bot }) => countsAll || !bot);
  const bots = decided.filter(({ bot }) => bot);
  const left = undecided.filter(({ bot }) => countsAll || !bot);

  const passed = counted.filter(({ firstEvaluation }) => firstEvaluation.outcome === "pass").length;
  const base = {
    excluded: countExclusions(left, countsAll ? 0 : bots.length),
    evidence: [
      ...counted.map(evidenceOfDecided),
      ...(countsAll ? [] : bots.map(evidenceOfBot)),
      ...left.map((change) => evidenceOfUndecided(change, whyLeft(change))),
    ],
    beside: besideFirstPassRate({
      counted,
      bots,
      undecided: left,
      showBots: config.changes.bots === "separate",
    }),
    breakdown: breakDownFailures(counted),
  };
  if (counted.length === 0) return { ...whyNothing(input, left), ...base, notes: [] };
  const note = partialHistoryNote(input, window);
  return {
    ...base,
    outcome: "measured",
    value: (100 * passed) / counted.length,
    numerator: passed,
    denominator: counted.length,
    notes: note === null ? [] : [note],
  };
}

function within(at: number, { from, to }: Window): boolean {
  return at >= from && at < to;
}

function isDecidedIn(change: Change, window: Window): boolean {
  return change.firstEvaluation !== null && within(change.firstEvaluation.decidedAt, window);
}

/** A change that nothing decided is told of once: in the window in which we first saw it up for review. */
function isUndecidedIn(change: Change, window: Window): boolean {
  const since = change.heads[0]?.since;
  return change.firstEvaluation === null && since !== undefined && within(since, window);
}

function countExclusions(left: readonly Change[], bots: number): Record<string, number> {
  const counts: Partial<Record<Exclusion, number>> = bots > 0 ? { "opened by a bot": bots } : {};
  for (const change of left) {
    const reason = whyLeft(change);
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function whyNothing(
  input: KpiInput,
  left: readonly Change[],
): { outcome: "not-applicable" | "not-measured"; reasons: Reason[] } {
  const { security, required } = input.config.checks;
  if (security.length === 0 && required.length === 0) {
    const text = "The configuration selects no security check: name yours under checks.security.";
    return { outcome: "not-applicable", reasons: [{ code: "no-check-selected", text }] };
  }
  const reason = whyEmpty(left);
  const incomplete = incompleteHistory(input, input.window);
  return incomplete === null
    ? { outcome: "not-applicable", reasons: [reason] }
    : { outcome: "not-measured", reasons: [incomplete, reason] };
}

function whyEmpty(left: readonly Change[]): Reason {
  const withoutCheck = left.filter((change) => whyLeft(change) === "no security check").length;
  if (withoutCheck > 0) {
    const changes = withoutCheck === 1 ? "1 change" : `${withoutCheck} changes`;
    const text = `No security check ran on ${changes}: add one, or select yours under checks.security.`;
    return { code: "no-security-check", text };
  }
  if (left.length > 0) {
    return { code: "no-change-decided", text: "No change was decided by its security checks in the window." };
  }
  const text = "No change was decided or came up for review in the window; those by bots are counted apart.";
  return { code: "no-changes", text };
}
