// The plan of an account's weekly issues, for a person who asks how long they take: those that wait now, and those of the next
// scheduled time. The same arithmetic gives the jobs their times.
import { isoWeekEnd } from "../../core/scorecard/iso-week.ts";
import {
  type DueWeekly,
  type PlannedWeekly,
  planWeekly,
  type Urgency,
  urgencyOf,
} from "../../core/work/plan-weekly.ts";
import type { Store } from "../../records/store.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { listWaitingWeekly, planStart } from "./spread-weekly.ts";
import { chooseWeek, findNextRun } from "./weekly-schedule.ts";

export interface WeeklyPlan {
  /** Queued, in the order in which they go out. */
  readonly waiting: readonly PlannedWeekly<NamedWeekly>[];
  /** Of the next scheduled time of each repository. */
  readonly next: readonly PlannedWeekly<NamedWeekly>[];
}

export interface NamedWeekly extends DueWeekly {
  readonly fullName: string;
  readonly urgency: Urgency;
}

/** @param now milliseconds UTC. */
export async function loadWeeklyPlan(store: Store, accountId: number, now: number): Promise<WeeklyPlan> {
  const repositories = await store.repositories.list(accountId);
  const names = new Map(
    repositories.map(({ state }) => [state.repositoryId, `${state.ownerLogin}/${state.name}`]),
  );
  const name = <Due extends DueWeekly>(due: Due) => ({
    ...due,
    fullName: names.get(due.repositoryId) ?? String(due.repositoryId),
  });
  const queued = await store.jobs.listWaiting(accountId, "publish-weekly");
  const waiting = (await listWaitingWeekly(store, accountId, queued)).map(name);

  const configurations = await openConfigurations(store, accountId);
  const next: NamedWeekly[] = [];
  for (const known of repositories) {
    if (!known.active || known.state.archived) continue;
    const { weekly, timeZone } = (await configurations.of(known)).config;
    const scheduledAt = weekly.enabled ? findNextRun(weekly.cron, timeZone, now) : null;
    if (scheduledAt === null) continue;
    const { repositoryId } = known.state;
    const isoWeek = chooseWeek(scheduledAt, timeZone);
    const urgency = urgencyOf(await store.weeklyIssues.lastScorecard(accountId, repositoryId));
    const notBefore = Math.max(scheduledAt, isoWeekEnd(isoWeek));
    next.push(name({ repositoryId, isoWeek, notBefore, urgency }));
  }
  const plan = planWeekly(waiting, await planStart(store, accountId, now));
  return { waiting: plan, next: planWeekly(next, Math.max(now, plan.at(-1)?.at ?? now)) };
}
