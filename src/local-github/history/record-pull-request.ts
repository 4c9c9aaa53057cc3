// What payloads about pull requests and their reviews tell.
import type { Repository } from "../state.ts";
import { rememberCommit } from "./commits.ts";
import {
  accountOf,
  type Fields,
  fieldsOf,
  headRepositoryOf,
  listOf,
  numberOf,
  textOf,
  timeOf,
} from "./read-payload.ts";
import type { PullRequestSnapshot, RememberedPullRequest, RememberedReview } from "./remembered.ts";

function snapshotOf(shown: Fields): PullRequestSnapshot | null {
  const [head, base] = [fieldsOf(shown.head), fieldsOf(shown.base)];
  const [headSha, baseSha, createdAt] = [textOf(head.sha), textOf(base.sha), timeOf(shown.created_at)];
  if (headSha === null || baseSha === null || createdAt === null) return null;
  return {
    title: textOf(shown.title) ?? "",
    author: accountOf(shown.user),
    draft: shown.draft === true,
    state: shown.state === "closed" ? "closed" : "open",
    headRef: textOf(head.ref) ?? "",
    headSha,
    headRepository: headRepositoryOf(head.repo),
    baseRef: textOf(base.ref) ?? "",
    baseSha,
    createdAt,
    updatedAt: timeOf(shown.updated_at) ?? createdAt,
    closedAt: timeOf(shown.closed_at),
    mergedAt: timeOf(shown.merged_at),
    mergeCommitSha: textOf(shown.merge_commit_sha),
    labels: listOf(shown.labels).map(({ id, name, color, description }) => ({
      id: numberOf(id) ?? 0,
      name: textOf(name) ?? "",
      color: textOf(color) ?? "ededed",
      description: textOf(description),
    })),
    commitCount: numberOf(shown.commits),
  };
}

function tell(repository: Repository, payload: Fields, action: string): RememberedPullRequest | null {
  const shown = fieldsOf(payload.pull_request);
  const snapshot = snapshotOf(shown);
  const [id, number] = [numberOf(shown.id), numberOf(shown.number)];
  if (snapshot === null || id === null || number === null) return null;
  const { pullRequests } = repository.history;
  const known = pullRequests.get(number) ?? { number, id, tellings: new Map(), reviews: new Map() };
  pullRequests.set(number, known);
  const ended = action === "closed" ? snapshot.closedAt : null;
  const at = action === "opened" ? snapshot.createdAt : (ended ?? snapshot.updatedAt);
  const before = action === "synchronize" ? textOf(payload.before) : null;
  const previousBaseRef = textOf(fieldsOf(fieldsOf(fieldsOf(payload.changes).base).ref).from);
  const telling = { action, at, actor: accountOf(payload.sender), before, previousBaseRef, snapshot };
  known.tellings.set(JSON.stringify([action, at, before, snapshot]), telling);
  const { headSha, baseSha, title } = snapshot;
  // A head before it has no parents that its payload names: the base of a new pull request, and the head it was put on.
  const parents = action === "opened" && snapshot.commitCount === 1 ? [baseSha] : [];
  rememberCommit(repository, { sha: headSha, message: title, committedAt: at, parents, rank: 1 });
  const mentioned = [baseSha, snapshot.mergedAt === null ? null : snapshot.mergeCommitSha, before];
  for (const sha of mentioned) {
    if (sha !== null) rememberCommit(repository, { sha, message: "", committedAt: at, parents: [], rank: 0 });
  }
  return known;
}

export function recordPullRequest(repository: Repository, payload: Fields): void {
  const action = textOf(payload.action);
  if (action !== null) tell(repository, payload, action);
}

const submittedStates = ["approved", "changes_requested", "commented"] as const;

export function recordReview(repository: Repository, payload: Fields): void {
  const pullRequest = tell(repository, payload, "reviewed");
  const shown = fieldsOf(payload.review);
  const [id, submittedAt] = [numberOf(shown.id), timeOf(shown.submitted_at)];
  if (pullRequest === null || id === null || submittedAt === null) return;
  const word = textOf(shown.state)?.toLowerCase();
  const known = pullRequest.reviews.get(id);
  const dismissedAt =
    payload.action === "dismissed"
      ? (timeOf(shown.updated_at) ?? timeOf(fieldsOf(payload.pull_request).updated_at))
      : null;
  const review: RememberedReview = {
    id,
    author: accountOf(shown.user),
    submittedState: submittedStates.find((state) => state === word) ?? known?.submittedState ?? null,
    submittedAt,
    commitSha: textOf(shown.commit_id),
    dismissedAt: dismissedAt ?? known?.dismissedAt ?? null,
  };
  pullRequest.reviews.set(id, review);
}
