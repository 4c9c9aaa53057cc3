// Which job is done by which workflow, and what they have in common: GitHub is asked with the priority of their kind, a moved repository is followed.
import { priorityOf } from "../core/requests/priority.ts";
import type { Job } from "../core/work/job.ts";
import { NotFound } from "../github/errors.ts";
import type { GitHubGateway } from "../github/gateway.ts";
import { followRepository } from "./follow-repository.ts";
import { reportHead } from "./head/evaluate-head.ts";
import { reconcileAccount } from "./history/reconcile-account.ts";
import { reconcileRepository } from "./history/reconcile-repository.ts";
import { type JobOutcome, skipped } from "./job-outcome.ts";
import { publishOverview } from "./overview/publish-overview.ts";
import { doReadingJob } from "./reading-jobs.ts";
import type { JobServices, ServerJobServices, ServerServices, WorkflowServices } from "./services.ts";
import { simulateConfiguration } from "./simulation/simulate-configuration.ts";
import { waitIfHeld } from "./wait-if-held.ts";
import { publishWeekly } from "./weekly/publish-weekly.ts";

/**
 * Does a job. Resolves when it is done or there is nothing to do; otherwise throws the error that `judgeJobFailure` reads.
 * @param holdsLease asked before anything is written to GitHub; absent: always.
 */
export async function runJob(
  services: ServerServices,
  job: Job,
  holdsLease: JobServices["holdsLease"] = async () => true,
): Promise<JobOutcome> {
  await waitIfHeld(services.store, job);
  const github = atPriority(services.github, job.kind);
  const outcome = await runFollowing({ ...services, github, holdsLease }, job);
  const { kind, accountId, repositoryId } = job;
  services.log.info({ job: kind, accountId, repositoryId, ...outcome }, "job ended");
  return outcome;
}

function atPriority(github: WorkflowServices["github"], kind: Job["kind"]): GitHubGateway {
  return "at" in github ? github.at(priorityOf(kind)) : github;
}

async function runFollowing(services: ServerJobServices, job: Job): Promise<JobOutcome> {
  try {
    return await dispatch(services, job);
  } catch (error) {
    if (!(error instanceof NotFound) || job.repositoryId === null) throw error;
    const { accountId, repositoryId } = job;
    const fate = await followRepository(services, { accountId, repositoryId }, error);
    return fate === "gone" ? skipped("The repository is gone.") : dispatch(services, job);
  }
}

/** The table of jobs. */
function dispatch(services: ServerJobServices, job: Job): Promise<JobOutcome> {
  switch (job.kind) {
    case "evaluate-head":
      return reportHead(services, job);
    case "publish-weekly":
      return publishWeekly(services, job);
    case "publish-overview":
      return publishOverview(services, job);
    case "simulate-configuration":
      return simulateConfiguration(services, job);
    case "reconcile-account":
      return reconcileAccount(services, job);
    case "reconcile-repository":
      return reconcileRepository(services, job);
    default:
      return doReadingJob(services, job);
  }
}
