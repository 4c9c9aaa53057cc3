// The repository that is steady: it merges through a queue, and its base image is not an approved one.
import { scheduleSecret } from "../daily-work.ts";
import { codeOwners, dependabotFile, dockerfile, otherImage, securityWorkflow } from "../files.ts";
import { scheduleCodeFinding } from "../finding-story.ts";
import { requireOnMain, scheduleRelease } from "../governance-story.ts";
import { type CodeRule, codeql, MINUTE, people, semgrep } from "../place.ts";
import { schedulePullRequest } from "../pull-request-story.ts";
import { agoOf, scheduleBotUpdates, scheduleDailyPushes, schedulePullRequests } from "../weekly-patterns.ts";
import type { RepositoryPlan } from "./plan.ts";

const scripting: CodeRule = { id: "js/xss", severity: "high", path: "web/invoice.tsx" };

export const customerPortal: RepositoryPlan = {
  id: 880_102,
  name: "customer-portal",
  visibility: "private",
  language: "TypeScript",
  files: () => ({
    ".github/workflows/security.yml": securityWorkflow("v3"),
    ".github/dependabot.yml": dependabotFile,
    ".github/CODEOWNERS": codeOwners("portal"),
    Dockerfile: dockerfile(otherImage),
  }),
  checks: [semgrep, codeql],
  mergeQueue: true,
  reviewHours: [2, 9],
  codeRules: [scripting],
  tier: "1",
  play(place, period) {
    requireOnMain(place, { contexts: ["Semgrep", "CodeQL"], approvals: 1 });
    schedulePullRequests(place, period, 4, (index) => (index % 7 === 6 ? ["Semgrep"] : []));
    scheduleBotUpdates(place, period);
    scheduleDailyPushes(place, period, 5);
    scheduleSecret(
      place,
      { number: 1, secretType: "slack_api_token", resolution: "revoked" },
      agoOf(period, 15),
    );
    for (const daysAgo of [70, 55, 41, 30, 19, 8]) {
      scheduleCodeFinding(place, scripting, { fixedAfter: 4 }, agoOf(period, daysAgo));
    }
    const assets = ["portal.zip"];
    scheduleRelease(place, { tagName: "v4.2.0", assets, evidence: true }, agoOf(period, 6));
    const open = {
      title: "Show invoices by month",
      author: people.mira,
      failing: [],
      mended: "commit",
      leftOpen: true,
    } as const;
    schedulePullRequest(place, open, period.to - 3 * MINUTE);
  },
};
