// Checks, heads and changes with sensible values, for tests of what is said of them. Each builder takes what differs.
import type {
  Change,
  FirstEvaluation,
  ReviewableHead,
  SecurityCheck,
} from "../../src/core/changes/change.ts";
import { weekEnd } from "./scorecards.ts";

export const headSha = "8d5f3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d";
export const earlierSha = "1111111111111111111111111111111111111111";

export function buildCheck(part: Partial<SecurityCheck> = {}): SecurityCheck {
  const outcome = part.outcome ?? "pass";
  return {
    name: "CodeQL",
    appSlug: "github-advanced-security",
    source: "check-run",
    outcome,
    conclusion: outcome === "pass" ? "success" : outcome === "fail" ? "failure" : null,
    latestOutcome: outcome,
    decidedAt: weekEnd - 86_400_000,
    url: "https://github.com/octo/shop/runs/31",
    changedByRerun: false,
    firstRunUnseen: false,
    ...part,
  };
}

export function buildHead(part: Partial<ReviewableHead> = {}): ReviewableHead {
  return {
    sha: headSha,
    since: weekEnd - 2 * 86_400_000,
    checks: [buildCheck()],
    waitingFor: [],
    evaluation: "pass",
    decidedAt: weekEnd - 86_400_000,
    supersededAt: null,
    ...part,
  };
}

export function buildEvaluation(part: Partial<FirstEvaluation> = {}): FirstEvaluation {
  return {
    headSha,
    outcome: "pass",
    decidedAt: weekEnd - 86_400_000,
    failedChecks: [],
    checks: [buildCheck()],
    ...part,
  };
}

export function buildChange(part: Partial<Change> = {}): Change {
  return {
    number: 412,
    url: "https://github.com/octo/shop/pull/412",
    authorLogin: "mona",
    bot: false,
    fromFork: false,
    baseRef: "main",
    createdAt: weekEnd - 3 * 86_400_000,
    closedAt: null,
    merged: false,
    mergeCommitSha: null,
    draft: false,
    headSha,
    heads: [buildHead()],
    beginningSeen: true,
    firstEvaluation: buildEvaluation(),
    firstTryUnknown: null,
    headsUntilGreen: 1,
    readyAt: weekEnd - 3 * 86_400_000,
    upForReview: [{ from: weekEnd - 3 * 86_400_000, to: null }],
    ...part,
  };
}
