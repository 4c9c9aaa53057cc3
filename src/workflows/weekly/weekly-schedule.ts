// Which repositories are due for their weekly issue, each by the cron expression and time zone of its configuration.
// A run is unique by repository and scheduled time, so that replicas queue it once and a missed one is made up for.
import { Cron } from "croner";
import { isoWeekEnd, isoWeekOf, previousIsoWeek } from "../../core/scorecard/iso-week.ts";
import { weeklyRate } from "../../core/work/plan-weekly.ts";
import type { JobRequest, KnownRepository, Store } from "../../records/store.ts";
import { type AccountConfigurations, openConfigurations } from "../configuration/account-configurations.ts";
import { enqueueUnreadConfigurations } from "../configuration/unread-configurations.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { WorkflowServices } from "../services.ts";
import { requestJob } from "../spread-jobs.ts";
import { spreadWeekly } from "./spread-weekly.ts";

const weekMillis = 7 * 24 * 60 * 60 * 1000;
const seenMillis = 35 * 24 * 60 * 60 * 1000;
/** So long the issues of a large account wait for their places; should a crash come between, they go out all the same. */
const PLANNING_MILLIS = 2 * 60_000;

/**
 * Queues what is due. Asked often; what was queued for a scheduled time is not queued again. Returns how many weekly issues were.
 * @param delayMillis only what has been due for so long.
 */
export async function enqueueDueWeeklyIssues(
  { store, now }: Pick<WorkflowServices, "store" | "now">,
  delayMillis = 0,
): Promise<number> {
  const at = now();
  let queued = 0;
  const repositories = await store.repositories.listAll();
  const countOf = new Map<number, number>();
  for (const { state } of repositories) countOf.set(state.accountId, (countOf.get(state.accountId) ?? 0) + 1);
  const changed = new Set<number>();
  // What is due is a matter of configuration.
  await enqueueUnreadConfigurations(store, repositories, at);
  // They come account by account.
  let configurations: AccountConfigurations | undefined;
  let opened: number | null = null;
  for (const known of repositories) {
    const { accountId, repositoryId } = known.state;
    await letOthersRun();
    if (!known.active || known.state.archived) continue;
    if (configurations === undefined || opened !== accountId)
      configurations = await openConfigurations(store, accountId);
    opened = accountId;
    const { weekly, timeZone } = (await configurations.of(known)).config;
    if (!weekly.enabled) continue;
    const scheduledAt = findLatestRun(weekly.cron, timeZone, at - delayMillis);
    if (scheduledAt === null || !(await wasSeenBefore(store, known, scheduledAt))) continue;
    const isoWeek = chooseWeek(scheduledAt, timeZone);
    const job = requestJob({ kind: "publish-weekly", accountId, repositoryId, isoWeek });
    // East of Greenwich Monday begins before the week has ended in UTC. Where there are many, none begins before all have their places.
    const before = ((countOf.get(accountId) ?? 0) > weeklyRate.perMinute ? PLANNING_MILLIS : 0) + at;
    const request = { ...job, notBefore: Math.max(before, isoWeekEnd(isoWeek)) };
    if (!(await enqueueOnce(store, `weekly/${accountId}/${repositoryId}`, scheduledAt, request))) continue;
    queued++;
    changed.add(accountId);
  }
  for (const accountId of countOf.keys())
    await spreadWeekly(store, accountId, { now: now(), changed: changed.has(accountId) });
  return queued;
}

/** Claimed and queued in one transaction: a run that was claimed and not queued would never be made up for. */
function enqueueOnce(store: Store, run: string, scheduledAt: number, job: JobRequest): Promise<boolean> {
  return store.transaction(async (transaction) => {
    if (!(await transaction.jobs.claimRun(run, scheduledAt))) return false;
    await transaction.jobs.enqueue([job]);
    return true;
  });
}

/** The ISO week before the one that the scheduled time is in, by the local calendar. */
export function chooseWeek(scheduledAt: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  }).formatToParts(scheduledAt);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return previousIsoWeek(isoWeekOf(Date.UTC(read("year"), read("month") - 1, read("day"))));
}

/** The latest scheduled time at or before `at`, milliseconds UTC; null where the expression has none. */
export function findLatestRun(cron: string, timeZone: string, at: number): number | null {
  // Asked from a second later, because croner leaves out the very moment it is asked from.
  const runs = new Cron(cron, { timezone: timeZone }).previousRuns(2, new Date(at + 1000));
  return runs.map((run) => run.getTime()).find((run) => run <= at) ?? null;
}

/** The next scheduled time after `at`, milliseconds UTC; null where the expression has none. */
export function findNextRun(cron: string, timeZone: string, at: number): number | null {
  return new Cron(cron, { timezone: timeZone }).nextRun(new Date(at))?.getTime() ?? null;
}

/** A repository that was first seen after the scheduled time has something to tell of the week before it once that week is read. */
async function wasSeenBefore(store: Store, known: KnownRepository, scheduledAt: number): Promise<boolean> {
  const { accountId, repositoryId } = known.state;
  if (known.coveredFrom !== null) {
    if (known.coveredFrom < scheduledAt) return true;
    const reachedAt = (await store.histories.find(accountId, repositoryId))?.backfill?.reachedAt ?? null;
    return reachedAt !== null && reachedAt <= scheduledAt - weekMillis;
  }
  const facts = await store.facts.list({
    accountId,
    repositoryId,
    from: scheduledAt - seenMillis,
    to: scheduledAt,
    kinds: ["pull-request", "push", "check-run"],
  });
  return facts.length > 0;
}
