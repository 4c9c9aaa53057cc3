// The repository that is stuck: a third fails first, findings are fixed late, exceptions ran out, gates are walked around, and
// nobody owns it. Its newest pull request leaves the paved road.
import { scheduleSecret } from "../daily-work.ts";
import {
  approvedImage,
  dependabotFile,
  dockerfile,
  exceptionsFile,
  otherImage,
  securityWorkflow,
} from "../files.ts";
import {
  addCodeFinding,
  addDependencyFinding,
  letDependencyLive,
  mainRef,
  scheduleDependency,
} from "../finding-story.ts";
import { requireOnMain, scheduleRelease } from "../governance-story.ts";
import { type CodeRule, codeql, DAY, dependencyReview, HOUR, type Place, people, tipOf } from "../place.ts";
import { loosenedConfig } from "../policy-files.ts";
import { schedulePullRequest } from "../pull-request-story.ts";
import { agoOf, type Period, scheduleDailyPushes, schedulePullRequests } from "../weekly-patterns.ts";
import type { RepositoryPlan } from "./plan.ts";

const codeRules: readonly CodeRule[] = [
  { id: "go/sql-injection", severity: "high", path: "booking/store.go" },
  { id: "go/path-injection", severity: "critical", path: "booking/export.go" },
];

const packages = ["golang.org/x/net", "golang.org/x/crypto", "github.com/gin-gonic/gin"];

/** How many days a vulnerable package waits: more than the 30 that there are for a high one. */
const daysUntilUpdate = 44;

/** Vulnerable packages keep coming, and each waits; the first ones from before Firstpass was installed. */
function playDependencies(place: Place, period: Period): void {
  for (let daysAgo = 122; daysAgo > 2; daysAgo -= 4) {
    const packageName = packages[daysAgo % packages.length] ?? "golang.org/x/net";
    const dependency = {
      packageName,
      ghsaId: `GHSA-${(1000 + daysAgo).toString(36).padStart(4, "2")}-7mqx-w9fv`,
      severity: daysAgo % 12 === 2 ? "critical" : "high",
      ecosystem: "go",
      manifestPath: "go.mod",
    } as const;
    const at = agoOf(period, daysAgo) + 2 * HOUR;
    if (at >= period.from + DAY) scheduleDependency(place, dependency, daysUntilUpdate, at);
    else letDependencyLive(place, addDependencyFinding(place, dependency, at), daysUntilUpdate, at);
  }
}

/** Risks that somebody decided to live with long ago, and that nobody has looked at since. */
function addOldDismissals(place: Place, period: Period): void {
  for (const [index, daysAgo] of [118, 112, 107].entries()) {
    const rule = codeRules[index % 2];
    if (rule === undefined) continue;
    const at = agoOf(period, daysAgo);
    const alert = addCodeFinding(place, rule, mainRef, tipOf(place), at);
    const dismissed = {
      state: "dismissed",
      dismissedAt: at + 3 * DAY,
      dismissedReason: "won't fix",
    } as const;
    Object.assign(alert, { ...dismissed, updatedAt: at + 3 * DAY });
  }
}

export const ledgerService: RepositoryPlan = {
  id: 880_103,
  name: "ledger-service",
  visibility: "private",
  language: "Go",
  files: ({ to }) => ({
    ".github/workflows/security.yml": securityWorkflow("v2"),
    ".github/dependabot.yml": dependabotFile,
    ".github/firstpass.yml": loosenedConfig,
    ".github/firstpass-exceptions.yml": exceptionsFile([
      {
        select: { package: "golang.org/x/crypto" },
        reason: "The update needs a newer compiler.",
        owner: "ledger team",
        approver: null,
        expiresAt: to - 40 * DAY,
      },
      {
        select: { rule: "go/weak-cryptographic-algorithm" },
        reason: "Only used to name files.",
        owner: null,
        approver: null,
        expiresAt: to + 90 * DAY,
      },
    ]),
    Dockerfile: dockerfile(approvedImage),
  }),
  checks: [dependencyReview, codeql],
  mergeQueue: false,
  reviewHours: [26, 60],
  codeRules,
  properties: { "product-line": "payments" },
  play(place, period) {
    const { security } = place.repository;
    security.features.set("secret_scanning_push_protection", false);
    security.dependencyGraph = false;
    requireOnMain(place, { contexts: ["CodeQL"], approvals: 0, securityWorkflow: true });
    addOldDismissals(place, period);
    playDependencies(place, period);
    const failing = (index: number) => {
      if (index % 6 === 5) return ["CodeQL"];
      return index % 3 === 1 ? ["Dependency Review"] : [];
    };
    schedulePullRequests(place, period, 3, failing, (index) =>
      index % 6 === 5 ? { mended: "commit", mergedAnyway: { fixedAfter: index < 12 ? 41 : null } } : {},
    );
    scheduleDailyPushes(place, period, 6);
    const secretType = "github_personal_access_token";
    scheduleSecret(place, { number: 1, secretType, resolution: "false_positive" }, agoOf(period, 18));
    const assets = ["ledger-linux-amd64", "ledger-linux-arm64"];
    scheduleRelease(place, { tagName: "v1.8.0", assets, evidence: false }, agoOf(period, 17));
    const files = {
      ".github/workflows/security.yml": securityWorkflow("main"),
      Dockerfile: dockerfile(otherImage),
    };
    const title = "Try the newest template and a smaller image";
    const plan = { title, author: people.lena, failing: [], mended: "commit", leftOpen: true } as const;
    schedulePullRequest(place, { ...plan, files }, period.to - 2 * HOUR);
  },
};
