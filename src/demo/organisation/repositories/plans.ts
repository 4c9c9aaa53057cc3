// All repositories of the story. The three that it is about have a file of their own: improving, stuck, and steady.
import { scheduleSecret } from "../daily-work.ts";
import { codeOwners, dependabotFile, npmFiles, securityWorkflow } from "../files.ts";
import { addCodeFinding, mainRef } from "../finding-story.ts";
import { requireOnMain } from "../governance-story.ts";
import { build, codeql, people, semgrep, tipOf } from "../place.ts";
import { schedulePullRequest } from "../pull-request-story.ts";
import { agoOf, scheduleDailyPushes, schedulePullRequests } from "../weekly-patterns.ts";
import { customerPortal } from "./customer-portal.ts";
import { ledgerService } from "./ledger-service.ts";
import { paymentsApi } from "./payments-api.ts";
import type { RepositoryPlan } from "./plan.ts";

/** Public, with changes from forks. */
const designTokens: RepositoryPlan = {
  id: 880_104,
  name: "design-tokens",
  visibility: "public",
  language: "CSS",
  files: () => ({ ".github/workflows/security.yml": securityWorkflow("v3") }),
  checks: [semgrep, build],
  mergeQueue: false,
  reviewHours: [3, 20],
  codeRules: [],
  properties: { tier: "2", "product-line": "channels" },
  play(place, period) {
    schedulePullRequests(
      place,
      period,
      3,
      (index) => (index % 6 === 2 ? ["Semgrep"] : []),
      (index) => ({ fork: index % 3 === 0 }),
    );
    scheduleDailyPushes(place, period, 5);
    scheduleSecret(place, { number: 1, secretType: "npm_access_token", resolution: null }, agoOf(period, 5));
  },
};

/** Three changes in twelve weeks: too few to judge. */
const runbooks: RepositoryPlan = {
  id: 880_105,
  name: "runbooks",
  visibility: "private",
  language: "Shell",
  files: () => ({}),
  checks: [semgrep],
  mergeQueue: false,
  reviewHours: [4, 30],
  codeRules: [],
  properties: {},
  play(place, period) {
    for (const days of [60, 20, 9]) {
      const failing = days === 9 ? ["Semgrep"] : [];
      const plan = {
        title: "Write down what to do",
        author: people.jonas,
        failing,
        mended: "commit",
      } as const;
      schedulePullRequest(place, plan, agoOf(period, days));
    }
  },
};

/** Made three weeks before the end, from the templates: on the paved road from its third day on. */
const fraudSignals: RepositoryPlan = {
  id: 880_106,
  name: "fraud-signals",
  visibility: "private",
  language: "TypeScript",
  bornDaysAgo: 22,
  files: () => ({ ".github/CODEOWNERS": codeOwners("fraud") }),
  checks: [semgrep],
  mergeQueue: false,
  reviewHours: [2, 8],
  codeRules: [],
  properties: { tier: "1", "product-line": "payments" },
  play(place, period) {
    requireOnMain(place, { contexts: ["Semgrep"], approvals: 1, securityWorkflow: true });
    const files = {
      ".github/workflows/security.yml": securityWorkflow("v4"),
      ".github/dependabot.yml": dependabotFile,
      ...npmFiles("fraud-signals", "2.3.0"),
    };
    const first = { author: people.aiko, failing: [], mended: "commit" } as const;
    const title = "Begin with the security templates";
    schedulePullRequest(place, { ...first, title, files }, agoOf(period, 20));
    for (const daysAgo of [15, 11, 6]) {
      schedulePullRequest(place, { ...first, title: "Score a payment" }, agoOf(period, daysAgo));
    }
  },
};

/** Of an account that gave Firstpass fewer permissions: what happens to its alerts and rules, nobody can see. */
const claimsIntake: RepositoryPlan = {
  id: 990_101,
  name: "claims-intake",
  visibility: "private",
  language: "Java",
  files: () => ({ ".github/CODEOWNERS": "* @heron-labs/claims\n" }),
  checks: [codeql, build],
  mergeQueue: false,
  reviewHours: [3, 12],
  codeRules: [],
  properties: {},
  play(place, period) {
    requireOnMain(place, { contexts: ["CodeQL"], approvals: 1 });
    // There are alerts. GitHub sends no event of them to an app that may not read them.
    const rule = { id: "java/xxe", severity: "high", path: "src/main/java/Upload.java" } as const;
    for (const daysAgo of [90, 60, 12])
      addCodeFinding(place, rule, mainRef, tipOf(place), agoOf(period, daysAgo));
    schedulePullRequests(place, period, 3, (index) => (index % 5 === 3 ? ["CodeQL"] : []));
    scheduleDailyPushes(place, period, 4);
  },
};

/** Of the organisation that gave Firstpass all that it asks for. */
export const openPlans: readonly RepositoryPlan[] = [
  paymentsApi,
  customerPortal,
  ledgerService,
  designTokens,
  runbooks,
  fraudSignals,
];

/** Of the account that gave it less. */
export const closedPlans: readonly RepositoryPlan[] = [claimsIntake];
