// `workflow_run` → an attempt of a workflow: which workflow made a check, which were re-run, which templates really ran.
import { z } from "zod";
import type { WorkflowRunFact } from "../../core/facts/check.ts";
import { workflowRunSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import {
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
import { evaluateHead } from "../requested-jobs.ts";

const actions = ["requested", "in_progress", "completed"] as const;

const WorkflowRunPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  workflow: lenient(z.object({ name: textOrNull, path: textOrNull })),
  workflow_run: z.object({
    id,
    // Without it a re-run could pass for a first try, so it is not optional.
    run_attempt: z.int().positive(),
    name: textOrNull,
    path: textOrNull,
    event: z.string(),
    head_sha: commitSha,
    head_branch: textOrNull,
    check_suite_id: lenient(id),
    status: checkStatus,
    conclusion: optional(checkConclusion),
    run_started_at: lenient(timestamp),
    updated_at: timestamp,
    referenced_workflows: lenient(
      z.array(z.object({ path: z.string(), ref: textOrNull, sha: lenient(z.string()) })),
    ),
  }),
});

export const normalizeWorkflowRun = defineNormalizer({
  actions,
  schema: WorkflowRunPayload,
  read(payload) {
    const { workflow, workflow_run: run } = payload;
    const data: WorkflowRunFact["data"] = {
      runId: run.id,
      runAttempt: run.run_attempt,
      workflowName: workflow?.name ?? run.name,
      // Runs of required and reusable workflows carry their ref behind the path.
      workflowPath: (run.path ?? workflow?.path ?? null)?.replace(/@[^@]*$/, "") ?? null,
      event: run.event,
      headSha: run.head_sha,
      headBranch: run.head_branch,
      checkSuiteId: run.check_suite_id,
      status: run.status,
      conclusion: run.conclusion,
      attemptStartedAt: run.run_started_at,
      referencedWorkflows: run.referenced_workflows ?? [],
    };
    const fact: WorkflowRunFact = {
      kind: "workflow-run",
      ...placeOf(payload),
      subject: workflowRunSubject(data),
      occurredAt: run.updated_at,
      data,
    };
    return repositoryFacts(payload, run.updated_at, {
      facts: [fact],
      jobs: payload.action === "completed" ? [evaluateHead(placeOf(payload), run.head_sha)] : [],
    });
  },
});
