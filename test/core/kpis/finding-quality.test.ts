// The KPIs of finding quality over lives of alerts that nobody thought of: whatever GitHub tells and in whatever order, the
// number is made of its rows, and of nothing else.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { computeAlertPrecision } from "../../../src/core/kpis/alert-precision/compute.ts";
import { computeFindingsPrevented } from "../../../src/core/kpis/findings-prevented/compute.ts";
import { computeRepeatFindings } from "../../../src/core/kpis/repeat-findings/compute.ts";
import { computeTimeToDetect } from "../../../src/core/kpis/time-to-detect/compute.ts";
import {
  pullRequestFact,
  pushFact,
  secretLocationFact,
  secretScanningAlertFact,
  sha,
} from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { kpiInput, window } from "../../support/scorecard-input.ts";

// Few values of everything, so that facts meet: the same second, the same alert, the same pull request, the edges of the window.
const at = fc.oneof(
  fc.integer({ min: -2, max: 4 }).map((hours) => window.from + hours * 3_600_000),
  fc.constantFrom(window.to - 1, window.to),
);
const number = fc.integer({ min: 1, max: 3 });
const commitSha = fc.constantFrom(sha("c1"), sha("c2"), null);
const createdAt = fc.integer({ min: -2, max: 1 }).map((hours) => window.from + hours * 3_600_000);

const fact: fc.Arbitrary<Fact> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        number,
        at,
        createdAt,
        action: fc.constantFrom(
          "created",
          "appeared_in_branch",
          "fixed",
          "reopened",
          "closed_by_user",
          "reopened_by_user",
        ),
        ref: fc.constantFrom("refs/heads/main", "refs/heads/main", "refs/pull/1/merge", "refs/pull/2/merge"),
        commitSha,
        dismissedReason: fc.constantFrom("won't fix", "false positive", "used in tests", "why not", null),
        ruleId: fc.constantFrom("js/xss", "js/sqli"),
        securitySeverity: fc.constantFrom("high", "high", "critical", null),
      })
      .map(codeScanningAlertFact),
  },
  fc
    .record({
      number,
      at,
      createdAt,
      action: fc.constantFrom(
        "created",
        "dismissed",
        "auto_dismissed",
        "auto_reopened",
        "fixed",
        "reintroduced",
        "reopened",
      ),
      dismissedReason: fc.constantFrom("inaccurate", "tolerable_risk", null),
    })
    .map(dependabotAlertFact),
  fc
    .record({
      number,
      at,
      createdAt,
      action: fc.constantFrom("created", "resolved", "reopened", "validated"),
      resolution: fc.constantFrom("revoked", "false_positive", "pattern_deleted", null),
    })
    .map(secretScanningAlertFact),
  fc.record({ alertNumber: number, commitSha, at }).map(secretLocationFact),
  fc
    .record({
      number: fc.constantFrom(1, 2),
      at,
      action: fc.constantFrom("opened", "closed", "closed", "reopened"),
      merged: fc.boolean(),
    })
    .map(pullRequestFact),
  fc.record({ at, after: fc.constantFrom(sha("c1"), sha("c2")) }).map(pushFact),
);
/** So that most ledgers have something to measure: commits with a time, and pull requests that were merged. */
const ground: readonly Fact[] = [
  pushFact({ at: window.from - 9 * 3_600_000, after: sha("c1") }),
  pullRequestFact({ number: 1, at: window.from - 3_600_000 }),
  pullRequestFact({ number: 1, at: window.from + 3 * 3_600_000, action: "closed", merged: true }),
  pullRequestFact({ number: 2, at: window.from + 2 * 3_600_000, action: "closed", merged: true }),
];

const ledger = fc.array(fact, { minLength: 5, maxLength: 30 }).chain((told) => {
  const facts = [...ground, ...told];
  const shuffled = fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 });
  return fc.tuple(fc.constant(facts), shuffled);
});

it.each([
  ["findings prevented", computeFindingsPrevented],
  ["repeat findings", computeRepeatFindings],
  ["time to detect", computeTimeToDetect],
  ["alert precision", computeAlertPrecision],
] as const)(
  "%s: the rows make the number, in any order of the facts and however often they are told",
  (_, compute) => {
    let measured = 0;
    fc.assert(
      fc.property(ledger, ([facts, shuffled]) => {
        const computed = compute(kpiInput(facts));
        expect(compute(kpiInput(shuffled))).toEqual(computed);
        const rows = computed.evidence;
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        const leftOut = Object.values(computed.excluded).reduce((sum, count) => sum + count, 0);
        expect(rows.filter(({ counted }) => counted === null)).toHaveLength(leftOut);
        const counted = rows.filter((row) => row.counted !== null);
        if (computed.outcome !== "measured") {
          expect(counted).toHaveLength(0);
          return;
        }
        measured += 1;
        expect(counted).toHaveLength(computed.denominator);
        const hits = counted.filter((row) => row.counted === true).length;
        expect(hits).toBe(computed.numerator ?? computed.denominator);
        for (const { at: when } of rows) {
          expect(when).toBeGreaterThanOrEqual(window.from);
          expect(when).toBeLessThan(window.to);
        }
      }),
      { numRuns: 1000 },
    );
    expect(measured).toBeGreaterThan(20);
  },
);
