// What became of lost deliveries and of the past of a late installation, in figures, and what must not be so.
import type { Repository } from "../local-github/state.ts";
import { countDrift } from "../records/drift.ts";
import type { ServerStore } from "../records/store.ts";
import type { Played } from "./play.ts";

export interface HistorySummary {
  /** Deliveries that GitHub could not bring. Its log has those, and not the silent ones. */
  readonly lost: { readonly logged: number; readonly silent: number };
  /** Came a day late. */
  readonly late: number;
  /** Came in after the sweep had asked for them. */
  readonly sentAgain: number;
  /** Asked for and still missing, or given up. */
  readonly stillMissing: number;
  /** Events that reconciliations found missing, and read. */
  readonly readAgain: number;
  /** Of these, in the last night. */
  readonly lastNight: number;
  /** Requests of all nights for repositories in which something had happened. */
  readonly nightlyRequests: number;
  readonly nights: number;
  readonly backfill: {
    readonly repository: string;
    readonly done: boolean;
    readonly days: number;
    readonly requests: number;
    /** Events that no delivery told, because Firstpass was not there yet. */
    readonly events: number;
  };
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;

export interface HistoryTally {
  /** After a night that began at `midnight`, milliseconds UTC. */
  countNight(midnight: number): Promise<void>;
  sumUp(played: Played, late: Repository): Promise<HistorySummary>;
}

/** @param appId whose sweep it is. */
export function openHistoryTally(store: ServerStore, appId: number): HistoryTally {
  let nightlyRequests = 0;
  let nights = 0;
  let lastNight = 0;
  return {
    async countNight(midnight) {
      const done = (await store.histories.listAll())
        .map(({ reconciliation }) => reconciliation)
        .filter(({ reconciledAt }) => reconciledAt !== null && reconciledAt >= midnight);
      nightlyRequests += done.reduce((sum, { requests }) => sum + requests, 0);
      lastNight = done.reduce((sum, { drift }) => sum + countDrift(drift), 0);
      nights += 1;
    },
    async sumUp(played, late) {
      const { fates } = played;
      const { totalDrift } = await store.histories.summarise();
      const swept = await store.sweeps.countByState();
      const logged = fates.failed + fates.unanswered;
      const stillMissing = swept.waiting + swept["given-up"];
      const backfill = (await store.histories.find(late.owner.id, late.id))?.backfill ?? null;
      return {
        lost: { logged, silent: fates.unlogged },
        late: played.late,
        sentAgain: (await store.sweeps.find(appId))?.recovered ?? 0,
        stillMissing,
        readAgain: countDrift(totalDrift),
        lastNight,
        nightlyRequests,
        nights,
        backfill: {
          repository: `${late.owner.login}/${late.name}`,
          done: backfill?.state === "done",
          days: backfill === null ? 0 : Math.round((backfill.startedAt - backfill.from) / DAY_MILLIS),
          requests: backfill?.requests ?? 0,
          events: fates["not-installed"],
        },
      };
    },
  };
}

/** What went wrong, in words. */
export function findHistoryProblems({ stillMissing, lastNight, backfill }: HistorySummary): string[] {
  return [
    ...(stillMissing > 0 ? [`${stillMissing} lost deliveries were never sent again.`] : []),
    ...(lastNight > 0 ? [`The last night found ${lastNight} events missing.`] : []),
    ...(backfill.done ? [] : [`The past of ${backfill.repository} was not read to its end.`]),
  ];
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;

/** Two lines for the terminal: what was lost, and what was there before. */
export function describeHistory(summary: HistorySummary): string {
  const { lost, late, sentAgain, readAgain, lastNight, nightlyRequests, nights, backfill } = summary;
  const all = lost.logged + lost.silent;
  return (
    `${all} more were lost on the way, ${late} came a day late: GitHub sent ${sentAgain} again when asked, ` +
    `${count(readAgain, "event")} ${readAgain === 1 ? "was" : "were"} read again at night; the last night found ${lastNight} missing.\n` +
    `${backfill.repository} came late: ${count(backfill.events, "event")} of ${backfill.days} days were read in ${count(backfill.requests, "request")}; ` +
    `${nights} nightly comparisons took ${count(nightlyRequests, "request")}.`
  );
}
