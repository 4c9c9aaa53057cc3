// A made past of a repository, as GitHub's lists tell it: pull requests with their heads, checks and reviews, pushes and runs. The same
// seed makes the same past.
import { createHash } from "node:crypto";
import type {
  ListedActivity,
  ListedChecks,
  ListedCommit,
  ListedPullRequest,
  ListedWorkflowRun,
} from "../../src/core/listed-history/listed.ts";
import { defaultRepositoryId } from "./facts.ts";
import type { FakePast } from "./fake-history.ts";

const minute = 60_000;
const none = "0".repeat(40);

export interface MadePastOptions {
  /** The last thing happens before it, milliseconds UTC. */
  readonly until: number;
  /** One pull request every so many milliseconds, going back. */
  readonly everyMillis: number;
  readonly pullRequests: number;
  readonly repositoryId?: number;
}

export function makePast(options: MadePastOptions): FakePast {
  const { until, everyMillis, pullRequests, repositoryId = defaultRepositoryId } = options;
  const past: FakePast = {
    pullRequests: [],
    activity: [],
    commits: { main: [] },
    checks: [],
    workflowRuns: [],
  };
  let main = shaOf(repositoryId, 0, "root");
  past.commits.main?.push({ sha: main, committedAt: until - (pullRequests + 2) * everyMillis, parents: [] });
  for (let number = 1; number <= pullRequests; number++) {
    const openedAt = until - (pullRequests - number + 1) * everyMillis;
    main = addPullRequest(past, { number, openedAt, repositoryId, main });
  }
  return past;
}

/** Returns what the default branch is at afterwards. */
function addPullRequest(
  past: FakePast,
  given: { number: number; openedAt: number; repositoryId: number; main: string },
): string {
  const { number, openedAt, repositoryId, main } = given;
  const headRef = `work-${number}`;
  const heads = Array.from({ length: 1 + (number % 3) }, (_, index) =>
    shaOf(repositoryId, number, `h${index}`),
  );
  const pushedAt = (index: number) => (index === 0 ? openedAt - minute : openedAt + index * 20 * minute);
  heads.forEach((head, index) => {
    const at = pushedAt(index);
    const before = heads[index - 1] ?? none;
    past.activity.push(activity(`refs/heads/${headRef}`, before, head, at));
    past.checks.push(checksOf(head, number * 10 + index, Math.max(at, openedAt), index < heads.length - 1));
    past.workflowRuns.push(runOf(head, number * 10 + index, Math.max(at, openedAt)));
  });
  const head = heads.at(-1) ?? none;
  const mergedAt = openedAt + 3 * 60 * minute;
  const merge = shaOf(repositoryId, number, "merge");
  past.activity.push(activity("refs/heads/main", main, merge, mergedAt));
  past.commits.main?.push(commit(merge, mergedAt, [main]));
  past.pullRequests.push(pullRequest({ ...given, headRef, heads, head, merge, mergedAt, pushedAt }));
  return merge;
}

function pullRequest(given: {
  number: number;
  openedAt: number;
  repositoryId: number;
  main: string;
  headRef: string;
  heads: readonly string[];
  head: string;
  merge: string;
  mergedAt: number;
  pushedAt: (index: number) => number;
}): ListedPullRequest {
  const { number, openedAt, heads, mergedAt } = given;
  return {
    number,
    authorId: 501,
    authorLogin: "ada",
    authorType: "User",
    draft: false,
    state: "closed",
    headSha: given.head,
    headRef: given.headRef,
    headRepositoryId: given.repositoryId,
    baseRef: "main",
    baseSha: given.main,
    merged: true,
    mergeCommitSha: given.merge,
    commitCount: heads.length,
    createdAt: openedAt,
    labels: [],
    closedAt: mergedAt,
    updatedAt: mergedAt,
    events: [{ kind: "closed", at: mergedAt }],
    reviews: [
      {
        reviewId: number * 100,
        reviewerId: 502,
        reviewerLogin: "grace",
        reviewerType: "User",
        state: "approved",
        commitSha: given.head,
        submittedAt: mergedAt - 30 * minute,
      },
    ],
    commits: heads.map((one, index) => ({ sha: one, committedAt: given.pushedAt(index) - minute })),
    complete: true,
  };
}

function checksOf(headSha: string, id: number, at: number, fails: boolean): ListedChecks {
  return {
    sha: headSha,
    checkRuns: [
      {
        checkRunId: id,
        checkSuiteId: id,
        name: "CodeQL",
        appSlug: "github-advanced-security",
        appId: 57789,
        headSha,
        headBranch: null,
        status: "completed",
        conclusion: fails ? "failure" : "success",
        startedAt: at + minute,
        completedAt: at + 5 * minute,
        url: null,
      },
    ],
    checkSuites: [],
    statuses: [
      { statusId: id, sha: headSha, context: "ci", state: "success", url: null, at: at + 4 * minute },
    ],
    complete: true,
  };
}

function runOf(headSha: string, id: number, at: number): ListedWorkflowRun {
  return {
    runId: id,
    runAttempt: 1,
    workflowName: "ci",
    workflowPath: ".github/workflows/ci.yml",
    event: "pull_request",
    headSha,
    headBranch: null,
    checkSuiteId: id,
    status: "completed",
    conclusion: "success",
    attemptStartedAt: at + minute,
    referencedWorkflows: [],
    updatedAt: at + 6 * minute,
  };
}

function activity(ref: string, before: string, after: string, at: number): ListedActivity {
  return { ref, before, after, at, forced: false };
}

function commit(name: string, committedAt: number, parents: readonly string[]): ListedCommit {
  return { sha: name, committedAt, parents };
}

function shaOf(repositoryId: number, number: number, what: string): string {
  return createHash("sha1").update(`${repositoryId}-${number}-${what}`).digest("hex");
}
