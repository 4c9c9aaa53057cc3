// `check_run` → one run of one check on one commit. Our own runs are no facts; a request to run ours again is work.
import { z } from "zod";
import type { CheckRunFact } from "../../core/facts/check.ts";
import { checkRunSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { ignored, type Normalized, unusable } from "../normalized.ts";
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
  webUrl,
} from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { evaluateHead, evaluateHeadAtOnce } from "../requested-jobs.ts";

const actions = ["created", "completed", "rerequested", "requested_action"] as const;

const CheckRunPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  requested_action: lenient(z.object({ identifier: z.string() })),
  check_run: z.object({
    id,
    name: z.string(),
    head_sha: commitSha,
    external_id: textOrNull,
    app: checkApp,
    check_suite: lenient(z.object({ id: lenient(id), head_branch: textOrNull })),
    status: checkStatus,
    conclusion: optional(checkConclusion),
    started_at: optional(timestamp),
    completed_at: optional(timestamp),
    html_url: webUrl,
    details_url: webUrl,
  }),
});
type CheckRunPayload = z.output<typeof CheckRunPayload>;

export const normalizeCheckRun = defineNormalizer({
  actions,
  schema: CheckRunPayload,
  read(payload) {
    if (isOurs(payload.check_run)) return answerOurs(payload);
    // GitHub sends these two to the App that made the run alone; whatever they say, it is not that a check ran.
    if (payload.action === "requested_action" || payload.action === "rerequested") {
      return ignored("asked of another check run than Firstpass's");
    }
    const { check_run: run } = payload;
    const completed = run.status === "completed";
    if (completed && run.conclusion === null) return unusable("missing: check_run.conclusion");
    const occurredAt = completed ? run.completed_at : run.started_at;
    if (occurredAt === null) {
      return unusableWithoutTime(completed ? "check_run.completed_at" : "check_run.started_at");
    }
    const data: CheckRunFact["data"] = {
      checkRunId: run.id,
      checkSuiteId: run.check_suite?.id ?? null,
      name: run.name,
      appSlug: run.app.slug,
      appId: run.app.id,
      headSha: run.head_sha,
      headBranch: run.check_suite?.head_branch ?? null,
      status: run.status,
      conclusion: completed ? run.conclusion : null,
      startedAt: run.started_at,
      completedAt: completed ? run.completed_at : null,
      url: run.html_url ?? run.details_url,
    };
    const fact: CheckRunFact = {
      kind: "check-run",
      ...placeOf(payload),
      subject: checkRunSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, {
      facts: [fact],
      jobs: completed ? [evaluateHead(placeOf(payload), run.head_sha)] : [],
    });
  },
});

/** The payload does not say which App is ours; the name and the key that we gave the run do. */
function isOurs(run: CheckRunPayload["check_run"]): boolean {
  return run.name === "Firstpass" && (run.external_id?.startsWith("firstpass:") ?? false);
}

/** Answering our own runs with an evaluation would write them for ever; only a person's request is answered. */
function answerOurs(payload: CheckRunPayload): Normalized {
  const { action, check_run: run } = payload;
  const asked =
    action === "rerequested" ||
    (action === "requested_action" && payload.requested_action?.identifier === "re-evaluate");
  if (!asked) return ignored("Firstpass's own check run");
  return repositoryFacts(payload, run.completed_at ?? run.started_at ?? 0, {
    facts: [],
    jobs: [evaluateHeadAtOnce(placeOf(payload), run.head_sha, true)],
  });
}
