// The repository of an account that installs Firstpass late: all that happened before is read from GitHub, none of it was delivered.
import { scheduleSecret } from "../daily-work.ts";
import { scheduleCodeFinding } from "../finding-story.ts";
import { requireOnMain, scheduleRelease } from "../governance-story.ts";
import { type CodeRule, codeql, semgrep } from "../place.ts";
import { agoOf, scheduleDailyPushes, schedulePullRequests } from "../weekly-patterns.ts";
import type { RepositoryPlan } from "./plan.ts";

const traversal: CodeRule = { id: "py/path-injection", severity: "high", path: "planner/upload.py" };

export const routePlanner: RepositoryPlan = {
  id: 990_201,
  name: "route-planner",
  visibility: "private",
  language: "Python",
  files: () => ({ ".github/CODEOWNERS": "* @tern-logistics/routing\n" }),
  checks: [semgrep, codeql],
  mergeQueue: false,
  reviewHours: [2, 14],
  codeRules: [traversal],
  properties: {},
  play(place, period) {
    requireOnMain(place, { contexts: ["Semgrep"], approvals: 1 });
    schedulePullRequests(place, period, 3, (index) => (index % 4 === 1 ? ["Semgrep"] : []));
    scheduleDailyPushes(place, period, 4);
    for (const daysAgo of [75, 52, 33, 12]) {
      scheduleCodeFinding(place, traversal, { fixedAfter: 6 }, agoOf(period, daysAgo));
    }
    const secret = { number: 1, secretType: "google_api_key", resolution: "revoked" } as const;
    scheduleSecret(place, secret, agoOf(period, 45));
    const assets = ["planner.whl"];
    scheduleRelease(place, { tagName: "v0.9.0", assets, evidence: true }, agoOf(period, 30));
  },
};
