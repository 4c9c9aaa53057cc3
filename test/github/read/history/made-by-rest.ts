// The made past as REST answers it; GitHub's own OpenAPI description judges each answer.
import { describeOperation } from "../../../../src/local-github/openapi.ts";
import { api } from "../../../support/octokit.ts";
import { openapiExample } from "../../../support/openapi-example.ts";
import { baseSha, type MadeAccount, type MadeCommit, type MadePullRequest } from "./made-past.ts";

/** The same answer, unless GitHub would not give it. */
export function judged(operationId: string, answer: unknown): unknown {
  const problems = describeOperation(operationId).checkAnswer(200, answer);
  if (problems.length > 0) throw new Error(`${operationId}: ${problems.slice(0, 5).join("; ")}`);
  return answer;
}

const user = (account: MadeAccount | null) =>
  account === null ? null : openapiExample("simple-user", { ...account });

const repository = (id: number) => openapiExample("repository", { id });

export function pullOf(pull: MadePullRequest) {
  return openapiExample("pull-request-simple", {
    number: pull.number,
    user: user(pull.by),
    draft: pull.draft,
    state: pull.closedAt === null ? "open" : "closed",
    head: {
      sha: pull.headSha,
      ref: pull.headRef,
      label: "x",
      user: user(pull.by),
      // GitHub's description wants one; GitHub itself says null where the fork is gone.
      repo: repository(pull.headRepositoryId ?? 2001),
    },
    base: { sha: baseSha, ref: pull.baseRef, label: "x", user: null, repo: repository(2001) },
    merged_at: pull.mergeSha === null ? null : pull.closedAt,
    // Of an open pull request GitHub shows the trial merge here.
    merge_commit_sha: pull.mergeSha ?? "9".repeat(40),
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    labels: pull.labels.map((name) => openapiExample("label", { name, description: "" })),
  });
}

export function timelineOf(pull: MadePullRequest): unknown[] {
  const events = pull.events.map(({ event, at, after, review }) =>
    review === undefined
      ? openapiExample("state-change-issue-event", { event, created_at: at, commit_id: after ?? null })
      : openapiExample("review-dismissed-issue-event", {
          event,
          created_at: at,
          dismissed_review: { review_id: review.id, state: review.was, dismissal_message: null },
        }),
  );
  const reviews = pull.reviews.map((review) =>
    openapiExample("timeline-reviewed-event", {
      event: "reviewed",
      id: review.id,
      // GitHub's description wants a user; GitHub itself says null for one that is gone.
      user: user(review.by) ?? openapiExample("simple-user"),
      state: review.state.toLowerCase(),
      ...(review.at === null ? {} : { submitted_at: review.at }),
      commit_id: review.commit,
    }),
  );
  const answer = [...events, ...reviews];
  judged("issues/list-events-for-timeline", answer);
  for (const [index, review] of pull.reviews.entries())
    if (review.by === null) Object.assign(reviews[index] ?? {}, { user: null });
  return answer;
}

export function commitsOf(pull: MadePullRequest): unknown[] {
  return pull.commits.map(({ sha, at }) =>
    openapiExample("commit", { sha, commit: { committer: { date: at } } }),
  );
}

export function checksOf(sha: string, commit: MadeCommit) {
  const apps = new Map(
    commit.suites.map(({ id, app }) => [id, app === null ? null : openapiExample("integration", { ...app })]),
  );
  const runs = commit.suites.flatMap((suite) =>
    suite.runs.map((run) =>
      openapiExample("check-run", {
        id: run.id,
        name: run.name,
        head_sha: sha,
        external_id: run.externalId,
        app: apps.get(suite.id),
        check_suite: { id: suite.id },
        status: run.status,
        conclusion: run.conclusion,
        started_at: run.startedAt,
        completed_at: run.completedAt,
        html_url: run.url,
      }),
    ),
  );
  const suites = commit.suites.map((suite) =>
    openapiExample("check-suite", {
      id: suite.id,
      app: apps.get(suite.id),
      head_branch: suite.branch,
      head_sha: sha,
      status: suite.status,
      conclusion: suite.conclusion,
      updated_at: suite.updatedAt,
      latest_check_runs_count: suite.latest,
    }),
  );
  return {
    runs: judged("checks/list-for-ref", { total_count: runs.length, check_runs: runs }),
    suites: judged("checks/list-suites-for-ref", { total_count: suites.length, check_suites: suites }),
  };
}

export function statusesOf(commit: MadeCommit): unknown {
  const listed = commit.statuses.map((status) =>
    openapiExample("status", {
      id: status.id,
      context: status.context,
      state: status.state,
      target_url: status.url,
      created_at: status.createdAt,
      updated_at: status.updatedAt,
    }),
  );
  return judged("repos/list-commit-statuses-for-ref", listed);
}

export function listOf(pulls: readonly MadePullRequest[]): Record<string, unknown>[] {
  const answer = pulls.map(pullOf);
  judged("pulls/list", answer);
  for (const [index, pull] of pulls.entries())
    if (pull.headRepositoryId === null) Object.assign(answer[index]?.head ?? {}, { repo: null });
  return answer;
}

/** Answers the list of pull requests and what it leads to. */
export function servePullsByRest(pulls: readonly MadePullRequest[]): void {
  api()
    .get("/repos/acme/shop/pulls")
    .query({ state: "all", sort: "updated", direction: "desc", per_page: 10, page: 1 })
    .reply(200, listOf(pulls));
  for (const pull of pulls) {
    const { number } = pull;
    api()
      .get(`/repos/acme/shop/issues/${number}/timeline`)
      .query(true)
      .reply(200, timelineOf(pull) as object[]);
    const commits = judged("pulls/list-commits", commitsOf(pull)) as object[];
    api().get(`/repos/acme/shop/pulls/${number}/commits`).query(true).reply(200, commits);
  }
}

export function serveStatusesByRest(commits: ReadonlyMap<string, MadeCommit>): void {
  for (const [sha, commit] of commits)
    api()
      .get(`/repos/acme/shop/commits/${sha}/statuses`)
      .query(true)
      .reply(200, statusesOf(commit) as object[]);
}

export function serveChecksByRest(commits: ReadonlyMap<string, MadeCommit>): void {
  for (const [sha, commit] of commits) {
    const { runs, suites } = checksOf(sha, commit);
    api()
      .get(`/repos/acme/shop/commits/${sha}/check-runs`)
      .query({ filter: "all", per_page: 100, page: 1 })
      .reply(200, runs as object);
    api()
      .get(`/repos/acme/shop/commits/${sha}/check-suites`)
      .query(true)
      .reply(200, suites as object);
  }
}

/** A commit that GitHub does not have. */
export function serveNoCommit(sha: string): void {
  api()
    .get(`/repos/acme/shop/commits/${sha}/check-runs`)
    .query(true)
    .reply(422, { message: `No commit found for SHA: ${sha}` });
}
