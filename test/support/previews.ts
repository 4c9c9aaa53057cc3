// The states worth looking at, as views: what the preview script draws, and what the tests of limits and secrecy go through.
import type { PavedRoadFinding } from "../../src/core/paved-road/finding.ts";
import { chooseActions } from "../../src/core/scorecard/actions.ts";
import { narrate } from "../../src/core/scorecard/narrative.ts";
import type { CheckRunView } from "../../src/render/check/check-run.ts";
import type { WeeklyIssueView } from "../../src/render/weekly/weekly-issue.ts";
import { buildChange, buildCheck, buildEvaluation, buildHead, earlierSha } from "./changes.ts";
import { hostileTexts } from "./hostile-text.ts";
import {
  adoptionKpi,
  buildConfig,
  buildKpi,
  buildRepository,
  buildScorecard,
  publicScorecard,
  secretKpi,
  unmeasured,
} from "./scorecards.ts";
import { leadKpis, twentyKpiScorecard } from "./twenty-kpis.ts";
import { buildCheckRunView, buildWeeklyIssueView } from "./views.ts";

const codeql = buildCheck({ outcome: "fail" });
const semgrep = buildCheck({
  name: "Semgrep",
  outcome: "waiting",
  conclusion: null,
  url: "https://github.com/octo/shop/runs/32",
});
const failedFirst = buildEvaluation({ outcome: "fail", failedChecks: [codeql], checks: [codeql] });
const failingHead = buildHead({
  checks: [codeql, buildCheck({ name: "Dependency Review" })],
  evaluation: "fail",
});
const undecided = { firstEvaluation: null, headsUntilGreen: null };

export const breakingFindings: readonly PavedRoadFinding[] = [
  {
    ruleId: "security-workflow",
    ruleTitle: "Calls the organisation's security workflow",
    effect: "breaks",
    path: ".github/workflows/ci.yml",
    line: 14,
    message: "The job that called it is gone.",
    remedy: "Use octo/templates/.github/workflows/security.yml at v3 or later.",
    suggestion: null,
  },
  {
    ruleId: "base-image",
    ruleTitle: "Hardened base image",
    effect: "repairs",
    path: "Dockerfile",
    line: 3,
    message: "All stages are built on approved images now.",
    remedy: null,
    suggestion: null,
  },
];

const hiddenPart = {
  repository: buildRepository({ visibility: "public" }),
  scorecard: publicScorecard([buildKpi(), adoptionKpi(), secretKpi()]),
};

const young = buildScorecard({
  kpis: [
    buildKpi({
      value: 66.6667,
      numerator: 2,
      denominator: 3,
      interval: { low: 20.7655, high: 93.8509, level: 0.95 },
      variance: -18.3333,
      status: "low-sample",
      trend: null,
    }),
    unmeasured(
      adoptionKpi(),
      "no-observation",
      "the default branch has not been read yet; it is read within the hour",
    ),
    {
      ...unmeasured(secretKpi(), "no-commits", "no commit reached the default branch in the window"),
      outcome: "not-applicable",
      status: "not-applicable",
    },
  ],
});

const twenty = twentyKpiScorecard();
const forLeads = buildConfig({ weekly: { ...buildConfig().weekly, kpis: leadKpis } });
const nextOfTwenty = chooseActions(twenty, forLeads);

export const previewedCheckRuns: Readonly<Record<string, CheckRunView>> = {
  "check-passed": buildCheckRunView(),
  "check-twenty": buildCheckRunView({ scorecard: twenty }),
  "check-failed": buildCheckRunView({
    head: failingHead,
    change: buildChange({ heads: [failingHead], firstEvaluation: failedFirst }),
    findings: breakingFindings,
  }),
  "check-waiting": buildCheckRunView({
    head: buildHead({ checks: [semgrep, buildCheck()], waitingFor: ["Semgrep"], evaluation: "waiting" }),
    change: buildChange(undecided),
  }),
  "check-none": buildCheckRunView({
    head: buildHead({ checks: [], evaluation: "none" }),
    change: buildChange(undecided),
    scorecard: young,
  }),
  "check-later-pass": buildCheckRunView({
    change: buildChange({ firstEvaluation: { ...failedFirst, headSha: earlierSha } }),
  }),
  "check-draft": buildCheckRunView({ head: null, change: buildChange({ ...undecided, draft: true }) }),
  "check-enforced": buildCheckRunView({
    head: failingHead,
    change: buildChange({ firstEvaluation: failedFirst }),
    findings: breakingFindings,
    config: buildConfig({ mode: "enforce" }),
    configProblems: [
      "repository: .github/firstpass.yml line 3, column 5: unknown key `chekcs`, did you mean `checks`?",
    ],
  }),
  "check-merge-queue": buildCheckRunView({ mergeGroup: { pullRequestNumber: 412 } }),
  "check-public": buildCheckRunView({ ...hiddenPart, findings: breakingFindings }),
  "check-hostile": buildCheckRunView({
    head: buildHead({
      checks: hostileTexts.map((name) => buildCheck({ name, outcome: "fail" })),
      evaluation: "fail",
    }),
    change: buildChange({
      firstEvaluation: buildEvaluation({
        outcome: "fail",
        failedChecks: hostileTexts.map((name) => buildCheck({ name, outcome: "fail" })),
      }),
    }),
    findings: hostileTexts.map((text) => ({
      ruleId: text,
      ruleTitle: text,
      effect: "breaks" as const,
      path: text,
      line: 1,
      message: text,
      remedy: text,
      suggestion: text,
    })),
    configProblems: hostileTexts,
  }),
};

export const previewedWeeklyIssues: Readonly<Record<string, WeeklyIssueView>> = {
  "weekly-full": buildWeeklyIssueView(),
  "weekly-twenty": buildWeeklyIssueView({
    scorecard: twenty,
    config: forLeads,
    actions: nextOfTwenty,
    narrative: narrate(twenty, nextOfTwenty),
  }),
  "weekly-young": buildWeeklyIssueView({
    scorecard: young,
    narrative: [],
    actions: [],
    history: [{ isoWeek: "2026-W47", values: { "first-pass-rate": 66.6667 } }],
    previous: null,
  }),
  "weekly-public": buildWeeklyIssueView({ scorecard: hiddenPart.scorecard }),
  "weekly-hostile": buildWeeklyIssueView({
    scorecard: buildScorecard({
      kpis: [buildKpi(), adoptionKpi(), secretKpi()].map((kpi) => ({
        ...kpi,
        breakdown: hostileTexts.map((label) => ({ label, count: 1, of: 2 })),
        notes: hostileTexts,
        evidence: hostileTexts.map((text) => ({
          kind: "file" as const,
          id: text,
          url: "https://github.com/octo/shop",
          at: null,
          note: text,
          counted: null,
        })),
      })),
    }),
    narrative: hostileTexts.slice(0, 3),
    actions: hostileTexts.map((text) => ({
      kpi: "first-pass-rate" as const,
      text,
      why: text,
      links: [{ label: text, url: "https://github.com/octo/shop" }],
      owner: text,
      offTargetWeeks: 4,
      escalated: true,
    })),
    configProblems: hostileTexts,
  }),
};
