// Whatever is told of alerts, possible or not: no order and no repetition of the facts can be seen in the findings.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { stateAt } from "../../../src/core/findings/life.ts";
import {
  pullRequestFact,
  pushFact,
  repositoryState,
  secretLocationFact,
  secretScanFact,
  secretScanningAlertFact,
  sha,
} from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { day } from "../../support/scorecard-input.ts";

// Few values of everything, so that facts meet: the same alert, the same second, the same ref.
const at = fc.integer({ min: 0, max: 4 }).map(day);
const time = fc.option(at);
const number = fc.integer({ min: 1, max: 2 });
const ref = fc.constantFrom(
  "refs/heads/main",
  "refs/heads/main",
  "refs/heads/old",
  "refs/pull/7/merge",
  null,
);
const commit = fc.constantFrom(sha("a1"), sha("b2"), null);

const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      number,
      at,
      createdAt: at,
      fixedAt: time,
      dismissedAt: time,
      ref,
      commitSha: commit,
      action: fc.constantFrom(
        "created",
        "appeared_in_branch",
        "fixed",
        "reopened",
        "closed_by_user",
        "reopened_by_user",
      ),
      dismissedReason: fc.constantFrom("won't fix", "false positive", null),
      securitySeverity: fc.constantFrom("high", "critical", null),
      path: fc.constantFrom("web/page.ts", "api/index.ts", null),
    })
    .map(codeScanningAlertFact),
  fc
    .record({
      number,
      at,
      createdAt: at,
      fixedAt: time,
      dismissedAt: time,
      action: fc.constantFrom("created", "fixed", "dismissed", "auto_dismissed", "reopened", "reintroduced"),
      dismissedReason: fc.constantFrom("inaccurate", "not_used", null),
      dismissedById: fc.constantFrom(1, 2, null),
    })
    .map(dependabotAlertFact),
  fc
    .record({
      number,
      at,
      createdAt: at,
      resolvedAt: time,
      action: fc.constantFrom("created", "resolved", "reopened", "validated", "publicly_leaked"),
      resolution: fc.constantFrom("revoked", "false_positive", "wont_fix", null),
      validity: fc.constantFrom("active", "inactive", null),
    })
    .map(secretScanningAlertFact),
  fc.record({ alertNumber: number, commitSha: commit }).map(secretLocationFact),
  at.map((when) => secretScanFact({ at: when, scanType: "backfill", startedAt: when - 1 })),
  fc
    .record({ at, after: fc.constantFrom(sha("a1"), sha("b2")), ref: fc.constantFrom("refs/heads/old") })
    .map((given) => pushFact({ ...given, toDefaultBranch: true })),
  at.map((when) => pullRequestFact({ number: 7, action: "closed", merged: true, at: when })),
);

const facts = fc.array(fact, { maxLength: 14 });
const fold = (some: readonly Fact[]) => foldFindings(some, { repository: repositoryState() });

describe("findings of any facts", () => {
  it("are the same in any order and however often each fact is told", () => {
    const shuffled = facts.chain((all) =>
      fc
        .shuffledSubarray([...all, ...all], { minLength: all.length * 2 })
        .map((twice) => [all, twice] as const),
    );
    fc.assert(
      fc.property(shuffled, ([all, twice]) => {
        expect(fold(twice)).toEqual(fold(all));
      }),
      { numRuns: 500 },
    );
  });

  it("have a life by time that begins when they reached the default branch, and not before they were created", () => {
    fc.assert(
      fc.property(facts, (all) => {
        for (const { transitions, reachedDefaultAt, createdAt } of fold(all)) {
          expect(transitions[0]?.at ?? null).toBe(reachedDefaultAt);
          expect(transitions.map((one) => one.at)).toEqual(
            transitions.map((one) => one.at).sort((a, b) => a - b),
          );
          if (reachedDefaultAt !== null) expect(reachedDefaultAt).toBeGreaterThanOrEqual(createdAt);
          expect(transitions.filter(({ what }) => what === "created").length).toBe(
            reachedDefaultAt === null ? 0 : 1,
          );
        }
      }),
    );
  });
});

it("a life is looked at strictly before a time: a change exactly then is not made yet", () => {
  const [finding] = fold([
    codeScanningAlertFact({ at: day(1) }),
    codeScanningAlertFact({ action: "fixed", at: day(2), createdAt: day(1) }),
  ]);
  const states = [day(1), day(1) + 1, day(2), day(2) + 1].map((when) => stateAt(finding!, when));
  expect(states).toEqual(["not-yet", "open", "open", "fixed"]);
});
