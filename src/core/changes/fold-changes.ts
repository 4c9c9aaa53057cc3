// Facts → changes: every pull request into the default branch with its heads, its first evaluation and what was not seen.
// Folded once per scorecard; the first-pass rate and the check run read the result.
import type { Config } from "../config/config.ts";
import { matchesPathGlob } from "../config/glob.ts";
import type { Fact } from "../facts/fact.ts";
import type { PullRequestFact } from "../facts/pull-request.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { isBotAccount } from "./bot.ts";
import type { Change, FirstEvaluation, ReviewableHead } from "./change.ts";
import { pastDefaultBranch } from "./default-branch.ts";
import { evaluateHeadFacts } from "./evaluate-head.ts";
import { groupBySha } from "./head-evidence.ts";
import { replayPullRequest, type Timeline } from "./pull-request-timeline.ts";
import { type CheckFilter, securityCheckFilter } from "./select-checks.ts";

export interface FoldContext {
  readonly repository: RepositoryState;
  readonly config: Config;
  /** Milliseconds UTC at which the changes are looked at. */
  readonly now: number;
}

/**
 * How long a head may be without any sign of a check before it counts as having none, and how long after the end of its pull
 * request a check that was not seen on it before still belongs to the first try.
 */
export const settlingMillis = 60 * 60 * 1000;

/**
 * Folds facts into changes, by pull request number. Any order and repetition of the facts gives the same changes.
 * A pull request belongs by the base it has now: one that was pointed at another branch meanwhile is judged as a whole.
 * Whether that is the default branch is asked of now while it is open, of the time when it was closed afterwards.
 */
export function foldChanges(facts: readonly Fact[], context: FoldContext): Change[] {
  const byNumber = new Map<number, PullRequestFact[]>();
  for (const fact of facts) {
    if (fact.kind !== "pull-request") continue;
    const group = byNumber.get(fact.data.number);
    if (group) group.push(fact);
    else byNumber.set(fact.data.number, [fact]);
  }
  const bySha = groupBySha(facts);
  const isSecurityCheck = securityCheckFilter(context.config);
  const wasDefault = pastDefaultBranch(facts);
  const belongs = ({ latest: { baseRef }, closedAt }: Timeline) => {
    const past = closedAt === null ? null : wasDefault(baseRef, closedAt);
    const byDefault = context.config.changes.baseBranches.length === 0;
    return (byDefault ? past : null) ?? isChangeBase(baseRef, context);
  };
  return [...byNumber.values()]
    .map(replayPullRequest)
    .filter(belongs)
    .sort((a, b) => a.number - b.number)
    .map((timeline) => toChange(timeline, bySha, { ...context, isSecurityCheck }));
}

/** Whether pull requests into this branch are changes: the default branch, or what `changes.baseBranches` says. */
export function isChangeBase(baseRef: string, { repository, config }: Omit<FoldContext, "now">): boolean {
  const { baseBranches } = config.changes;
  if (baseBranches.length === 0) return baseRef === repository.defaultBranch;
  return baseBranches.some((glob) => matchesPathGlob(glob, baseRef));
}

function toChange(
  timeline: Timeline,
  bySha: ReadonlyMap<string, readonly Fact[]>,
  context: FoldContext & { readonly isSecurityCheck: CheckFilter },
): Change {
  const { repository, config, now, isSecurityCheck } = context;
  const heads = timeline.heads.map(({ sha, since, supersededAt }) => {
    const ofHead = bySha.get(sha) ?? [];
    const closed = timeline.closedAt !== null || (!bySha.has(sha) && now - since >= settlingMillis);
    const evaluate = (checksBeginBy: number | null) =>
      evaluateHeadFacts(ofHead, sha, { config, isSecurityCheck, since, supersededAt, closed, checksBeginBy });
    if (timeline.closedAt === null || supersededAt !== null) return evaluate(null);
    // What was decided by then is not decided anew by a nightly scan of the commit that was merged.
    const settled = evaluate(timeline.closedAt + settlingMillis);
    return isEvaluated(settled) ? settled : evaluate(null);
  });
  const first = timeline.beginningSeen ? findFirstEvaluated(heads) : null;
  const passed = heads.findIndex(({ evaluation }) => evaluation === "pass");
  const evaluated = heads.slice(0, passed + 1).filter(isEvaluated).length;
  return {
    number: timeline.number,
    url: `${repository.url}/pull/${timeline.number}`,
    authorLogin: timeline.authorLogin,
    bot: isBotAccount({ login: timeline.authorLogin, type: timeline.authorType }, config),
    fromFork: timeline.latest.headRepositoryId !== repository.repositoryId,
    baseRef: timeline.latest.baseRef,
    createdAt: timeline.createdAt,
    closedAt: timeline.closedAt,
    merged: timeline.merged,
    mergeCommitSha: timeline.mergeCommitSha,
    draft: timeline.draft,
    headSha: timeline.headSha,
    heads,
    beginningSeen: timeline.beginningSeen,
    firstEvaluation: first === null || first === "unknown" ? null : toFirstEvaluation(first),
    firstTryUnknown: whyUnknown(timeline, first),
    headsUntilGreen: first !== null && first !== "unknown" && passed >= 0 ? evaluated : null,
    readyAt: timeline.readyAt,
    upForReview: timeline.upForReview,
  };
}

/** The earliest head that was decided; `unknown` when an earlier one was, and we cannot know how. */
function findFirstEvaluated(heads: readonly ReviewableHead[]): ReviewableHead | "unknown" | null {
  for (const head of heads) {
    if (isEvaluated(head)) return head;
    if (head.checks.some(({ firstRunUnseen }) => firstRunUnseen)) return "unknown";
  }
  return null;
}

function whyUnknown(timeline: Timeline, first: ReviewableHead | "unknown" | null): Change["firstTryUnknown"] {
  // A draft that was never up for review has no beginning to miss.
  if (!timeline.beginningSeen && timeline.heads.length > 0) return "beginning-not-seen";
  return first === "unknown" ? "first-run-not-seen" : null;
}

function isEvaluated({ evaluation }: ReviewableHead): boolean {
  return evaluation === "pass" || evaluation === "fail";
}

function toFirstEvaluation(head: ReviewableHead): FirstEvaluation | null {
  if (head.decidedAt === null) return null;
  const until = head.supersededAt ?? Number.POSITIVE_INFINITY;
  const outcome = head.evaluation === "fail" ? "fail" : "pass";
  const failed = head.checks.filter((check) => check.outcome === "fail" && (check.decidedAt ?? 0) <= until);
  return {
    headSha: head.sha,
    outcome,
    decidedAt: head.decidedAt,
    failedChecks: outcome === "fail" ? failed : [],
    checks: head.checks,
  };
}
