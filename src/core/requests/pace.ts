// When an installation may write next: writes at least a second apart, and no more creations a minute and an hour than GitHub takes.
// A pure step from one state to the next; the store keeps the state, so that replicas share it.
import type { Priority } from "./priority.ts";
import type { Creation } from "./request-cost.ts";

/** Times in milliseconds UTC, by the store's clock. */
export interface Pace {
  readonly lastWriteAt: number;
  /** When something was created within the last hour, oldest first; issues are in both lists. */
  readonly content: readonly number[];
  readonly issue: readonly number[];
  /** The latest time that was told to one that had to wait. */
  readonly toldContent: number;
  readonly toldIssue: number;
}

export const noPace: Pace = { lastWriteAt: 0, content: [], issue: [], toldContent: 0, toldIssue: 0 };

interface Rate {
  readonly perMinute: number;
  readonly perHour: number;
}

export interface PaceLimits {
  readonly writeGapMillis: number;
  readonly content: Rate;
  readonly issue: Rate;
  /** Of `content`, for checks alone. */
  readonly keptForChecks: Rate;
}

/** As GitHub documents them; for issues, as it has been seen to. */
export const githubPace: PaceLimits = {
  writeGapMillis: 1000,
  content: { perMinute: 80, perHour: 500 },
  issue: { perMinute: 20, perHour: 150 },
  keptForChecks: { perMinute: 20, perHour: 100 },
};

/** Longer than GitHub's, because a request arrives later than it was let through, and not always by as much. */
const WINDOW_MILLIS = { perMinute: 65_000, perHour: 3_630_000 } as const;

/** Nobody sleeps for longer: a job is put back to wait instead. */
export const LONGEST_SLEEP_MILLIS = 3000;

export interface Write {
  readonly creates: Creation | null;
  readonly priority: Priority;
}

/** `at`: its place is kept, and it goes out then, at once or a moment from now. `until`: ask again then; no place is kept. */
export type Slot = { readonly at: number } | { readonly until: number };

export function takeSlot(kept: Pace, write: Write, now: number, limits: PaceLimits): [Pace, Slot] {
  const pace = notAhead(kept, now);
  const next = Math.max(now, pace.lastWriteAt + limits.writeGapMillis);
  const free = write.creates === null ? null : freeAt(pace, write.creates, write.priority, next, limits);
  const at = free?.at ?? next;
  if (at - now <= LONGEST_SLEEP_MILLIS) return [keepSlot(pace, write.creates, at), { at }];
  if (free === null || write.creates === null) return [pace, { until: at }];
  // Each that waits is told a time of its own; at one time all would come, and all but one in vain.
  const told = write.creates === "issue" ? "toldIssue" : "toldContent";
  const last = pace[told] > at + WINDOW_MILLIS.perHour ? at : pace[told];
  const until = Math.max(at, last + free.spacingMillis);
  return [{ ...pace, [told]: until }, { until }];
}

/** A clock that was set back would have all wait until it is there again. */
function notAhead(pace: Pace, now: number): Pace {
  const latest = now + LONGEST_SLEEP_MILLIS;
  if (pace.lastWriteAt <= latest) return pace;
  const cap = (times: readonly number[]) => times.map((time) => Math.min(time, latest));
  return { ...pace, lastWriteAt: latest, content: cap(pace.content), issue: cap(pace.issue) };
}

function keepSlot(pace: Pace, creates: Creation | null, at: number): Pace {
  const add = (times: readonly number[], adds: boolean) => {
    const recent = times.filter((time) => time > at - WINDOW_MILLIS.perHour);
    return adds ? [...recent, at] : recent;
  };
  return {
    ...pace,
    lastWriteAt: at,
    content: add(pace.content, creates !== null),
    issue: add(pace.issue, creates === "issue"),
  };
}

/** The first time from `from` on at which one more fits into every window, and how far apart such times are. */
function freeAt(pace: Pace, creates: Creation, priority: Priority, from: number, limits: PaceLimits) {
  const kept = priority === "check" ? { perMinute: 0, perHour: 0 } : limits.keptForChecks;
  let at = from;
  let spacingMillis = limits.writeGapMillis;
  const respect = (times: readonly number[], rate: Rate, keptRate: Rate) => {
    for (const window of ["perMinute", "perHour"] as const) {
      const most = rate[window] - keptRate[window];
      // The newest that has to be out of the window before one more is in it.
      const blocking = times[times.length - most];
      if (blocking === undefined || blocking + WINDOW_MILLIS[window] <= at) continue;
      at = blocking + WINDOW_MILLIS[window];
      spacingMillis = Math.max(spacingMillis, Math.ceil(WINDOW_MILLIS[window] / most));
    }
  };
  respect(pace.content, limits.content, kept);
  if (creates === "issue") respect(pace.issue, limits.issue, { perMinute: 0, perHour: 0 });
  return { at, spacingMillis };
}
