// Gives the weekly issues of an account that wait their places in time, by one plan for all of them: when new ones have come, and
// when many are overdue, as after a standstill.
import { isoWeekEnd } from "../../core/scorecard/iso-week.ts";
import { parseJob } from "../../core/work/job-schema.ts";
import { type DueWeekly, planWeekly, urgencyOf, weeklyRate } from "../../core/work/plan-weekly.ts";
import type { Store } from "../../records/store.ts";
import { letOthersRun } from "../let-others-run.ts";

export type PlanStore = Pick<Store, "jobs" | "weeklyIssues" | "installations" | "rateLimits">;

export interface WaitingWeekly extends DueWeekly {
  /** Of its job. */
  readonly key: string;
}

/** Longer than a busy worker takes to get to a job that is due. */
const OVERDUE_MILLIS = 10 * 60_000;

/** @param options.changed more were queued since. */
export async function spreadWeekly(
  store: PlanStore,
  accountId: number,
  { now, changed }: { readonly now: number; readonly changed: boolean },
): Promise<void> {
  const waiting = await store.jobs.listWaiting(accountId, "publish-weekly");
  const overdue = waiting.filter(({ dueAt }) => dueAt < now - OVERDUE_MILLIS);
  if (!changed && overdue.length <= weeklyRate.perMinute) return;
  const planned = planWeekly(
    await listWaitingWeekly(store, accountId, waiting),
    await planStart(store, accountId, now),
  );
  await store.jobs.reschedule(planned.map(({ key, at }) => ({ key, dueAt: at })));
}

/** What waits, with what is known of its urgency. */
export async function listWaitingWeekly(
  store: Pick<Store, "weeklyIssues">,
  accountId: number,
  waiting: readonly { readonly key: string; readonly payload: unknown }[],
): Promise<WaitingWeekly[]> {
  const due: WaitingWeekly[] = [];
  for (const { key, payload } of waiting) {
    const job = parseJob(payload);
    if (job?.kind !== "publish-weekly") continue;
    await letOthersRun();
    const { repositoryId, isoWeek } = job;
    const urgency = urgencyOf(await store.weeklyIssues.lastScorecard(accountId, repositoryId));
    due.push({ key, repositoryId, isoWeek, notBefore: isoWeekEnd(isoWeek), urgency });
  }
  return due;
}

/** Now, or when GitHub may be asked again. */
export async function planStart(
  store: Pick<Store, "installations" | "rateLimits">,
  accountId: number,
  now: number,
): Promise<number> {
  const installation = await store.installations.find(accountId);
  if (installation === null) return now;
  const request = { resource: "core", priority: "weekly" } as const;
  return Math.max(now, (await store.rateLimits.notBefore(installation.installationId, request)) ?? now);
}
