// What GraphQL and REST tell of check runs and suites, in one form, made into what webhooks give.

import { ownCheckName } from "../../../core/changes/select-checks.ts";
import type {
  CheckConclusion,
  CheckRunData,
  CheckStatus,
  CheckSuiteData,
} from "../../../core/facts/check.ts";

export interface FoundSuite {
  readonly id: number;
  readonly appSlug: string | null;
  readonly appId: number | null;
  /** Null too where the branch is gone and only GraphQL was asked. */
  readonly headBranch: string | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly latestRuns: number | null;
  readonly updatedAt: number;
}

export interface FoundRun {
  readonly id: number;
  readonly suiteId: number | null;
  readonly appSlug: string | null;
  readonly appId: number | null;
  readonly name: string;
  readonly externalId: string | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly url: string | null;
}

/**
 * Runs and suites of one commit, each by its id. Our own runs are left out, as of webhooks, and the suite that they are in; so are those
 * that say completed and not how.
 */
export function listChecksOf(
  sha: string,
  found: { readonly suites: readonly FoundSuite[]; readonly runs: readonly FoundRun[] },
): {
  readonly checkRuns: CheckRunData[];
  readonly checkSuites: (CheckSuiteData & { readonly updatedAt: number })[];
  readonly unusable: number;
} {
  const branches = new Map(found.suites.map(({ id, headBranch }) => [id, headBranch]));
  const others = found.runs.filter((run) => !isOurs(run));
  // An app has one suite on a commit: ours tells nothing of anybody's work.
  const ourSuites = new Set(found.runs.filter(isOurs).map(({ suiteId }) => suiteId));
  const usable = others.filter((run) => run.status !== "completed" || run.conclusion !== null);
  return {
    checkRuns: usable
      .map((run) => readRun(sha, run, branches.get(run.suiteId ?? -1) ?? null))
      .sort((a, b) => a.checkRunId - b.checkRunId),
    checkSuites: found.suites
      .filter(({ id }) => !ourSuites.has(id))
      .map((suite) => readSuite(sha, suite))
      .sort((a, b) => a.checkSuiteId - b.checkSuiteId),
    unusable: others.length - usable.length,
  };
}

/** As the normaliser of `check_run` tells them: by the name and the key that we give. */
function isOurs({ name, externalId }: FoundRun): boolean {
  return name === ownCheckName && (externalId?.startsWith("firstpass:") ?? false);
}

function readRun(sha: string, run: FoundRun, headBranch: string | null): CheckRunData {
  const completed = run.status === "completed";
  return {
    checkRunId: run.id,
    checkSuiteId: run.suiteId,
    name: run.name,
    appSlug: run.appSlug,
    appId: run.appId,
    headSha: sha,
    headBranch,
    status: run.status,
    conclusion: completed ? run.conclusion : null,
    startedAt: run.startedAt,
    completedAt: completed ? run.completedAt : null,
    url: run.url,
  };
}

function readSuite(sha: string, suite: FoundSuite) {
  return {
    checkSuiteId: suite.id,
    appSlug: suite.appSlug,
    headSha: sha,
    headBranch: suite.headBranch,
    status: suite.status,
    conclusion: suite.conclusion,
    checkRunCount: suite.latestRuns,
    updatedAt: suite.updatedAt,
  };
}
