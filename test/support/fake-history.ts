// The past of the GitHub in memory: lists that a test fills, told page by page as GitHub's are, newest first.
import type { Sight, Unseen } from "../../src/core/facts/observations.ts";
import type {
  ListedActivity,
  ListedChecks,
  ListedCommit,
  ListedPullRequest,
  ListedWorkflowRun,
} from "../../src/core/listed-history/listed.ts";
import type { GitHubHistory, Page, SurveyedRepository } from "../../src/github/history.ts";

/** Of one repository, or of all where a test has no more than one. */
export interface FakePast {
  pullRequests: ListedPullRequest[];
  activity: ListedActivity[];
  /** By branch. */
  commits: Record<string, ListedCommit[]>;
  checks: ListedChecks[];
  /** GitHub selects runs by when they were created; here that is when the first attempt of each started. */
  workflowRuns: ListedWorkflowRun[];
}

export interface FakeHistory {
  /** By repository id; a repository that is not there has no past. */
  readonly pasts: Map<number, FakePast>;
  readonly surveyed: SurveyedRepository[];
  /** Refusals, by the gateway's method. */
  readonly refused: Map<keyof GitHubHistory, Unseen>;
  /** Items of a page, by the gateway's method; absent: what GitHub gives. */
  readonly pageSizes: Map<keyof GitHubHistory, number>;
}

export function noPast(): FakePast {
  return { pullRequests: [], activity: [], commits: {}, checks: [], workflowRuns: [] };
}

export function fakeHistory(): FakeHistory {
  return { pasts: new Map(), surveyed: [], refused: new Map(), pageSizes: new Map() };
}

/** The methods behind the lists; `answer` counts each request and lets it fail. */
export function historyMethods(
  history: FakeHistory,
  answer: <Seen>(method: keyof GitHubHistory, effect: () => Seen) => Promise<Seen>,
): GitHubHistory {
  const pastOf = (repositoryId: number) => history.pasts.get(repositoryId) ?? noPast();

  function pageOf<Item>(
    method: keyof GitHubHistory,
    all: readonly Item[],
    cursor: string | null,
    size: number,
  ): Page<Item> {
    const from = Number(cursor ?? 0);
    const to = from + (history.pageSizes.get(method) ?? size);
    return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
  }

  function seeing<Seen>(method: keyof GitHubHistory, look: () => Seen): Promise<Sight<Seen>> {
    return answer(method, () => {
      const unseen = history.refused.get(method);
      return unseen === undefined ? { seen: look() } : { unseen };
    });
  }

  return {
    listPullRequests: ({ repositoryId }, cursor) =>
      seeing("listPullRequests", () => {
        const listed = pastOf(repositoryId).pullRequests.toSorted((a, b) => b.updatedAt - a.updatedAt);
        return pageOf("listPullRequests", listed, cursor, 25);
      }),
    listActivity: ({ repositoryId }, { ref, since }, cursor) =>
      seeing("listActivity", () => {
        const listed = pastOf(repositoryId)
          .activity.filter((one) => one.at >= since && (ref === null || one.ref === ref))
          .sort((a, b) => b.at - a.at);
        return pageOf("listActivity", listed, cursor, 100);
      }),
    listCommits: ({ repositoryId }, { branch, since, until }, cursor) =>
      seeing("listCommits", () => {
        const listed = (pastOf(repositoryId).commits[branch] ?? [])
          .filter(({ committedAt }) => committedAt >= since && committedAt < until)
          .sort((a, b) => b.committedAt - a.committedAt);
        return pageOf("listCommits", listed, cursor, 100);
      }),
    listChecks: ({ repositoryId }, shas) =>
      seeing("listChecks", () => pastOf(repositoryId).checks.filter(({ sha }) => shas.includes(sha))),
    listWorkflowRuns: ({ repositoryId }, { since, until }, cursor) =>
      seeing("listWorkflowRuns", () => {
        const runs = pastOf(repositoryId).workflowRuns;
        const createdAt = (runId: number) =>
          Math.min(
            ...runs.filter((run) => run.runId === runId).map((run) => run.attemptStartedAt ?? run.updatedAt),
          );
        const listed = runs
          .map((run) => ({ run, at: createdAt(run.runId) }))
          .filter(({ at }) => at >= since && at < until)
          .sort((a, b) => b.at - a.at || b.run.runId - a.run.runId || b.run.runAttempt - a.run.runAttempt);
        return pageOf(
          "listWorkflowRuns",
          listed.map(({ run }) => run),
          cursor,
          100,
        );
      }),
    surveyRepositories: (_, cursor) =>
      answer("surveyRepositories", () => pageOf("surveyRepositories", history.surveyed, cursor, 100)),
  };
}
