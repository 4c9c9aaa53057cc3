// A repository in which every KPI has something to measure, each with rows that count, that do not, and that are left out.
import { hashConfig } from "../../src/core/config/hash.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { ScorecardInput } from "../../src/core/scorecard/build.ts";
import { codeLife, dependabotLife, secretLife } from "./alert-lives.ts";
import { entry, fileVersion, organisationVersion } from "./exceptions.ts";
import {
  checkRunFact,
  pavedRoadFact,
  pullRequestReviewFact,
  pushFact,
  repositoryFact,
  repositoryState,
  secretLocationFact,
  sha,
} from "./facts.ts";
import { allListed } from "./findings.ts";
import { bypassedSuite, checkOn, headOf, mergeCommitOf, mergedChange, ruleSuitesFact } from "./gates.ts";
import {
  asset,
  codeOwnersFact,
  controlsFact,
  customPropertiesFact,
  releaseEvidenceFact,
  releaseFact,
  seen,
} from "./observations.ts";
import { actionRule, workflow, workflowRule } from "./paved-road.ts";
import { configWith, day, dayMillis, scorecardInput, triedChange, window } from "./scorecard-input.ts";

const hourMillis = 3_600_000;

/** Changes that passed, failed, were re-run, were a bot's, had no check, or were let through. */
function changes(): Fact[] {
  const merged = Array.from({ length: 12 }, (_, n) => n + 20).flatMap((number) => {
    const at = day(number - 18);
    const headSha = headOf(number);
    const conclusion = number % 4 === 0 ? "failure" : "success";
    const review = { pullRequestNumber: number, reviewId: number, commitSha: headSha };
    return [
      ...mergedChange(number, at, { labels: number % 3 === 0 ? ["security"] : [] }),
      checkOn(headSha, { at: at - hourMillis, conclusion }),
      ...(number % 6 === 0 ? [] : [pullRequestReviewFact({ ...review, at: at - hourMillis / 2 })]),
      pushFact({ at, before: sha("b0"), after: mergeCommitOf(number), commits: 3 }),
    ];
  });
  return [
    ...Array.from({ length: 8 }, (_, n) =>
      triedChange(n + 1, n % 3 === 0 ? "failure" : "success", day(n + 1)),
    ).flat(),
    ...triedChange(9, "success", window.to),
    ...triedChange(10, "success", day(9), { authorLogin: "renovate[bot]", authorType: "Bot" }),
    // The first failure was changed by a re-run on the same commit.
    checkRunFact({ headSha: "1".padStart(40, "0"), checkRunId: 5001, checkSuiteId: 5001, at: day(2) }),
    ...merged,
    ...mergedChange(40, day(15)),
    ruleSuitesFact({
      bypasses: { seen: [bypassedSuite({ afterSha: mergeCommitOf(21), pushedAt: day(3) })] },
    }),
  ];
}

/** Findings that are open, fixed in time and late, dismissed, reopened, come back, and were withdrawn. */
function findings(): Fact[] {
  const onPullRequest = (number: number, pullRequest: number, fixed: boolean): Fact[] => {
    const ref = { ref: `refs/pull/${pullRequest}/merge`, commitSha: headOf(pullRequest) };
    const at = day(pullRequest - 18);
    return codeLife(number, at - hourMillis, fixed ? [["fixed", at - hourMillis / 2]] : [], ref);
  };
  return [
    ...allListed(window.from - 100 * dayMillis),
    ...Array.from({ length: 8 }, (_, n) =>
      codeLife(n + 1, day(n) - 20 * dayMillis, [["fixed", day(n + 2)]]),
    ).flat(),
    ...codeLife(11, day(-200), [["fixed", day(5)]], { securitySeverity: "critical" }),
    ...codeLife(12, day(-50), [
      ["closed_by_user", day(-20)],
      ["reopened_by_user", day(3)],
    ]),
    ...codeLife(13, day(2), [["closed_by_user", day(4), { dismissedReason: "false positive" }]]),
    ...codeLife(14, day(2), [["closed_by_user", day(4), { dismissedReason: "used in tests" }]]),
    ...codeLife(15, day(-120), [["closed_by_user", day(-110)]]),
    ...codeLife(16, day(-60), [
      ["fixed", day(-40)],
      ["reopened", day(6)],
    ]),
    ...codeLife(17, day(7), [], {
      ruleId: "js/sqli",
      commitSha: mergeCommitOf(24),
      securitySeverity: "critical",
    }),
    ...codeLife(18, day(8), [], { securitySeverity: null }),
    ...codeLife(19, day(9), [], { commitSha: mergeCommitOf(26) }),
    ...onPullRequest(31, 21, true),
    ...onPullRequest(32, 22, false),
    ...onPullRequest(33, 23, true),
    ...dependabotLife(1, day(-40), [["fixed", day(1)]], { severity: "critical" }),
    ...dependabotLife(2, day(-30), [
      ["fixed", day(-20)],
      ["reintroduced", day(9)],
    ]),
    ...dependabotLife(3, day(-95), [["dismissed", day(-93)]]),
    ...dependabotLife(4, day(3), [["auto_dismissed", day(4)]]),
    ...dependabotLife(5, day(3), [["dismissed", day(4), { dismissedReason: "inaccurate" }]]),
    ...secretLife(1, day(10), [["resolved", day(12)]], { validity: "active" }),
    ...secretLife(2, day(11), [["resolved", day(12), { resolution: "false_positive" }]]),
    ...secretLife(3, day(13)),
    secretLocationFact({ alertNumber: 1, commitSha: mergeCommitOf(27), at: day(10) }),
    secretLocationFact({ alertNumber: 3, commitSha: mergeCommitOf(29), at: day(13) }),
  ];
}

function governance(): Fact[] {
  const created = { createdAt: day(1) };
  return [
    controlsFact({ at: day(20), dependabotAlerts: seen(false) }),
    codeOwnersFact({ at: day(20) }),
    customPropertiesFact({ at: day(20), properties: {} }),
    ...[1, 2, 3].map((releaseId) => releaseFact({ releaseId, at: day(releaseId) })),
    releaseEvidenceFact({ releaseId: 1, at: day(1) }),
    releaseEvidenceFact({ releaseId: 2, at: day(2), assets: [asset("a.tgz")], attested: seen([]) }),
    releaseEvidenceFact({ releaseId: 3, at: day(3), prerelease: true }),
    repositoryFact({ at: day(1), state: created }),
    pavedRoadFact({ at: day(2), workflows: [workflow("ci", "push", "acme/scan@v1")] }),
  ];
}

/** The facts of `richInput`. */
export function richFacts(): Fact[] {
  return [...changes(), ...findings(), ...governance()];
}

/** All that a scorecard of it is made of; give what the test is about. */
export function richInput(given: Partial<ScorecardInput> = {}): ScorecardInput {
  const { hash: _, ...config } = configWith({ templates: { rules: [actionRule(), workflowRule()] } });
  return scorecardInput(richFacts(), {
    repository: repositoryState({ createdAt: day(1) }),
    config: { ...config, hash: hashConfig(config) },
    exceptionFiles: [
      organisationVersion(),
      fileVersion(
        [
          entry({ id: "expired", rule: "js/sqli", path: undefined, expires: "2026-11-01" }),
          entry({ id: "ownerless", owner: undefined }),
          entry({ id: "orphaned", rule: "js/nothing" }),
        ],
        { readAt: window.from - 5 * dayMillis },
      ),
    ],
    ...given,
  });
}
