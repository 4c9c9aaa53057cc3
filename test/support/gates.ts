// Merges and what was read of bypassed rules, for the KPIs of gates and of reviews.
import type { Fact } from "../../src/core/facts/fact.ts";
import type { BypassedRuleSuite, RuleSuitesData, RuleSuitesFact } from "../../src/core/facts/observations.ts";
import { ruleSuitesSubject } from "../../src/core/facts/subjects.ts";
import { assemble, checkRunFact, type Envelope, pullRequestFact, sha } from "./facts.ts";
import { window } from "./scorecard-input.ts";

/** The bypasses from the window's beginning to its end were read, and there was none. */
export function ruleSuitesFact(given: Envelope & Partial<RuleSuitesData> = {}): RuleSuitesFact {
  const to = given.to ?? window.to;
  const { envelope, data } = assemble<RuleSuitesData>(
    { at: to, ...given },
    { from: window.from, to, bypasses: { seen: [] } },
  );
  return { kind: "rule-suites", ...envelope, subject: ruleSuitesSubject, data };
}

export function bypassedSuite(given: Partial<BypassedRuleSuite> = {}): BypassedRuleSuite {
  return {
    id: 1,
    ref: "refs/heads/main",
    beforeSha: sha("b0"),
    afterSha: sha("c1"),
    pushedAt: window.from,
    ...given,
  };
}

/** The head of pull request `number` in `mergedChange`. */
export function headOf(number: number): string {
  return number.toString(16).padStart(40, "a");
}

/** The commit that its merge makes. */
export function mergeCommitOf(number: number): string {
  return number.toString(16).padStart(40, "c");
}

/** A pull request that was opened ready two hours before it was merged, at `at`, without any check. */
export function mergedChange(
  number: number,
  at: number,
  given: Parameters<typeof pullRequestFact>[0] = {},
): Fact[] {
  const headSha = headOf(number);
  const opened = at - 2 * 3_600_000;
  return [
    pullRequestFact({ number, headSha, ...given, at: opened }),
    pullRequestFact({
      number,
      headSha,
      ...given,
      createdAt: opened,
      action: "closed",
      merged: true,
      mergeCommitSha: mergeCommitOf(number),
      at,
    }),
  ];
}

let runs = 7000;
/** A run of a security check on the head of a change, begun a minute before it concluded; each its own. */
export function checkOn(headSha: string, given: Parameters<typeof checkRunFact>[0] = {}): Fact {
  runs += 1;
  return checkRunFact({ headSha, checkRunId: runs, checkSuiteId: runs, ...given });
}

/** The same with a security check that had passed an hour before the merge. */
export function passedMerge(
  number: number,
  at: number,
  given: Parameters<typeof mergedChange>[2] = {},
): Fact[] {
  return [...mergedChange(number, at, given), checkOn(headOf(number), { at: at - 3_600_000 })];
}
