// The cron table: what is done at fixed times, in UTC. A run is unique by (name, scheduled time) through the store, so
// two replicas do it once, and a process that was down at the time does the latest missed one when it is back.
import type { Store } from "../store/store.ts";
import { findLatestRun } from "../workflows/weekly/weekly-schedule.ts";

export interface CronEntry {
  readonly name: string;
  /** croner expression, five fields, UTC. */
  readonly expression: string;
  readonly run: (scheduledAt: number) => Promise<unknown>;
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const BODIES_KEPT_MILLIS = 7 * DAY_MILLIS;
/** Answers of GitHub that nobody has asked for since. */
const ANSWERS_KEPT_MILLIS = 90 * DAY_MILLIS;
const TICK_MILLIS = 20_000;

/** The entries of every server. `enqueueWeeklyIssues` decides itself which repositories are due in their own time zones. */
export function cronTable(work: {
  readonly store: Pick<Store, "deliveries" | "httpResponses" | "now">;
  readonly enqueueWeeklyIssues: () => Promise<unknown>;
  readonly enqueueOverviews: () => Promise<unknown>;
  readonly enqueueTemplateReadings: () => Promise<unknown>;
}): readonly CronEntry[] {
  return [
    { name: "weekly-issues", expression: "*/5 * * * *", run: work.enqueueWeeklyIssues },
    { name: "overviews", expression: "*/5 * * * *", run: work.enqueueOverviews },
    { name: "templates", expression: "41 3 * * *", run: work.enqueueTemplateReadings },
    {
      name: "drop-delivery-bodies",
      expression: "23 * * * *",
      run: async () => {
        await work.store.deliveries.dropBodies((await work.store.now()) - BODIES_KEPT_MILLIS);
      },
    },
    {
      name: "drop-unused-answers",
      expression: "53 4 * * *",
      run: async () => {
        await work.store.httpResponses.drop((await work.store.now()) - ANSWERS_KEPT_MILLIS);
      },
    },
  ];
}

export interface CronRunner {
  start(): void;
  /** Runs what is due at the store's time and nobody has taken. */
  tick(): Promise<void>;
  /** No run begins after this; resolves when the one in hand is finished. */
  stop(): Promise<void>;
}

/** One entry's failure goes to `onError` with its name, and stops no other. */
export function createCronRunner(
  entries: readonly CronEntry[],
  store: Pick<Store, "jobs" | "now">,
  onError: (name: string, error: unknown) => void,
): CronRunner {
  let timer: NodeJS.Timeout | null = null;
  let inHand: Promise<void> = Promise.resolve();

  async function runDue(): Promise<void> {
    for (const entry of entries) {
      try {
        const scheduledAt = findLatestRun(entry.expression, "UTC", await store.now());
        if (scheduledAt !== null && (await store.jobs.claimRun(entry.name, scheduledAt))) {
          await entry.run(scheduledAt);
        }
      } catch (error) {
        onError(entry.name, error);
      }
    }
  }

  const tick = () => {
    inHand = inHand.then(runDue);
    return inHand;
  };
  return {
    start() {
      timer ??= setInterval(tick, TICK_MILLIS);
      void tick();
    },
    tick,
    async stop() {
      if (timer) clearInterval(timer);
      await inHand;
    },
  };
}
