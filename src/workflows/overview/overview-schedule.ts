// Which accounts are due for their weekly overview, each at the weekly time of its organisation's file. A run is unique by account
// and scheduled time, so that replicas queue it once and a missed one is made up for.
import { isoWeekEnd } from "../../core/scorecard/iso-week.ts";
import { type Job, jobKey } from "../../core/work/job.ts";
import { weeklyRate } from "../../core/work/plan-weekly.ts";
import type { JobRequest, KnownRepository, Store } from "../../records/store.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { WorkflowServices } from "../services.ts";
import { spreadJob } from "../spread-jobs.ts";
import { chooseWeek, findLatestRun } from "../weekly/weekly-schedule.ts";
import { loadOrganisation } from "./load-organisation.ts";

/** Queues what is due, behind the weekly issues of the account's repositories that go out in the first hour. Asked often. Returns how many were queued. @param delayMillis only what has been due for so long. */
export async function enqueueDueOverviews(
  { store, now }: Pick<WorkflowServices, "store" | "now">,
  delayMillis = 0,
): Promise<number> {
  const at = now();
  let queued = 0;
  for (const { accountId, deleted, suspended } of await store.installations.list()) {
    await letOthersRun();
    if (deleted || suspended) continue;
    const repositories = (await store.repositories.list(accountId)).filter(({ active }) => active);
    const [any] = repositories;
    if (any === undefined) continue;
    const { config, overview } = await loadOrganisation(store, any);
    if (overview.repository === null) continue;
    const scheduledAt = findLatestRun(config.weekly.cron, config.timeZone, at - delayMillis);
    if (scheduledAt === null || !repositories.some((known) => wasKnown(known, scheduledAt))) continue;
    const job: Job = {
      kind: "publish-overview",
      accountId,
      repositoryId: null,
      isoWeek: chooseWeek(scheduledAt, config.timeZone),
    };
    if (
      await enqueueOnce(store, `overview/${accountId}`, scheduledAt, requestOf(job, repositories.length, at))
    )
      queued++;
  }
  return queued;
}

/** An account that came under the app after the scheduled time has nothing to tell of the week before it. */
function wasKnown({ coveredFrom }: KnownRepository, scheduledAt: number): boolean {
  return coveredFrom === null || coveredFrom < scheduledAt;
}

function requestOf(job: Extract<Job, { kind: "publish-overview" }>, before: number, at: number): JobRequest {
  const { notBefore } = spreadJob(job, Math.min(before, weeklyRate.perHour), at);
  return {
    key: jobKey(job),
    kind: job.kind,
    accountId: job.accountId,
    payload: job,
    notBefore: Math.max(notBefore, isoWeekEnd(job.isoWeek)),
  };
}

/** Claimed and queued in one transaction: a run that was claimed and not queued would never be made up for. */
function enqueueOnce(store: Store, run: string, scheduledAt: number, job: JobRequest): Promise<boolean> {
  return store.transaction(async (transaction) => {
    if (!(await transaction.jobs.claimRun(run, scheduledAt))) return false;
    await transaction.jobs.enqueue([job]);
    return true;
  });
}
