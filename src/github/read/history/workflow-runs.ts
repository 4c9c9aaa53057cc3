// Lists the runs of workflows, every attempt: the last from the list, earlier ones each by a request of its own.
import { z } from "zod";
import type { ListedWorkflowRun } from "../../../core/listed-history/listed.ts";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import { NotFound, Refused } from "../../errors.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import type { GitHubHistory } from "../../history.ts";
import { known } from "../parts.ts";
import { see } from "../see.ts";
import {
  checkConclusion,
  checkStatus,
  eachOf,
  id,
  partsOf,
  second,
  sha,
  textOrNull,
  timeText,
} from "./parts.ts";

const wanted = { what: "workflow runs", permission: "actions: read", turnOn: "" };

const run = z.object({
  id,
  run_attempt: z.int().positive(),
  name: textOrNull,
  path: textOrNull,
  event: z.string(),
  head_sha: sha,
  head_branch: textOrNull,
  check_suite_id: known(id),
  status: checkStatus,
  conclusion: checkConclusion,
  created_at: second,
  run_started_at: known(second),
  updated_at: second,
  referenced_workflows: known(
    z.array(z.object({ path: z.string(), ref: textOrNull, sha: known(z.string()) })),
  ),
});
type Run = z.infer<typeof run>;

const runs = z.object({ workflow_runs: eachOf(run) });

/** GitHub gives the first thousand of a list with conditions. */
const lastPage = 10;

export function listWorkflowRuns(ask: Ask): GitHubHistory["listWorkflowRuns"] {
  return (repository, query, cursor) =>
    see(wanted, async () => {
      const [until, page] = (partsOf(cursor, /^(\d+):(\d+)$/) ?? [query.until, 1]).map(Number);
      if (until === undefined || page === undefined) throw new Error(`No cursor of this list: ${cursor}`);
      const { data, hasNext } = await ask.page(
        repository.installationId,
        "GET /repos/{owner}/{repo}/actions/runs",
        {
          ...inRepository(repository),
          // Both ends belong to it; the last second does not belong to `[since, until)`.
          created: `${timeText(query.since)}..${timeText(until - 1)}`,
          exclude_pull_requests: true,
          page,
        },
        runs,
      );
      const listed = data.workflow_runs.items;
      const own = listed.filter(({ created_at: at }) => at >= query.since && at < until);
      const items: ListedWorkflowRun[] = [];
      for (const last of own) {
        items.push(readRun(last));
        for (const earlier of await readEarlier(ask, repository, last)) items.push(readRun(earlier));
      }
      if (!hasNext) return { items, next: null };
      if (page < lastPage) return { items, next: `${until}:${page + 1}` };
      return { items, next: `${beforeOldest(listed, until)}:1` };
    });
}

/** Goes on with the second of the oldest run: others of that second may not have been listed. */
function beforeOldest(listed: readonly Run[], until: number): number {
  const next = Math.min(...listed.map(({ created_at: at }) => at)) + 1000;
  if (next < until) return next;
  throw new Refused("GitHub lists more than a thousand runs of one second.", 422);
}

/** The first attempt and the two before the last: what decides a first try, and what a person would look at. */
async function readEarlier(ask: Ask, repository: RepositoryAddress, last: Run): Promise<Run[]> {
  const before = last.run_attempt - 1;
  const numbers = [...new Set([before, before - 1, 1])].filter((number) => number >= 1 && number <= before);
  const found: Run[] = [];
  for (const attempt_number of numbers) {
    try {
      const parameters = { ...inRepository(repository), run_id: last.id, attempt_number };
      found.push(
        await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}",
          { ...parameters, exclude_pull_requests: true },
          run,
        ),
      );
    } catch (error) {
      // GitHub drops attempts with their logs.
      if (!(error instanceof NotFound)) throw error;
    }
  }
  return found;
}

function readRun(own: Run): ListedWorkflowRun {
  return {
    runId: own.id,
    runAttempt: own.run_attempt,
    workflowName: own.name,
    // Runs of required and reusable workflows carry their ref behind the path.
    workflowPath: own.path?.replace(/@[^@]*$/, "") ?? null,
    event: own.event,
    headSha: own.head_sha,
    headBranch: own.head_branch,
    checkSuiteId: own.check_suite_id,
    status: own.status,
    conclusion: own.conclusion,
    attemptStartedAt: own.run_started_at,
    referencedWorkflows: own.referenced_workflows ?? [],
    updatedAt: own.updated_at,
  };
}
