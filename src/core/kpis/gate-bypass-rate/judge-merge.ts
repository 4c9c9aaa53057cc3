// One merge held against both gates: what its security checks had said, and whether a rule was bypassed for it.
import type { GateAtMerge } from "../../changes/judge-at-merge.ts";
import type { Evidence } from "../measurement.ts";
import type { Merge } from "./merges.ts";
import type { RuleSuites } from "./rule-suites.ts";

export type JudgedMerge = Merge & {
  readonly gate: GateAtMerge;
  readonly ruleBypassed: boolean;
  /** Whether it is known if a rule was bypassed, or is not asked. */
  readonly rulesRead: boolean;
};

/** Null where what the checks had said cannot be known. */
export function judgeMerge(merge: Merge, rules: RuleSuites): JudgedMerge | null {
  const { gate, landedShas, mergedAt } = merge;
  if (gate === null) return null;
  const ruleBypassed = rules.bypasses.some(({ afterSha }) => landedShas.includes(afterSha));
  return { ...merge, gate, ruleBypassed, rulesRead: ruleBypassed || rules.covers(mergedAt) };
}

/** Whether it went round one of the gates, as far as is known. */
export function isBypass({ gate, ruleBypassed }: JudgedMerge): boolean {
  return ruleBypassed || gate.state !== "passed";
}

/** How a merge is called in the evidence. */
export function mergeId({ change }: Merge): string {
  return `#${change.number}`;
}

/** `left` is why it is left out of the rate; null where it is in. */
export function evidenceOfMerge(merge: JudgedMerge, left: string | null): Evidence {
  const { change, mergedAt, gate, ruleBypassed, rulesRead } = merge;
  const rule = ruleBypassed ? "; a rule of the branch was bypassed" : "";
  const unread = rulesRead ? "" : "; whether a rule was bypassed is not known";
  const note = `${describeGate(gate)}${rule}${unread}`;
  // Without a bypass by its checks, a merge is neither one nor none until the rules are known.
  const counted = isBypass(merge) ? true : rulesRead ? false : null;
  return {
    kind: "pull-request",
    id: mergeId(merge),
    url: change.url,
    at: mergedAt,
    note: left === null ? note : `left out: ${left}; ${note}`,
    counted: left === null ? counted : null,
  };
}

function describeGate({ state, checks }: GateAtMerge): string {
  const names = checks.join(", ");
  switch (state) {
    case "passed":
      return "merged with its security checks passed";
    case "failed":
      return `merged although failed: ${names}`;
    case "missing":
      return names === "" ? "merged without any security check" : `merged without: ${names}`;
    case "unfinished":
      return `merged before finished: ${names}`;
  }
}
