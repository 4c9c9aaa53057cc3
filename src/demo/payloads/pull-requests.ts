// Payloads of pull requests and their reviews.
import type { Payload } from "./example.ts";
import {
  dateTime,
  fullNameOf,
  type Person,
  payloadOf,
  type Scene,
  showPerson,
  showRepository,
} from "./scene.ts";

export interface PullRequestView {
  readonly number: number;
  readonly id: number;
  readonly title: string;
  readonly author: Person;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseSha: string;
  /** The repository of the head; null: this one. */
  readonly fork: { readonly id: number; readonly owner: Person } | null;
  readonly draft: boolean;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly mergeCommitSha: string | null;
  readonly commits: number;
  /** Names; absent: none. */
  readonly labels?: readonly string[];
}

function showPullRequest(scene: Scene, view: PullRequestView, at: number): Payload {
  const { webOrigin } = scene;
  const repo = showRepository(scene, at);
  const head =
    view.fork === null
      ? repo
      : {
          ...repo,
          id: view.fork.id,
          fork: true,
          full_name: `${view.fork.owner.login}/${scene.repository.name}`,
          owner: showPerson(view.fork.owner, webOrigin),
        };
  const merged = view.mergeCommitSha !== null;
  return {
    id: view.id,
    number: view.number,
    title: view.title,
    state: view.closedAt === null ? "open" : "closed",
    draft: view.draft,
    merged,
    user: showPerson(view.author, webOrigin),
    url: `${webOrigin}/api/v3/repos/${fullNameOf(scene)}/pulls/${view.number}`,
    html_url: `${webOrigin}/${fullNameOf(scene)}/pull/${view.number}`,
    created_at: dateTime(view.createdAt),
    updated_at: dateTime(at),
    closed_at: view.closedAt === null ? null : dateTime(view.closedAt),
    merged_at: merged && view.closedAt !== null ? dateTime(view.closedAt) : null,
    merge_commit_sha: view.mergeCommitSha,
    commits: view.commits,
    head: {
      label: `${view.author.login}:${view.headRef}`,
      ref: view.headRef,
      sha: view.headSha,
      user: showPerson(view.author, webOrigin),
      repo: head,
    },
    base: { label: `${scene.organisation.login}:main`, ref: "main", sha: view.baseSha, repo },
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    labels: (view.labels ?? []).map((name, index) => ({
      id: view.id * 10 + index,
      node_id: `LA_${view.id * 10 + index}`,
      url: `${webOrigin}/api/v3/repos/${fullNameOf(scene)}/labels/${encodeURIComponent(name)}`,
      name,
      color: "0e8a16",
      default: false,
      description: null,
    })),
  };
}

/** @param before The head before a `synchronize`. */
export function pullRequestPayload(
  scene: Scene,
  action:
    | "opened"
    | "synchronize"
    | "ready_for_review"
    | "converted_to_draft"
    | "closed"
    | "reopened"
    | "enqueued"
    | "dequeued",
  view: PullRequestView,
  at: number,
  before?: string,
): Payload {
  const moved = before === undefined ? {} : { before, after: view.headSha };
  // Here only a merge takes a pull request out of the queue.
  const removed = action === "dequeued" ? { reason: "MERGE" } : {};
  const shown = showPullRequest(scene, view, at);
  const changes = { number: view.number, pull_request: shown, ...moved, ...removed };
  return payloadOf(scene, "pull_request", at, view.author, changes, action);
}

export function reviewPayload(
  scene: Scene,
  view: PullRequestView,
  review: {
    readonly id: number;
    readonly reviewer: Person;
    readonly state: "approved" | "changes_requested" | "commented";
  },
  at: number,
): Payload {
  const changes = {
    pull_request: showPullRequest(scene, view, at),
    review: {
      id: review.id,
      user: showPerson(review.reviewer, scene.webOrigin),
      state: review.state,
      commit_id: view.headSha,
      submitted_at: dateTime(at),
      html_url: `${scene.webOrigin}/${fullNameOf(scene)}/pull/${view.number}#pullrequestreview-${review.id}`,
    },
  };
  return payloadOf(scene, "pull_request_review", at, review.reviewer, changes, "submitted");
}
