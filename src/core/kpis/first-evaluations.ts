// The first evaluations that belong to a window, what is left out of them and why: the population that the first-pass rate and
// gate stability share.
import type { Change, FirstEvaluation } from "../changes/change.ts";
import { incompleteHistory } from "./coverage.ts";
import type { KpiInput } from "./definition.ts";
import type { Reason, Window } from "./measurement.ts";
import { historyOfChanges } from "./needed-history.ts";

export type DecidedChange = Change & { readonly firstEvaluation: FirstEvaluation };

export type Exclusion =
  | "opened by a bot"
  | "no security check"
  | "beginning not seen"
  | "first attempt not seen"
  | "not decided yet"
  | "closed before a decision";

export interface FirstEvaluations {
  /** The denominator. */
  readonly counted: readonly DecidedChange[];
  /** Decided ones by bots, whether they are counted or not. */
  readonly bots: readonly DecidedChange[];
  /** Changes that would count and have no first evaluation. */
  readonly left: readonly Change[];
  readonly excluded: Readonly<Record<string, number>>;
}

/** A change belongs to the window in which its first evaluation was decided; without one, in which it came up for review. */
export function selectFirstEvaluations({ changes, window, config }: KpiInput): FirstEvaluations {
  const decided = changes.filter((change): change is DecidedChange => isDecidedIn(change, window));
  const countsAll = config.changes.bots === "include";
  const bots = decided.filter(({ bot }) => bot);
  const left = changes.filter((change) => isUndecidedIn(change, window) && (countsAll || !change.bot));
  return {
    counted: decided.filter(({ bot }) => countsAll || !bot),
    bots,
    left,
    excluded: countExclusions(left, countsAll ? 0 : bots.length),
  };
}

/** The reason of a change that came up for review and has no first evaluation. */
export function whyLeft(change: Change): Exclusion {
  if (change.firstTryUnknown === "beginning-not-seen") return "beginning not seen";
  if (change.firstTryUnknown === "first-run-not-seen") return "first attempt not seen";
  if (change.heads.every(({ evaluation }) => evaluation === "none")) return "no security check";
  return change.closedAt === null ? "not decided yet" : "closed before a decision";
}

/** What an empty denominator means. */
export function whyNoFirstEvaluation(
  input: KpiInput,
  left: readonly Change[],
): { outcome: "not-applicable" | "not-measured"; reasons: Reason[] } {
  const unselected = noCheckSelected(input);
  if (unselected !== null) return { outcome: "not-applicable", reasons: [unselected] };
  const reason = whyEmpty(left);
  const incomplete = incompleteHistory(input, input.window, historyOfChanges);
  return incomplete === null
    ? { outcome: "not-applicable", reasons: [reason] }
    : { outcome: "not-measured", reasons: [incomplete, reason] };
}

/** Why no KPI of security checks says anything where the configuration selects none; null where it does. */
export function noCheckSelected({ config }: KpiInput): Reason | null {
  const { security, required } = config.checks;
  if (security.length > 0 || required.length > 0) return null;
  const text = "The configuration selects no security check: name yours under checks.security.";
  return { code: "no-check-selected", text };
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
