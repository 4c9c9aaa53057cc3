// Fault 6: whatever the order in which facts come, and however often, the scorecard is the same.
import fc from "fast-check";
import { expect, it } from "vitest";
import { foldChanges } from "../../../src/core/changes/fold-changes.ts";
import type { CheckConclusion } from "../../../src/core/facts/check.ts";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { buildScorecard } from "../../../src/core/scorecard/build.ts";
import {
  checkRunFact,
  checkSuiteFact,
  commitStatusFact,
  pullRequestFact,
  pushCompletedFact,
  pushFact,
  secretLocationFact,
  secretScanFact,
  secretScanningAlertFact,
  sha,
  workflowRunFact,
} from "../../support/facts.ts";
import { scorecardInput, window } from "../../support/scorecard-input.ts";

// Few values of everything, so that facts meet: the same second, the same head, the same check.
const at = fc.integer({ min: -1, max: 3 }).map((hours) => window.from + hours * 3_600_000);
const head = fc.constantFrom(sha("a1"), sha("b2"), sha("c3"));
const small = fc.integer({ min: 1, max: 3 });
const conclusion = fc.constantFrom<CheckConclusion>("success", "failure", "neutral", "skipped", "cancelled");

const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      number: fc.constantFrom(1, 1, 1, 2),
      at,
      headSha: head,
      previousHeadSha: fc.option(head),
      draft: fc.boolean(),
      action: fc.constantFrom(
        "opened",
        "synchronize",
        "ready_for_review",
        "converted_to_draft",
        "closed",
        "reopened",
        "labeled",
      ),
      baseRef: fc.constantFrom("main", "main", "main", "topic"),
      authorLogin: fc.constantFrom("ada", "renovate[bot]"),
    })
    .map(pullRequestFact),
  fc
    .record({
      checkRunId: small,
      checkSuiteId: small,
      name: fc.constantFrom("CodeQL", "CodeQL", "Semgrep", "lint"),
      headSha: head,
      at,
      conclusion,
    })
    .map(checkRunFact),
  fc
    .record({ checkRunId: small, checkSuiteId: small, headSha: head, at })
    .map((given) => checkRunFact({ ...given, status: "in_progress", conclusion: null })),
  fc
    .record({ checkSuiteId: small, headSha: head, at, status: fc.constantFrom("queued", "completed") })
    .map(checkSuiteFact),
  fc
    .record({ runId: small, checkSuiteId: small, runAttempt: small, headSha: head, at, attemptStartedAt: at })
    .map(workflowRunFact),
  fc
    .record({ statusId: small, sha: head, at, state: fc.constantFrom("pending", "success", "failure") })
    .map(commitStatusFact),
  fc.record({ at, after: head, before: head, commits: small, truncated: fc.boolean() }).map(pushFact),
  fc.record({ at, after: head, before: head, totalCommits: small }).map(pushCompletedFact),
  fc
    .record({
      number: small,
      at,
      createdAt: at,
      action: fc.constantFrom("created", "resolved", "reopened"),
      resolution: fc.constantFrom("revoked", "false_positive", null),
      validity: fc.constantFrom("active", "unknown"),
    })
    .map(secretScanningAlertFact),
  fc.record({ alertNumber: small, commitSha: head, at }).map(secretLocationFact),
  fc.record({ scanType: fc.constantFrom("backfill", "incremental"), at }).map(secretScanFact),
);

const shuffledWithRepeats = fc.array(fact, { minLength: 1, maxLength: 30 }).chain((facts) =>
  fc.tuple(fc.array(fc.constantFrom(...facts), { maxLength: 10 }), fc.constant(facts)).chain(([repeats]) =>
    fc.record({
      facts: fc.constant(facts),
      again: fc.shuffledSubarray([...facts, ...repeats], { minLength: facts.length + repeats.length }),
    }),
  ),
);

it("fault 6: any permutation and duplication of facts gives the same scorecard", () => {
  fc.assert(
    fc.property(shuffledWithRepeats, ({ facts, again }) => {
      expect(buildScorecard(scorecardInput(again))).toEqual(buildScorecard(scorecardInput(facts)));
    }),
    { numRuns: 500 },
  );
});

it("fault 6: any permutation and duplication of facts gives the same changes, heads and checks", () => {
  fc.assert(
    fc.property(shuffledWithRepeats, ({ facts, again }) => {
      expect(foldChanges(again, scorecardInput([]))).toEqual(foldChanges(facts, scorecardInput([])));
    }),
    { numRuns: 1000 },
  );
});
