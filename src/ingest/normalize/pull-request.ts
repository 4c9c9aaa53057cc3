// `pull_request` → what happened to a pull request, and an evaluation of its head where the head or its review changed.
import { z } from "zod";
import type { PullRequestFact } from "../../core/facts/pull-request.ts";
import { pullRequestSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { author, commitSha, id, lenient, optional, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { evaluateHead } from "../requested-jobs.ts";

const actions = [
  "opened",
  "ready_for_review",
  "converted_to_draft",
  "synchronize",
  "reopened",
  "closed",
  "edited",
  "labeled",
  "unlabeled",
  "enqueued",
  "dequeued",
] as const;

const PullRequestPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  before: lenient(commitSha),
  changes: lenient(z.object({ base: lenient(z.object({ ref: z.object({ from: z.string() }) })) })),
  pull_request: z.object({
    number: id,
    user: author,
    draft: lenient(z.boolean()),
    state: z.enum(["open", "closed"]),
    head: z.object({ sha: commitSha, ref: z.string(), repo: lenient(z.object({ id })) }),
    base: z.object({ sha: commitSha, ref: z.string() }),
    merged: lenient(z.boolean()),
    merged_at: optional(timestamp),
    merge_commit_sha: lenient(commitSha),
    commits: lenient(id),
    labels: lenient(z.array(z.object({ name: z.string() }))),
    created_at: timestamp,
    updated_at: optional(timestamp),
    closed_at: optional(timestamp),
  }),
});

/** What puts another head up for review, or changes whether and against what it is reviewed. */
const actionsOfReview: readonly string[] = ["opened", "reopened", "ready_for_review", "synchronize"];

export const normalizePullRequest = defineNormalizer({
  actions,
  schema: PullRequestPayload,
  read(payload) {
    const { action, pull_request: pull } = payload;
    const occurredAt = {
      opened: pull.created_at,
      closed: pull.closed_at,
      other: pull.updated_at,
    }[action === "opened" || action === "closed" ? action : "other"];
    if (occurredAt === null) {
      return unusableWithoutTime(action === "closed" ? "pull_request.closed_at" : "pull_request.updated_at");
    }
    const merged = pull.merged ?? pull.merged_at !== null;
    const previousBaseRef = action === "edited" ? (payload.changes?.base?.ref.from ?? null) : null;
    const data: PullRequestFact["data"] = {
      number: pull.number,
      action,
      authorId: pull.user.id,
      authorLogin: pull.user.login,
      authorType: pull.user.type,
      // Payloads from before drafts existed do not say: such a pull request was ready.
      draft: pull.draft ?? false,
      state: pull.state,
      headSha: pull.head.sha,
      headRef: pull.head.ref,
      headRepositoryId: pull.head.repo?.id ?? null,
      previousHeadSha: action === "synchronize" ? payload.before : null,
      baseRef: pull.base.ref,
      previousBaseRef,
      baseSha: pull.base.sha,
      merged,
      // Before the merge GitHub puts the SHA of a trial merge here.
      mergeCommitSha: merged ? pull.merge_commit_sha : null,
      commitCount: pull.commits,
      createdAt: pull.created_at,
      labels: (pull.labels ?? []).map((label) => label.name).sort(),
    };
    const fact: PullRequestFact = {
      kind: "pull-request",
      ...placeOf(payload),
      subject: pullRequestSubject(data),
      occurredAt,
      data,
    };
    const evaluates = actionsOfReview.includes(action) || previousBaseRef !== null;
    return repositoryFacts(payload, occurredAt, {
      facts: [fact],
      jobs: evaluates ? [evaluateHead(placeOf(payload), data.headSha)] : [],
    });
  },
});
