// A made history of pull requests and pushes, told twice: by the facts of its webhooks, and by the lists that GitHub gives of it
// afterwards. The webhooks of pushes come some seconds later than the pushes are listed, as GitHub's do.
import type { CheckConclusion } from "../../src/core/facts/check.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { ListedHistory } from "../../src/core/listed-history/history-facts.ts";
import type {
  ListedActivity,
  ListedChecks,
  ListedCommit,
  ListedPullRequest,
  ListedPullRequestEvent,
  ListedReview,
  ListedWorkflowRun,
} from "../../src/core/listed-history/listed.ts";
import {
  checkRunFact,
  checkSuiteFact,
  commitStatusFact,
  defaultRepositoryId,
  pullRequestFact,
  pullRequestReviewFact,
  pushFact,
  sha,
  workflowRunFact,
} from "./facts.ts";
import { window } from "./scorecard-input.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export interface HeadPlan {
  /** Since the head before it. */
  readonly afterMinutes: number;
  readonly forced: boolean;
  readonly conclusion: CheckConclusion;
  readonly checkMinutes: number;
  readonly rerun: CheckConclusion | null;
  readonly status: "success" | "failure" | null;
}

export interface PullRequestPlan {
  readonly startHours: number;
  readonly fork: boolean;
  /** Opened as a draft, and ready this long after it was opened. */
  readonly readyAfterMinutes: number | null;
  readonly heads: readonly HeadPlan[];
  readonly review: { readonly afterMinutes: number; readonly dismissed: boolean } | null;
  readonly reopened: boolean;
  readonly end: "merge" | "squash" | "closed" | "open";
}

export interface MadeHistory {
  readonly webhooks: readonly Fact[];
  readonly listed: ListedHistory;
}

const noCommit = "0".repeat(40);
/** Older than every list. */
const root = sha("b0");
const lateSeconds = 3;

export function shaOf(number: number, index: number): string {
  return `${number.toString(16)}f${index.toString(16)}`.padStart(40, "a");
}

/** Plays the plans; pull request n is the n-th. A direct push to main goes in on every day of `directPushDays`. */
export function makeHistory(
  plans: readonly PullRequestPlan[],
  directPushDays: readonly number[] = [],
): MadeHistory {
  const webhooks: Fact[] = [];
  const activity: ListedActivity[] = [];
  const checks: ListedChecks[] = [];
  const workflowRuns: ListedWorkflowRun[] = [];
  const pullRequests: ListedPullRequest[] = [];
  const commits: ListedCommit[] = [];
  const landings: { at: number; land: (before: string) => string }[] = [];

  const push = (
    ref: string,
    before: string,
    after: string,
    at: number,
    forced: boolean,
    brought: ListedCommit[],
    isNew: (sha: string) => boolean,
  ) => {
    activity.push({ ref, before, after, at, forced });
    webhooks.push(
      pushFact({
        ref,
        before,
        after,
        created: before === noCommit,
        deleted: after === noCommit,
        forced,
        at: at + lateSeconds * second,
        touchedPaths: ["src/a.ts"],
        commits: brought.map((commit) => ({
          sha: commit.sha,
          committedAt: commit.committedAt,
          distinct: isNew(commit.sha),
        })),
      }),
    );
  };

  plans.forEach((plan, index) => {
    const number = index + 1;
    const headRef = `topic-${number}`;
    const ref = `refs/heads/${headRef}`;
    const headRepositoryId = plan.fork ? 9001 : defaultRepositoryId;
    // No two things of different pull requests in one second.
    const start = window.from + plan.startHours * hour + number * 7 * second;
    const createdAt = start + 40 * second;
    const readyAt =
      plan.readyAfterMinutes === null ? null : createdAt + plan.readyAfterMinutes * minute + 27 * second;
    const draftAt = (at: number) => readyAt !== null && at < readyAt;
    const base = { number, headRef, headRepositoryId, createdAt, commitCount: null };
    const events: ListedPullRequestEvent[] = [];
    let chain: ListedCommit[] = [];
    let at = start;
    let head = "";
    let lastAt = createdAt;
    plan.heads.forEach((each, step) => {
      at = step === 0 ? start : at + each.afterMinutes * minute + 90 * second;
      const before = step === 0 ? noCommit : head;
      head = shaOf(number, step);
      const forced = step > 0 && each.forced;
      if (forced) chain = chain.slice(0, -1);
      const commit = { sha: head, committedAt: at - 30 * second, parents: [chain.at(-1)?.sha ?? root] };
      chain = [...chain, commit];
      if (!plan.fork) push(ref, before, head, at, forced, [commit], () => true);
      if (forced) events.push({ kind: "force_pushed", at, before, after: head });
      if (step > 0) {
        const draft = draftAt(at + lateSeconds * second);
        webhooks.push(
          pullRequestFact({
            ...base,
            action: "synchronize",
            headSha: head,
            previousHeadSha: before,
            draft,
            at: at + lateSeconds * second,
            labels: ["x"],
          }),
        );
      }
      lastAt = Math.max(
        lastAt,
        runChecks({
          number,
          step,
          sha: head,
          at: Math.max(at, createdAt),
          headRef: plan.fork ? null : headRef,
          plan: each,
          webhooks,
          checks,
          workflowRuns,
        }),
      );
    });
    const first = shaOf(number, 0);
    webhooks.push(
      pullRequestFact({
        ...base,
        headSha: first,
        draft: readyAt !== null,
        at: createdAt,
        baseSha: sha("99"),
      }),
    );
    if (readyAt !== null) {
      const headThen = headAt(plan, start, readyAt, number);
      events.push({ kind: "ready_for_review", at: readyAt });
      webhooks.push(pullRequestFact({ ...base, action: "ready_for_review", headSha: headThen, at: readyAt }));
    }
    const reviews: ListedReview[] = [];
    if (plan.review !== null) {
      const submittedAt = createdAt + plan.review.afterMinutes * minute + 10 * second;
      const review = {
        reviewId: 9000 + number,
        reviewerId: 502,
        reviewerLogin: "grace",
        reviewerType: "User",
        commitSha: first,
      } as const;
      const told = { ...review, pullRequestNumber: number };
      webhooks.push(pullRequestReviewFact({ ...told, at: submittedAt }));
      if (plan.review.dismissed) {
        events.push({
          kind: "review_dismissed",
          at: submittedAt + hour,
          reviewId: review.reviewId,
          was: "approved",
        });
        webhooks.push(
          pullRequestReviewFact({ ...told, state: "dismissed", at: submittedAt + hour + second }),
        );
      }
      reviews.push({ ...review, state: plan.review.dismissed ? "dismissed" : "approved", submittedAt });
      lastAt = Math.max(lastAt, submittedAt);
    }
    lastAt = Math.max(lastAt, readyAt ?? 0, at);
    if (plan.reopened) {
      const [closed, reopened] = [lastAt + minute, lastAt + hour];
      events.push({ kind: "closed", at: closed }, { kind: "reopened", at: reopened });
      const draft = draftAt(closed);
      webhooks.push(
        pullRequestFact({ ...base, action: "closed", headSha: head, at: closed, draft }),
        pullRequestFact({ ...base, action: "reopened", headSha: head, at: reopened, draft }),
      );
      lastAt = reopened;
    }
    const closedAt = plan.end === "open" ? null : lastAt + 10 * minute;
    const merged = plan.end === "merge" || plan.end === "squash";
    const mergeCommitSha = merged ? shaOf(number, 99) : null;
    if (closedAt !== null) {
      events.push({ kind: "closed", at: closedAt });
      webhooks.push(
        pullRequestFact({
          ...base,
          action: "closed",
          headSha: head,
          at: closedAt,
          merged,
          mergeCommitSha,
          labels: ["x"],
        }),
      );
    }
    if (closedAt !== null && mergeCommitSha !== null) {
      const own = chain;
      landings.push({
        at: closedAt,
        land(before) {
          const merge = {
            sha: mergeCommitSha,
            committedAt: closedAt,
            parents: plan.end === "merge" ? [before, head] : [before],
          };
          const brought = plan.end === "merge" ? [...own, merge] : [merge];
          commits.push(...brought);
          push(
            "refs/heads/main",
            before,
            mergeCommitSha,
            closedAt,
            false,
            brought,
            (one) => plan.fork || one === mergeCommitSha,
          );
          return mergeCommitSha;
        },
      });
    }
    pullRequests.push({
      ...base,
      authorId: 501,
      authorLogin: "ada",
      authorType: "User",
      draft: false,
      state: closedAt === null ? "open" : "closed",
      headSha: head,
      baseRef: "main",
      baseSha: sha("98"),
      merged,
      mergeCommitSha,
      commitCount: chain.length,
      labels: [],
      closedAt,
      updatedAt: closedAt ?? lastAt,
      events: events.sort((a, b) => a.at - b.at),
      reviews,
      commits: chain.map(({ sha: one, committedAt }) => ({ sha: one, committedAt })),
      complete: true,
    });
  });

  directPushDays.forEach((days, index) => {
    const at = window.from + days * 24 * hour + 5 * hour + index * 11 * second;
    landings.push({
      at,
      land(before) {
        const commit = { sha: shaOf(4000 + index, 0), committedAt: at - minute, parents: [before] };
        commits.push(commit);
        push("refs/heads/main", before, commit.sha, at, false, [commit], () => true);
        return commit.sha;
      },
    });
  });
  let main = root;
  for (const { land } of landings.sort((a, b) => a.at - b.at)) main = land(main);

  const span = { from: window.from - 100 * 24 * hour, to: window.to };
  return { webhooks, listed: { span, pullRequests, activity, commits, checks, workflowRuns } };
}

/** The head of a plan at a moment. */
function headAt(plan: PullRequestPlan, start: number, moment: number, number: number): string {
  let at = start;
  let step = 0;
  plan.heads.forEach((each, index) => {
    if (index > 0) at += each.afterMinutes * minute + 90 * second;
    if (at <= moment) step = index;
  });
  return shaOf(number, step);
}

/** A check by a workflow, its re-run, and a status. Returns when the last of them ended. */
function runChecks(of: {
  number: number;
  step: number;
  sha: string;
  at: number;
  headRef: string | null;
  plan: HeadPlan;
  webhooks: Fact[];
  checks: ListedChecks[];
  workflowRuns: ListedWorkflowRun[];
}): number {
  const { number, step, sha: head, plan } = of;
  const id = number * 1000 + step * 10;
  const startedAt = of.at + 20 * second;
  const completedAt = startedAt + plan.checkMinutes * minute;
  const suite = { checkSuiteId: id, headSha: head, headBranch: of.headRef };
  const run = { ...suite, name: "CodeQL", checkRunId: id };
  const attempts = [{ attempt: 1, conclusion: plan.conclusion, startedAt, completedAt }];
  if (plan.rerun !== null) {
    const again = completedAt + 30 * minute;
    attempts.push({ attempt: 2, conclusion: plan.rerun, startedAt: again, completedAt: again + minute });
  }
  const told = attempts.map(({ attempt, conclusion, startedAt: from, completedAt: to }) => {
    const one = { ...run, checkRunId: id + attempt, startedAt: from };
    const workflow = {
      runId: id,
      runAttempt: attempt,
      checkSuiteId: id,
      headSha: head,
      headBranch: of.headRef,
      attemptStartedAt: from,
    };
    const completed = checkRunFact({ ...one, conclusion, completedAt: to, at: to });
    const ended = workflowRunFact({ ...workflow, conclusion, at: to });
    of.webhooks.push(
      checkRunFact({ ...one, status: "in_progress", conclusion: null, completedAt: null, at: from }),
      workflowRunFact({ ...workflow, status: "in_progress", conclusion: null, at: from }),
      completed,
      ended,
      checkSuiteFact({ ...suite, conclusion, at: to }),
    );
    of.workflowRuns.push({ ...ended.data, updatedAt: to });
    return completed.data;
  });
  const last = attempts.at(-1)?.completedAt ?? completedAt;
  const statusAt = completedAt + 20 * second;
  const status =
    plan.status === null
      ? null
      : commitStatusFact({ statusId: id, sha: head, state: plan.status, at: statusAt });
  if (status !== null) of.webhooks.push(status);
  of.checks.push({
    sha: head,
    checkRuns: told,
    checkSuites: [
      { ...checkSuiteFact({ ...suite, conclusion: plan.rerun ?? plan.conclusion }).data, updatedAt: last },
    ],
    statuses: status === null ? [] : [{ ...status.data, at: statusAt }],
    complete: true,
  });
  return Math.max(last, statusAt);
}
