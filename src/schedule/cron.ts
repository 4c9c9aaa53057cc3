// The cron table: what is done at fixed times, in UTC. A run is unique by (name, scheduled time) through the store, so
// two replicas do it once, and a process that was down at the time does the latest missed one when it is back.
import type { ServerStore } from "../records/store.ts";
import { findLatestRun } from "../workflows/weekly/weekly-schedule.ts";

export interface CronEntry {
  readonly name: string;
  /** croner expression, five fields, UTC. */
  readonly expression: string;
  readonly run: (scheduledAt: number) => Promise<unknown>;
}

/** What the entries do; each decides itself what of it is due. */
export interface CronWork {
  readonly enqueueWeeklyIssues: () => Promise<unknown>;
  readonly enqueueOverviews: () => Promise<unknown>;
  readonly enqueueTemplateReadings: () => Promise<unknown>;
  /** Has GitHub send again what it could not bring. */
  readonly sweepDeliveries: () => Promise<unknown>;
  /** Has every account compared with GitHub. */
  readonly enqueueReconciliations: () => Promise<unknown>;
  /** Compares where the App is installed. */
  readonly compareInstallations: () => Promise<unknown>;
  /** Throws away rows that have served. */
  readonly throwAway: () => Promise<unknown>;
  /** Drops what was received, some days after it was worked on. */
  readonly dropBodies: () => Promise<unknown>;
  /** Erases accounts that left long enough ago. */
  readonly eraseDeparted: () => Promise<unknown>;
}

const TICK_MILLIS = 20_000;

/** The entries of every server. */
export function cronTable(work: CronWork): readonly CronEntry[] {
  return [
    { name: "weekly-issues", expression: "*/5 * * * *", run: work.enqueueWeeklyIssues },
    { name: "overviews", expression: "*/5 * * * *", run: work.enqueueOverviews },
    { name: "sweep-deliveries", expression: "*/10 * * * *", run: work.sweepDeliveries },
    { name: "templates", expression: "41 3 * * *", run: work.enqueueTemplateReadings },
    { name: "reconcile", expression: "12 2 * * *", run: work.enqueueReconciliations },
    // Several times: it costs a request, and GitHub may not answer the first one.
    { name: "compare-installations", expression: "32 2-5 * * *", run: work.compareInstallations },
    { name: "drop-delivery-bodies", expression: "23 * * * *", run: work.dropBodies },
    { name: "throw-away", expression: "53 4 * * *", run: work.throwAway },
    { name: "erase-departed", expression: "7 5 * * *", run: work.eraseDeparted },
  ];
}

export interface CronRunner {
  start(): void;
  /** Runs what is due at the store's time and nobody has taken; resolves when it is done. */
  tick(): Promise<void>;
  /** No run begins after this; resolves when those in hand are finished. */
  stop(): Promise<void>;
}

/** One entry's failure goes to `onError` with its name, and stops no other; nor does one that takes long hold others up. */
export function createCronRunner(
  entries: readonly CronEntry[],
  store: Pick<ServerStore, "jobs" | "now">,
  onError: (name: string, error: unknown) => void,
): CronRunner {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const inHand = new Map<string, Promise<void>>();

  async function runIfDue(entry: CronEntry): Promise<void> {
    try {
      const scheduledAt = findLatestRun(entry.expression, "UTC", await store.now());
      if (scheduledAt !== null && !stopped && (await store.jobs.claimRun(entry.name, scheduledAt))) {
        await entry.run(scheduledAt);
      }
    } catch (error) {
      onError(entry.name, error);
    } finally {
      inHand.delete(entry.name);
    }
  }

  async function tick(): Promise<void> {
    if (stopped) return;
    for (const entry of entries) {
      if (!inHand.has(entry.name)) inHand.set(entry.name, runIfDue(entry));
    }
    await Promise.all(inHand.values());
  }

  return {
    start() {
      timer ??= setInterval(tick, TICK_MILLIS);
      void tick();
    },
    tick,
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await Promise.all(inHand.values());
    },
  };
}
