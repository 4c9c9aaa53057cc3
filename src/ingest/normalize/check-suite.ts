// `check_suite` → that all check runs of one App on a commit have concluded: then no more are to be expected of it.
import { z } from "zod";
import type { CheckSuiteFact } from "../../core/facts/check.ts";
import { checkSuiteSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import {
  checkApp,
  checkConclusion,
  checkStatus,
  commitSha,
  id,
  lenient,
  optional,
  textOrNull,
  timestamp,
} from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { evaluateHead, evaluateHeadAtOnce } from "../requested-jobs.ts";

/** `requested` and `rerequested` go only to the App whose suite it is: the suites are ours. */
const actions = ["completed", "rerequested"] as const;

const CheckSuitePayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  check_suite: z.object({
    id,
    head_sha: commitSha,
    head_branch: textOrNull,
    app: checkApp,
    status: checkStatus,
    conclusion: optional(checkConclusion),
    latest_check_runs_count: lenient(id),
    updated_at: timestamp,
  }),
});

export const normalizeCheckSuite = defineNormalizer({
  actions,
  schema: CheckSuitePayload,
  read(payload) {
    const { action, check_suite: suite } = payload;
    const occurredAt = suite.updated_at;
    if (action === "rerequested") {
      return repositoryFacts(payload, occurredAt, {
        facts: [],
        jobs: [evaluateHeadAtOnce(placeOf(payload), suite.head_sha, true)],
      });
    }
    const data: CheckSuiteFact["data"] = {
      checkSuiteId: suite.id,
      appSlug: suite.app.slug,
      headSha: suite.head_sha,
      headBranch: suite.head_branch,
      status: suite.status,
      conclusion: suite.conclusion,
      checkRunCount: suite.latest_check_runs_count,
    };
    const fact: CheckSuiteFact = {
      kind: "check-suite",
      ...placeOf(payload),
      subject: checkSuiteSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, {
      facts: [fact],
      jobs: [evaluateHead(placeOf(payload), suite.head_sha)],
    });
  },
});
