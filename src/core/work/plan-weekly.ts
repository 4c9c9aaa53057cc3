// In which order, and when, the weekly issues of an account go out: as fast as GitHub takes issues, the most urgent first. The
// scheduler gives jobs these times, and `firstpass publish weekly --plan` shows them.
import type { Scorecard } from "../scorecard/scorecard.ts";

/** Below what GitHub takes of issues (twenty a minute, 150 an hour): the rest is for overviews and for what is posted by hand. */
export const weeklyRate = { perMinute: 15, perHour: 140 } as const;

/** Why an issue goes out before others, most urgent first. */
const urgencies = ["escalated", "off-target", "never-posted", "near", "on-target"] as const;
export type WeeklyUrgency = (typeof urgencies)[number];

export interface Urgency {
  readonly why: WeeklyUrgency;
  /** How many KPIs it is for; 0 where none is. */
  readonly kpis: number;
}

/**
 * Read from the scorecard that was posted last; null: never. One that was never posted comes before those in order, since nobody knows
 * what it will say, and behind those of which a missed target is known.
 */
export function urgencyOf(last: Pick<Scorecard, "kpis"> | null): Urgency {
  if (last === null) return { why: "never-posted", kpis: 0 };
  const count = (holds: (kpi: Scorecard["kpis"][number]) => boolean) => last.kpis.filter(holds).length;
  const escalated = count((kpi) => kpi.escalated);
  if (escalated > 0) return { why: "escalated", kpis: escalated };
  const offTarget = count((kpi) => kpi.status === "off-target");
  if (offTarget > 0) return { why: "off-target", kpis: offTarget };
  const near = count((kpi) => kpi.status === "near");
  return near > 0 ? { why: "near", kpis: near } : { why: "on-target", kpis: 0 };
}

export interface DueWeekly {
  /** GitHub's id of the repository: what decides among equals. */
  readonly repositoryId: number;
  readonly isoWeek: string;
  /** Not before its week has ended; milliseconds UTC. */
  readonly notBefore: number;
  readonly urgency: Urgency;
}

export type PlannedWeekly<Due extends DueWeekly> = Due & { readonly at: number };

const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;

/** Each with its time, milliseconds UTC, in the order in which they go out: so many in any minute and in any hour. */
export function planWeekly<Due extends DueWeekly>(
  due: readonly Due[],
  now: number,
  rate: { readonly perMinute: number; readonly perHour: number } = weeklyRate,
): PlannedWeekly<Due>[] {
  const ranked = due.toSorted(compareUrgency);
  const byTime = ranked.map((_, rank) => rank);
  byTime.sort((a, b) => timeOf(ranked[a]) - timeOf(ranked[b]) || a - b);
  // Ranks that may go out by now, the most urgent last.
  const ready: number[] = [];
  const planned: PlannedWeekly<Due>[] = [];
  let next = 0;
  let at = now;
  while (planned.length < ranked.length) {
    const inMinute = planned[planned.length - rate.perMinute];
    const inHour = planned[planned.length - rate.perHour];
    if (inMinute !== undefined) at = Math.max(at, inMinute.at + MINUTE_MILLIS);
    if (inHour !== undefined) at = Math.max(at, inHour.at + HOUR_MILLIS);
    if (ready.length === 0) at = Math.max(at, timeOf(ranked[byTime[next] ?? 0]));
    for (; next < byTime.length && timeOf(ranked[byTime[next] ?? 0]) <= at; next++) {
      insertDescending(ready, byTime[next] ?? 0);
    }
    const one = ranked[ready.pop() ?? -1];
    if (one !== undefined) planned.push({ ...one, at });
  }
  return planned;
}

function timeOf(due: DueWeekly | undefined): number {
  return due?.notBefore ?? 0;
}

function compareUrgency(a: DueWeekly, b: DueWeekly): number {
  return (
    urgencies.indexOf(a.urgency.why) - urgencies.indexOf(b.urgency.why) ||
    b.urgency.kpis - a.urgency.kpis ||
    a.repositoryId - b.repositoryId ||
    (a.isoWeek < b.isoWeek ? -1 : Number(a.isoWeek > b.isoWeek))
  );
}

function insertDescending(ranks: number[], rank: number): void {
  let low = 0;
  let high = ranks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranks[middle] ?? 0) > rank) low = middle + 1;
    else high = middle;
  }
  ranks.splice(low, 0, rank);
}
