// A pull request as it is now and all that happened to it, worked out from what its payloads told, in whatever order they came.
import type { Repository } from "../state.ts";
import { activityOf, commitsBetween, findCommit, type KnownCommit, lineOf } from "./commits.ts";
import { idFrom } from "./read-payload.ts";
import type {
  PullRequestSnapshot,
  PullRequestTelling,
  RememberedAccount,
  RememberedPullRequest,
  RememberedReview,
} from "./remembered.ts";

export type PullRequestHappening = {
  readonly id: number;
  readonly at: number;
  readonly actor: RememberedAccount | null;
} & (
  | {
      readonly kind:
        | "ready_for_review"
        | "converted_to_draft"
        | "closed"
        | "merged"
        | "reopened"
        | "enqueued"
        | "dequeued";
    }
  | { readonly kind: "force_pushed"; readonly before: string; readonly after: string }
  | { readonly kind: "base_changed"; readonly from: string; readonly to: string }
  | { readonly kind: "review_dismissed"; readonly review: RememberedReview }
);

export interface PullRequestNow extends PullRequestSnapshot {
  readonly number: number;
  readonly id: number;
  readonly merged: boolean;
  /** By time, earliest first. */
  readonly happenings: readonly PullRequestHappening[];
  /** Earliest first. */
  readonly reviews: readonly RememberedReview[];
  /** Oldest first. */
  readonly commits: readonly KnownCommit[];
}

const actionOrder = ["opened", "synchronize", "edited", "reviewed", "reopened", "closed"];

/** By time; of one second the order of a life, then content. */
function inOrder({ tellings }: RememberedPullRequest): PullRequestTelling[] {
  return [...tellings]
    .sort(([keyA, a], [keyB, b]) => {
      const byTime = a.snapshot.updatedAt - b.snapshot.updatedAt || a.at - b.at;
      const byAction = actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action);
      return byTime || byAction || (keyA < keyB ? -1 : 1);
    })
    .map(([, telling]) => telling);
}

/** A branch that says so, else the commits, else a head that brought no commit more than the one before. */
function wasForced(
  repository: Repository,
  told: readonly PullRequestTelling[],
  telling: PullRequestTelling,
  before: string,
): boolean {
  const { headSha, commitCount } = telling.snapshot;
  const pushed = activityOf(repository).find((one) => one.before === before && one.after === headSha);
  if (pushed !== undefined) return pushed.kind === "force_push";
  if (lineOf(repository, headSha).has(before)) return false;
  if (repository.commits.has(before) && repository.commits.has(headSha)) return true;
  const earlier = told.find(({ snapshot }) => snapshot.headSha === before && snapshot.commitCount !== null);
  const counted = earlier?.snapshot.commitCount ?? null;
  return counted !== null && commitCount !== null && commitCount <= counted;
}

function happeningsOf(
  repository: Repository,
  pullRequest: RememberedPullRequest,
  told: readonly PullRequestTelling[],
): PullRequestHappening[] {
  const found = new Map<number, PullRequestHappening>();
  const add = (happening: PullRequestHappening) => found.set(happening.id, happening);
  for (const telling of told) {
    const { action, at, actor, before, previousBaseRef, snapshot } = telling;
    const common = (kind: string) => ({ id: idFrom(pullRequest.id, kind, at), at, actor });
    switch (action) {
      case "ready_for_review":
      case "converted_to_draft":
      case "reopened":
      case "enqueued":
      case "dequeued":
        add({ ...common(action), kind: action });
        break;
      case "closed":
        if (snapshot.mergedAt !== null) add({ ...common("merged"), kind: "merged" });
        add({ ...common("closed"), kind: "closed" });
        break;
      case "edited":
        if (previousBaseRef === null || previousBaseRef === snapshot.baseRef) break;
        add({ ...common("base"), kind: "base_changed", from: previousBaseRef, to: snapshot.baseRef });
        break;
      case "synchronize":
        if (before === null || !wasForced(repository, told, telling, before)) break;
        add({ ...common(`forced ${before}`), kind: "force_pushed", before, after: snapshot.headSha });
        break;
      default:
        break;
    }
  }
  for (const review of pullRequest.reviews.values()) {
    const at = review.dismissedAt;
    if (at === null) continue;
    add({ id: idFrom("dismissed", review.id), at, actor: null, kind: "review_dismissed", review });
  }
  const rank = ({ kind }: PullRequestHappening) => (kind === "merged" ? 0 : 1);
  return [...found.values()].sort((a, b) => a.at - b.at || rank(a) - rank(b) || a.id - b.id);
}

/** Null where no payload has shown it. */
export function pullRequestNow(
  repository: Repository,
  pullRequest: RememberedPullRequest,
): PullRequestNow | null {
  const told = inOrder(pullRequest);
  const last = told.at(-1)?.snapshot;
  if (last === undefined) return null;
  const counted = told.findLast(
    ({ snapshot }) => snapshot.commitCount !== null && snapshot.headSha === last.headSha,
  );
  const count = counted?.snapshot.commitCount ?? null;
  const between = commitsBetween(repository, last.baseSha, last.headSha);
  // A base of which only its name is known does not say where the pull request begins; its count does.
  const commits = count === null || count === 0 ? between : between.slice(-count);
  return {
    ...last,
    number: pullRequest.number,
    id: pullRequest.id,
    merged: last.mergedAt !== null,
    commitCount: count ?? commits.length,
    happenings: happeningsOf(repository, pullRequest, told),
    reviews: [...pullRequest.reviews.values()].sort((a, b) => a.submittedAt - b.submittedAt || a.id - b.id),
    commits:
      commits.length > 0
        ? commits
        : [findCommit(repository, last.headSha)].filter((one) => one !== undefined),
  };
}

/** Only what lists sort and choose by: working out everything of all pull requests would cost too much. */
export function latestSnapshot(pullRequest: RememberedPullRequest): PullRequestSnapshot | null {
  return inOrder(pullRequest).at(-1)?.snapshot ?? null;
}

/** How a review stands now. */
export const reviewState = ({ dismissedAt, submittedState }: RememberedReview) =>
  dismissedAt !== null ? "dismissed" : (submittedState ?? "commented");
