// Findings that a KPI has looked at, each with its verdict: counted, not counted, or left out and why. What the KPIs of finding
// quality share: exclusions, evidence, breakdown.
import { evidenceOfFinding } from "../findings/evidence.ts";
import type { Finding } from "../findings/finding.ts";
import { standingClosure } from "../findings/life.ts";
import type { Breakdown, Evidence, Window } from "./measurement.ts";

export interface JudgedFinding {
  readonly finding: Finding;
  /** Unique among the KPI's evidence; mostly the finding's own id. */
  readonly id: string;
  /** When what is judged happened, milliseconds UTC. */
  readonly at: number;
  /** Plain text for the evidence. */
  readonly note: string;
  /** The reason as `excluded` names it; null: it is in the denominator. */
  readonly leftOut: string | null;
  /** In the numerator. Says nothing where it is left out. */
  readonly counted: boolean;
}

export function isWithin(at: number, { from, to }: Window): boolean {
  return at >= from && at < to;
}

/**
 * Why it was no real finding, by all that is known; null where it is one. A judgement that comes later changes earlier windows
 * too: what was none never was one. The life on the default branch decides, and pull requests where there is none.
 */
export function whyNoFinding(finding: Finding): string | null {
  const lives = finding.reachedDefaultAt === null ? finding.pullRequests : [finding];
  const closures = lives.map((life) => standingClosure(life, Number.POSITIVE_INFINITY));
  if (closures.includes("false-positive")) return "false positive";
  return closures.includes("test") ? "used in tests" : null;
}

/** Of KPIs that only deliveries tell: what happened before they came is none of the number, whatever a list tells of it. */
export const beforeDeliveries = "before deliveries began";

/** How many were left out, by reason. */
export function countLeftOut(judged: readonly JudgedFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { leftOut } of judged) if (leftOut !== null) counts[leftOut] = (counts[leftOut] ?? 0) + 1;
  return counts;
}

/** One row for each, in order of time; of the same time, in order of the ids. */
export function evidenceOfJudged(judged: readonly JudgedFinding[]): Evidence[] {
  return [...judged]
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ finding, id, at, note, leftOut, counted }) => {
      const told = leftOut === null ? note : `left out: ${leftOut}; ${note}`;
      const row = evidenceOfFinding(finding, { at, note: told, counted: leftOut === null ? counted : null });
      return { ...row, id };
    });
}

/** The rule and its tool: `js/xss (CodeQL)`. Possibly hostile, like the alert they come from. */
export function ruleLabel({ rule, tool }: Finding): string {
  const name = rule ?? "rule not told";
  return tool === null ? name : `${name} (${tool})`;
}

/** What these findings are of, most frequent first; equally frequent ones in order of their labels. */
export function breakDownFindings(
  judged: readonly JudgedFinding[],
  labelOf: (finding: Finding) => string,
): Breakdown[] {
  return [...Map.groupBy(judged, ({ finding }) => labelOf(finding))]
    .map(([label, those]) => ({
      label,
      count: those.length,
      of: judged.length,
      evidenceIds: those.map(({ id }) => id).sort(),
    }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

/** `3 of 4 findings closed as not real are js/xss (CodeQL).` `what` says what the findings of the breakdown have in common. */
export function tellConcentration({ label, count, of }: Breakdown, what: string): string {
  return `${count} of ${of} ${of === 1 ? "finding" : "findings"} ${what} ${count === 1 ? "is" : "are"} ${label}.`;
}
