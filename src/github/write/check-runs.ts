// Posts our check run. GitHub takes 50 annotations a request and only ever adds to them: a run is made with the first
// page, the others are appended, and an update sends only what is not there yet, so that it can be resumed.
import { z } from "zod";
import { ownCheckName } from "../../core/changes/select-checks.ts";
import type { Annotation, CheckRunContent } from "../../core/publication/content.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubWrites, RepositoryAddress } from "../gateway.ts";

const annotationsPerRequest = 50;

const checkRun = z.object({ id: z.number() });

const postedAnnotations = z.array(
  z.object({
    path: z.string(),
    start_line: z.number(),
    end_line: z.number(),
    annotation_level: z.string().nullable(),
    title: z.string().nullable(),
    message: z.string().nullable(),
  }),
);

export function createCheckRun(ask: Ask): GitHubWrites["createCheckRun"] {
  return async (repository, { headSha, externalId, content }) => {
    const first = content.annotations.slice(0, annotationsPerRequest);
    const { id } = await ask(
      repository.installationId,
      "POST /repos/{owner}/{repo}/check-runs",
      {
        ...inRepository(repository),
        name: ownCheckName,
        head_sha: headSha,
        external_id: externalId,
        ...describeRun(content, first),
      },
      checkRun,
    );
    await appendAnnotations(ask, repository, id, content, content.annotations.slice(first.length));
    return id;
  };
}

export function updateCheckRun(ask: Ask): GitHubWrites["updateCheckRun"] {
  return async (repository, checkRunId, content) => {
    const missing =
      content.annotations.length === 0 ? [] : await listMissing(ask, repository, checkRunId, content);
    const first = missing.slice(0, annotationsPerRequest);
    await patchCheckRun(ask, repository, checkRunId, describeRun(content, first));
    await appendAnnotations(ask, repository, checkRunId, content, missing.slice(first.length));
  };
}

async function appendAnnotations(
  ask: Ask,
  repository: RepositoryAddress,
  checkRunId: number,
  content: CheckRunContent,
  annotations: readonly Annotation[],
): Promise<void> {
  for (let start = 0; start < annotations.length; start += annotationsPerRequest)
    await patchCheckRun(ask, repository, checkRunId, {
      output: describeOutput(content, annotations.slice(start, start + annotationsPerRequest)),
    });
}

async function patchCheckRun(
  ask: Ask,
  repository: RepositoryAddress,
  checkRunId: number,
  body: Record<string, unknown>,
): Promise<void> {
  await ask(
    repository.installationId,
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    { ...inRepository(repository), check_run_id: checkRunId, ...body },
    checkRun,
  );
}

/** The annotations of `content` that the run does not show yet. */
async function listMissing(
  ask: Ask,
  repository: RepositoryAddress,
  checkRunId: number,
  content: CheckRunContent,
): Promise<Annotation[]> {
  const { items } = await ask.pages(
    repository.installationId,
    "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
    { ...inRepository(repository), check_run_id: checkRunId },
    { schema: postedAnnotations, maximumPages: 10, items: (page) => page },
  );
  const posted = new Set(items.map((item) => identify(item)));
  return content.annotations.filter((annotation) => !posted.has(identify(describeAnnotation(annotation))));
}

function identify(annotation: z.infer<typeof postedAnnotations>[number]): string {
  const { path, start_line, end_line, annotation_level, title, message } = annotation;
  return JSON.stringify([path, start_line, end_line, annotation_level, title, message]);
}

function describeRun(content: CheckRunContent, annotations: readonly Annotation[]) {
  return {
    status: content.status,
    ...(content.conclusion === null ? {} : { conclusion: content.conclusion }),
    ...(content.detailsUrl === null ? {} : { details_url: content.detailsUrl }),
    output: describeOutput(content, annotations),
    actions: content.actions,
  };
}

function describeOutput(content: CheckRunContent, annotations: readonly Annotation[]) {
  return {
    title: content.title,
    summary: content.summary,
    text: content.text,
    ...(annotations.length === 0 ? {} : { annotations: annotations.map(describeAnnotation) }),
  };
}

function describeAnnotation(annotation: Annotation) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  };
}
