// The repository that gets better: half of its changes failed first and findings were fixed late; since some weeks, hardly any.
import { scheduleBackfill, scheduleSecret } from "../daily-work.ts";
import {
  approvedImage,
  codeOwners,
  dependabotFile,
  dockerfile,
  exceptionsFile,
  npmFiles,
  securityWorkflow,
} from "../files.ts";
import { scheduleCodeFinding, scheduleDependency } from "../finding-story.ts";
import { scheduleFeature, scheduleRelease, scheduleRuleset } from "../governance-story.ts";
import { build, type CodeRule, codeql, DAY, HOUR, MINUTE, type Place, people, semgrep } from "../place.ts";
import { schedulePullRequest } from "../pull-request-story.ts";
import {
  agoOf,
  type Period,
  scheduleBotUpdates,
  scheduleDailyPushes,
  schedulePullRequests,
} from "../weekly-patterns.ts";
import type { RepositoryPlan } from "./plan.ts";

const codeRules: readonly CodeRule[] = [
  { id: "js/sql-injection", severity: "high", path: "src/ledger/query.ts" },
  { id: "js/request-forgery", severity: "critical", path: "src/webhooks/send.ts" },
  { id: "js/log-injection", severity: "medium", path: "src/log.ts" },
];

/** What code scanning finds since the turn: hardly ever the same twice. */
const laterRules = [
  "js/path-injection",
  "js/code-injection",
  "js/zipslip",
  "js/prototype-pollution",
  "js/xxe",
  "js/unsafe-deserialization",
  "js/regex-injection",
  "js/insecure-randomness",
  "js/server-side-unvalidated-url-redirection",
  "js/xpath-injection",
  "js/host-header-forgery-in-email-generation",
  "js/stored-xss",
  "js/missing-token-validation",
  "js/insufficient-password-hash",
];

const dependencyOf = (index: number) =>
  ({
    packageName: ["lodash", "minimist", "express"][index % 3] ?? "lodash",
    ghsaId: `GHSA-${(2000 + index).toString(36).padStart(4, "2")}-r3h4-6jhm`,
    severity: "critical",
    ecosystem: "npm",
    manifestPath: "package-lock.json",
  }) as const;

/** From this many days before the end on, findings are fixed within days. */
const turnedDaysAgo = 42;

function playFindings(place: Place, period: Period): void {
  for (let index = 0; index < 40; index += 1) {
    const daysAgo = 83 - index * 2;
    const at = agoOf(period, daysAgo) + 3 * HOUR;
    const fixedAfter = daysAgo > turnedDaysAgo ? 11 : 2 + (index % 3);
    if (daysAgo - fixedAfter < 1) break;
    const id = daysAgo > turnedDaysAgo ? "js/request-forgery" : laterRules[index % laterRules.length];
    const rule = { id: id ?? "js/xxe", severity: "critical", path: "src/webhooks/send.ts" } as const;
    if (index % 3 === 2) scheduleDependency(place, dependencyOf(index), fixedAfter, at);
    else scheduleCodeFinding(place, rule, { fixedAfter }, at);
  }
  const [injection, , logging] = codeRules;
  if (injection === undefined || logging === undefined) return;
  scheduleCodeFinding(place, logging, { dismissedAfter: 2, reason: "false positive" }, agoOf(period, 25));
  scheduleCodeFinding(place, logging, { fixedAfter: 3, reopenedAfter: 5 }, agoOf(period, 16));
  // The exceptions file lives with this one for a while.
  scheduleCodeFinding(place, { ...injection, path: "src/legacy/report.ts" }, {}, agoOf(period, 50));
}

function playSecrets(place: Place, period: Period): void {
  for (const [index, days] of [52, 48, 44, 40, 37, 33].entries()) {
    const secretType = index % 2 === 0 ? "stripe_api_key" : "amazon_aws_access_key_id";
    const secret = { number: index + 1, secretType, resolution: "revoked", bypassed: index === 2 } as const;
    scheduleSecret(place, secret, agoOf(period, days));
  }
  const test = { number: 7, secretType: "stripe_test_secret_key", resolution: "used_in_tests" } as const;
  scheduleSecret(place, test, agoOf(period, 12));
  scheduleBackfill(place, 8, 3, agoOf(period, 9));
}

export const paymentsApi: RepositoryPlan = {
  id: 880_101,
  name: "payments-api",
  visibility: "private",
  language: "TypeScript",
  files: ({ to }) => ({
    ".github/workflows/security.yml": securityWorkflow("v1"),
    ".github/dependabot.yml": dependabotFile,
    ".github/CODEOWNERS": codeOwners("payments"),
    ".github/firstpass-exceptions.yml": exceptionsFile([
      {
        select: { rule: "js/sql-injection", path: "src/legacy/**" },
        reason: "The legacy report reads a copy without customer data and is switched off in January.",
        owner: "payments team",
        approver: "platform security",
        expiresAt: to + 70 * DAY,
      },
    ]),
    Dockerfile: dockerfile(approvedImage),
    ...npmFiles("payments-api", "2.3.0"),
  }),
  checks: [semgrep, codeql, build],
  mergeQueue: false,
  reviewHours: [1, 5],
  codeRules,
  properties: { tier: "1", "product-line": "payments" },
  play(place, period) {
    place.repository.security.features.set("secret_scanning_push_protection", false);
    const failing = (index: number, week: number) => {
      if (week >= 8) return index === 43 ? ["CodeQL"] : [];
      return index % 2 === 0 ? [index % 6 === 0 ? "Semgrep" : "CodeQL"] : [];
    };
    schedulePullRequests(place, period, 4, failing, (index) => ({
      draft: index % 6 === 1,
      superseded: index % 9 === 3,
      labels: index % 8 === 5 ? ["security review"] : [],
    }));
    scheduleBotUpdates(place, period);
    scheduleDailyPushes(place, period, 6);
    const upgrade = { ".github/workflows/security.yml": securityWorkflow("v4") };
    const title = "Use version 4 of the security workflow";
    const plan = { title, author: people.jonas, failing: [], mended: "commit" } as const;
    schedulePullRequest(place, { ...plan, files: upgrade }, agoOf(period, 20) + 2 * HOUR);
    playSecrets(place, period);
    playFindings(place, period);
    scheduleFeature(place, "secret_scanning_push_protection", agoOf(period, 31));
    const rules = { contexts: ["CodeQL", "Semgrep"], approvals: 1, securityWorkflow: true };
    scheduleRuleset(place, rules, agoOf(period, 24));
    const assets = ["payments-api.tar.gz", "payments-api.tar.gz.sha256"];
    scheduleRelease(place, { tagName: "v7.2.0", assets, evidence: false }, agoOf(period, 38));
    scheduleRelease(place, { tagName: "v7.3.0", assets, evidence: true }, agoOf(period, 10));
    const open = {
      title: "Log the whole request",
      failing: ["CodeQL"],
      mended: "commit",
      leftOpen: true,
    } as const;
    schedulePullRequest(place, { ...open, author: people.aiko }, period.to - 50 * MINUTE);
  },
};
