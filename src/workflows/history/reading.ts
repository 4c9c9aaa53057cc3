// Where a reading of the past stands, and what it reads next: a span is read in slices, the newest first, and each slice list by
// list. Pure: the steps read, the jobs keep.
import type { HistoryPart } from "../../core/facts/history.ts";
import type { Unseen } from "../../core/facts/observations.ts";
import type { ListedActivity } from "../../core/listed-history/listed.ts";
import { Transient } from "../../github/errors.ts";
import type { ListPosition, Reading } from "../../records/store.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Short enough that the newest slice of every repository is read soon. */
const sliceMillis = 10 * dayMillis;

/** Checks may conclude, and runs be told, after the last change of a pull request that GitHub dates. */
const lookbackMillis = dayMillis;

/** Changes of refs that a slice keeps in hand. Where there are more of them the slice is cut shorter. */
const mostActivity = 2000;

/** Of one second there may be many; a list whose every next page shows what was shown already would be read for ever. */
const mostStalledPages = 100;

const atItsBeginning: ListPosition = { cursor: null, ended: false, reachedAt: null, pages: 0 };

/** @param heads commits whose checks are to be read whatever pull requests there are. */
export function beginReading(
  span: { readonly from: number; readonly to: number },
  heads: readonly string[] = [],
): Reading {
  const { from, to } = span;
  return toNextStep({
    from,
    to,
    slice: sliceBefore(span, to),
    step: null,
    activity: atItsBeginning,
    pullRequests: atItsBeginning,
    workflowRuns: atItsBeginning,
    pushesKept: false,
    listedActivity: [],
    listedPullRequests: [],
    heads,
    unseen: [],
  });
}

/** From when on pull requests are read for the slice in hand: by their last change, milliseconds UTC. */
export function pullRequestsSince({ slice }: Reading): number {
  return slice.from - lookbackMillis;
}

/** What has not changed since then no slice of the span needs; milliseconds UTC. */
export function pullRequestsNeededSince(reading: Reading): number {
  return reading.step === "settle" ? pullRequestsSince(reading) : reading.from - lookbackMillis;
}

/** From when on workflow runs are read for the slice in hand: by their creation, milliseconds UTC. */
export function workflowRunsSince({ from, slice }: Reading): number {
  // Those of an older slice are read with it.
  return slice.from > from ? slice.from : slice.from - lookbackMillis;
}

/** From when on all changes of refs are in hand, milliseconds UTC; null: GitHub refuses to list them. */
export function activitySince(reading: Reading): number | null {
  if (reading.unseen.some(({ part }) => part === "pushes")) return null;
  const { ended, reachedAt } = reading.activity;
  // More of the very moment that was reached last may be on the next page.
  return ended || reachedAt === null ? reading.from : reachedAt + 1;
}

/** The reading with what is next to be read of its slice as its step. */
export function toNextStep(reading: Reading): Reading {
  return { ...reading, step: stepOf(reading) };
}

function stepOf(reading: Reading): Reading["step"] {
  const { slice, activity, pullRequests, heads, workflowRuns } = reading;
  const allPullRequests = hasReached(pullRequests, pullRequestsSince(reading));
  if (reading.step === "settle") return allPullRequests ? null : "settle";
  if (!hasReached(activity, slice.from)) return "activity";
  if (!allPullRequests) return "pull-requests";
  if (heads.length > 0) return "checks";
  if (!workflowRuns.ended) return "workflow-runs";
  return reading.pushesKept ? null : "pushes";
}

/** The reading of the slice before; null when the whole span is read. */
export function olderSlice(reading: Reading): Reading | null {
  const { from, slice, unseen } = reading;
  if (slice.from <= from) return null;
  // What GitHub refuses for one slice it refuses for all.
  const runsRefused = unseen.some(({ part }) => part === "workflow-runs");
  return toNextStep({
    ...reading,
    slice: sliceBefore(reading, slice.from),
    step: null,
    workflowRuns: { ...atItsBeginning, ended: runsRefused },
    pushesKept: false,
    listedActivity: reading.listedActivity.filter(({ at }) => at < slice.from),
    listedPullRequests: reading.listedPullRequests.filter(({ createdAt }) => createdAt < slice.from),
  });
}

/** What has changed since `startedAt` is read once more; null where the list was read at once, and nothing can have moved. */
export function settling(reading: Reading, startedAt: number): Reading | null {
  if (reading.pullRequests.pages <= 1) return null;
  return toNextStep({
    ...reading,
    slice: { from: startedAt, to: startedAt },
    step: "settle",
    pullRequests: atItsBeginning,
    listedActivity: [],
    listedPullRequests: [],
  });
}

/**
 * A list after a page of it. @param oldestAt of its items, milliseconds UTC; null: it had none, or they are not in order.
 * @throws Transient where page after page brings nothing older: the list goes in circles.
 */
export function turnPage(position: ListPosition, next: string | null, oldestAt: number | null): ListPosition {
  const before = position.reachedAt;
  const isOlder = oldestAt !== null && (before === null || oldestAt < before);
  const stalled = isOlder ? 0 : (position.stalled ?? 0) + 1;
  if (next !== null && stalled > mostStalledPages)
    throw new Transient("GitHub's list goes on and brings nothing older.");
  return {
    cursor: next,
    ended: next === null,
    reachedAt: isOlder ? oldestAt : before,
    ...(stalled > 0 && { stalled }),
    pages: position.pages + 1,
  };
}

/** With more changes of refs in hand; of very many, the slice ends where they do. */
export function withActivity(
  reading: Reading,
  items: readonly ListedActivity[],
  next: string | null,
): Reading {
  const oldestAt = items.length === 0 ? null : Math.min(...items.map(({ at }) => at));
  const activity = turnPage(reading.activity, next, oldestAt);
  const listedActivity = [...reading.listedActivity, ...items];
  const { slice } = reading;
  const { reachedAt } = activity;
  const inSlice = listedActivity.filter(({ at }) => at < slice.to).length;
  const cut =
    inSlice > mostActivity && !activity.ended && reachedAt !== null && reachedAt + 1 > slice.from
      ? Math.min(reachedAt + 1, slice.to - 1)
      : slice.from;
  return { ...reading, activity, listedActivity, slice: { ...slice, from: cut } };
}

/** A list that GitHub refuses has no more; why is told once for each part. */
export function refuse(
  reading: Reading,
  list: "activity" | "pullRequests" | "workflowRuns" | null,
  parts: readonly HistoryPart[],
  unseen: Unseen,
): Reading {
  const known = new Map(reading.unseen.map((refused) => [refused.part, refused]));
  for (const part of parts) known.set(part, { part, unseen });
  return {
    ...reading,
    ...(list === null ? {} : { [list]: { ...reading[list], cursor: null, ended: true } }),
    unseen: [...known.values()].sort((a, b) => (a.part < b.part ? -1 : 1)),
  };
}

function sliceBefore({ from }: { readonly from: number }, to: number): Reading["slice"] {
  return { from: Math.max(from, to - sliceMillis), to };
}

function hasReached({ ended, reachedAt }: ListPosition, since: number): boolean {
  return ended || (reachedAt !== null && reachedAt < since);
}
