// `status` → a commit status: how tools outside GitHub say what they found.
import { z } from "zod";
import type { CommitStatusFact } from "../../core/facts/check.ts";
import { commitStatusSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import { commitSha, id, optional, timestamp, webUrl } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { evaluateHead } from "../requested-jobs.ts";

const StatusPayload = z.object({
  ...repositoryEnvelope,
  id,
  sha: commitSha,
  context: z.string(),
  state: z.enum(["pending", "success", "failure", "error"]),
  target_url: webUrl,
  created_at: timestamp,
  updated_at: optional(timestamp),
});

export const normalizeStatus = defineNormalizer({
  actions: null,
  schema: StatusPayload,
  read(payload) {
    const occurredAt = Math.max(payload.created_at, payload.updated_at ?? 0);
    const data: CommitStatusFact["data"] = {
      statusId: payload.id,
      sha: payload.sha,
      context: payload.context,
      state: payload.state,
      url: payload.target_url,
    };
    const fact: CommitStatusFact = {
      kind: "commit-status",
      ...placeOf(payload),
      subject: commitStatusSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, {
      facts: [fact],
      jobs: payload.state === "pending" ? [] : [evaluateHead(placeOf(payload), payload.sha)],
    });
  },
});
