// `merge_group` → a commit that the merge queue made and waits for. It is no first try, but our check must report on it.
import { z } from "zod";
import type { MergeGroupFact } from "../../core/facts/check.ts";
import { mergeGroupSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import { commitSha, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { evaluateHeadAtOnce } from "../requested-jobs.ts";

const actions = ["checks_requested", "destroyed"] as const;

const MergeGroupPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  merge_group: z.object({
    head_sha: commitSha,
    head_ref: z.string(),
    base_sha: commitSha,
    base_ref: z.string(),
    head_commit: z.object({ timestamp }),
  }),
});

export const normalizeMergeGroup = defineNormalizer({
  actions,
  schema: MergeGroupPayload,
  read(payload) {
    const { action, merge_group: group } = payload;
    const data: MergeGroupFact["data"] = {
      action,
      headSha: group.head_sha,
      headRef: group.head_ref,
      baseSha: group.base_sha,
      baseRef: group.base_ref,
      pullRequestNumber: readPullRequestNumber(group.head_ref),
    };
    const fact: MergeGroupFact = {
      kind: "merge-group",
      ...placeOf(payload),
      subject: mergeGroupSubject(data),
      occurredAt: group.head_commit.timestamp,
      data,
    };
    return repositoryFacts(payload, fact.occurredAt, {
      facts: [fact],
      jobs:
        action === "checks_requested" ? [evaluateHeadAtOnce(placeOf(payload), group.head_sha, false)] : [],
    });
  },
});

/** From `refs/heads/gh-readonly-queue/<base>/pr-<n>-<sha>`; null where the ref has another form. */
function readPullRequestNumber(headRef: string): number | null {
  const found = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d{1,9})-[0-9a-f]+$/.exec(headRef);
  return found ? Number(found[1]) : null;
}
