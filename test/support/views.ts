// What the renderers of the check run and the weekly issue are given, with sensible values. Each builder takes what differs.
import type { CheckRunView } from "../../src/render/check/check-run.ts";
import type { WeeklyIssueView } from "../../src/render/weekly/weekly-issue.ts";
import { buildChange, buildHead, headSha } from "./changes.ts";
import { buildConfig, buildRepository, buildScorecard } from "./scorecards.ts";

export function buildCheckRunView(part: Partial<CheckRunView> = {}): CheckRunView {
  return {
    repository: buildRepository(),
    headSha,
    change: buildChange(),
    head: buildHead(),
    mergeGroup: null,
    findings: [],
    scorecard: buildScorecard(),
    config: buildConfig(),
    configProblems: [],
    detailsUrl: null,
    ...part,
  };
}

export function buildWeeklyIssueView(part: Partial<WeeklyIssueView> = {}): WeeklyIssueView {
  const firstPass = [60, 58.3, 62.5, null, 64, 66.7, 66.7, 70, 72.5, 80, 84.2, 87.5];
  return {
    scorecard: buildScorecard(),
    isoWeek: "2026-W47",
    history: firstPass.map((value, index) => ({
      isoWeek: `2026-W${36 + index}`,
      values: {
        ...(value === null ? {} : { "first-pass-rate": value }),
        "template-adoption": index < 4 ? 50 : 75,
        "secret-exposure": [6.1, 5.9, 5.5, 5.2, 4.8, 4.8, 4.4, 4.2, 4.2, 3.6, 3.3, 3.1496][index] ?? 0,
      },
    })),
    narrative: [
      "First-pass security check rate rose from 66.7 % to 87.5 % (35/40), more than chance explains.",
      "CodeQL fails first most often: 4 of 5 failed first tries.",
      "Next: move Dockerfile to the hardened base image (@octo/shop-team).",
    ],
    actions: [
      {
        kpi: "template-adoption",
        text: "Move the base image in Dockerfile to one that is approved.",
        why: null,
        links: [{ label: "Dockerfile", url: "https://github.com/octo/shop/blob/main/Dockerfile#L3" }],
        owner: "@octo/shop-team",
        offTargetWeeks: 0,
        escalated: false,
      },
      {
        kpi: "first-pass-rate",
        text: "Run CodeQL before review.",
        why: "It failed first in 4 of 5 failed changes.",
        links: [{ label: "#412", url: "https://github.com/octo/shop/pull/412" }],
        owner: "@octo/shop-team",
        offTargetWeeks: 0,
        escalated: false,
      },
    ],
    config: buildConfig(),
    configProblems: [],
    previous: { number: 398, isoWeek: "2026-W46" },
    ...part,
  };
}
