// The repository that is steady: it merges through a queue, its base image is not an approved one, its Dependabot settings are
// not as released, and the configuration that it wrote itself is broken.
import { scheduleSecret } from "../daily-work.ts";
import { codeOwners, dependabotFile, dockerfile, npmFiles, otherImage, securityWorkflow } from "../files.ts";
import { scheduleCodeFinding } from "../finding-story.ts";
import { requireOnMain, scheduleRelease } from "../governance-story.ts";
import { type CodeRule, codeql, MINUTE, people, semgrep } from "../place.ts";
import { brokenConfig } from "../policy-files.ts";
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
    ".github/dependabot.yml": dependabotFile.replace("interval: weekly", "interval: monthly"),
    ".github/CODEOWNERS": codeOwners("portal"),
    Dockerfile: dockerfile(otherImage),
    ...npmFiles("customer-portal", "2.1.0"),
  }),
  checks: [semgrep, codeql],
  mergeQueue: true,
  reviewHours: [2, 9],
  codeRules: [scripting],
  properties: { tier: "2", "product-line": "channels" },
  play(place, period) {
    place.repository.security.defaultSetup = true;
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
    const own = { ".github/firstpass.yml": brokenConfig };
    const tuning = { title: "Tune Firstpass", author: people.lena, failing: [], mended: "commit" } as const;
    schedulePullRequest(place, { ...tuning, files: own, filesAlone: true }, agoOf(period, 10));
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
