// The repositories of the made organisation and how each behaves over the twelve weeks.
import { scheduleAlerts, scheduleBackfill, scheduleRelease, scheduleSecret } from "./daily-work.ts";
import { approvedImage, dependabotFile, dockerfile, otherImage, securityWorkflow } from "./files.ts";
import {
  build,
  codeql,
  dependencyReview,
  HOUR,
  MINUTE,
  type Place,
  type PlaceCheck,
  people,
  semgrep,
} from "./place.ts";
import { schedulePullRequest } from "./pull-request-story.ts";
import {
  agoOf,
  type Period,
  scheduleBotUpdates,
  scheduleDailyPushes,
  schedulePullRequests,
} from "./weekly-patterns.ts";

export interface RepositoryPlan {
  readonly id: number;
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly language: string;
  readonly files: Readonly<Record<string, string>>;
  readonly checks: readonly PlaceCheck[];
  readonly mergeQueue: boolean;
  readonly play: (place: Place, period: Period) => void;
}

/** Half of its changes failed first; since four weeks, hardly any. */
const paymentsApi: RepositoryPlan = {
  id: 880_101,
  name: "payments-api",
  visibility: "private",
  language: "TypeScript",
  files: {
    ".github/workflows/security.yml": securityWorkflow("v1"),
    ".github/dependabot.yml": dependabotFile,
    Dockerfile: dockerfile(approvedImage),
  },
  checks: [semgrep, codeql, build],
  mergeQueue: false,
  play(place, period) {
    const failing = (index: number, week: number) => {
      if (week >= 8) return index === 41 ? ["CodeQL"] : [];
      return index % 2 === 0 ? [index % 6 === 0 ? "Semgrep" : "CodeQL"] : [];
    };
    schedulePullRequests(place, period, 4, failing, (index) => ({
      draft: index % 6 === 1,
      superseded: index % 9 === 3,
    }));
    scheduleBotUpdates(place, period);
    scheduleDailyPushes(place, period, 6);
    const upgrade = { ".github/workflows/security.yml": securityWorkflow("v3") };
    const plan = {
      title: "Use version 3 of the security workflow",
      author: people.jonas,
      failing: [],
      mended: "commit",
    } as const;
    schedulePullRequest(place, { ...plan, files: upgrade }, agoOf(period, 20) + 2 * HOUR);
    for (const [index, days] of [52, 48, 44, 40, 37, 33].entries()) {
      const secretType = index % 2 === 0 ? "stripe_api_key" : "amazon_aws_access_key_id";
      scheduleSecret(
        place,
        { number: index + 1, secretType, resolution: "revoked", bypassed: index === 2 },
        agoOf(period, days),
      );
    }
    scheduleSecret(
      place,
      { number: 7, secretType: "stripe_test_secret_key", resolution: "used_in_tests" },
      agoOf(period, 12),
    );
    scheduleBackfill(place, 8, 3, agoOf(period, 9));
    scheduleAlerts(place, 21, agoOf(period, 30));
    const open = {
      title: "Log the whole request",
      author: people.aiko,
      failing: ["CodeQL"],
      mended: "commit",
      leftOpen: true,
    } as const;
    schedulePullRequest(place, open, period.to - 50 * MINUTE);
  },
};

/** Steady and good; merges through a queue. */
const customerPortal: RepositoryPlan = {
  id: 880_102,
  name: "customer-portal",
  visibility: "private",
  language: "TypeScript",
  files: {
    ".github/workflows/security.yml": securityWorkflow("v3"),
    ".github/dependabot.yml": dependabotFile,
    Dockerfile: dockerfile(otherImage),
  },
  checks: [semgrep, codeql],
  mergeQueue: true,
  play(place, period) {
    schedulePullRequests(place, period, 4, (index) => (index % 7 === 6 ? ["Semgrep"] : []));
    scheduleBotUpdates(place, period);
    scheduleDailyPushes(place, period, 5);
    scheduleSecret(
      place,
      { number: 1, secretType: "slack_api_token", resolution: "revoked" },
      agoOf(period, 15),
    );
    scheduleRelease(place, "v4.2.0", agoOf(period, 6));
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

/** A third fails first; its newest pull request leaves the paved road. */
const ledgerService: RepositoryPlan = {
  id: 880_103,
  name: "ledger-service",
  visibility: "private",
  language: "Go",
  files: {
    ".github/workflows/security.yml": securityWorkflow("v2"),
    ".github/dependabot.yml": dependabotFile,
    Dockerfile: dockerfile(approvedImage),
  },
  checks: [dependencyReview, codeql],
  mergeQueue: false,
  play(place, period) {
    schedulePullRequests(place, period, 3, (index) => (index % 3 === 1 ? ["Dependency Review"] : []));
    scheduleDailyPushes(place, period, 6);
    scheduleSecret(
      place,
      { number: 1, secretType: "github_personal_access_token", resolution: "false_positive" },
      agoOf(period, 18),
    );
    const files = {
      ".github/workflows/security.yml": securityWorkflow("main"),
      Dockerfile: dockerfile(otherImage),
    };
    const plan = {
      title: "Try the newest template and a smaller image",
      author: people.lena,
      failing: [],
      mended: "commit",
      leftOpen: true,
    } as const;
    schedulePullRequest(place, { ...plan, files }, period.to - 2 * HOUR);
  },
};

/** Public, with changes from forks. */
const designTokens: RepositoryPlan = {
  id: 880_104,
  name: "design-tokens",
  visibility: "public",
  language: "CSS",
  files: { ".github/workflows/security.yml": securityWorkflow("v3") },
  checks: [semgrep, build],
  mergeQueue: false,
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
  files: {},
  checks: [semgrep],
  mergeQueue: false,
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

export const repositoryPlans: readonly RepositoryPlan[] = [
  paymentsApi,
  customerPortal,
  ledgerService,
  designTokens,
  runbooks,
];
