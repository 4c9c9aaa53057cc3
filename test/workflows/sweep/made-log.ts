// A delivery log in memory: what GitHub sent, what became of it, and what it is asked to send again.
import { pino } from "pino";
import type { DeliveryLog, LoggedDelivery } from "../../../src/github/delivery-log.ts";
import { NotFound } from "../../../src/github/errors.ts";
import type { ServerStore } from "../../../src/records/store.ts";
import type { SweepServices } from "../../../src/workflows/sweep/sweep-services.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.parse("2026-11-16T09:00:00Z");
export const accountId = 77;
export const installationId = 9;

/** Ids of the log begin above what a number holds exactly, as GitHub's do. */
const FIRST_ID = 2n ** 60n;

export interface MadeLog {
  readonly deliveryLog: DeliveryLog;
  /** GitHub's clock, apart from ours. */
  now: number;
  /** Answers of the app: by guid, else 202 for all. */
  answer: (guid: string) => number;
  readonly entries: LoggedDelivery[];
  /** Ids that were asked to be sent again, in their order. */
  readonly asked: string[];
  /** How often the log was listed, and how. */
  readonly listed: { failedOnly: boolean; cursor: string | null }[];
  pageSize: number;
  /** Thrown by the next request. */
  failure: Error | null;
  enterprise: boolean;
  send(guid: string, more?: Partial<LoggedDelivery>): Promise<LoggedDelivery>;
}

/** @param store takes in what is answered with 202. */
export function makeLog(store: ServerStore): MadeLog {
  let last = FIRST_ID;
  const log: MadeLog = {
    now: START,
    answer: () => 202,
    entries: [],
    asked: [],
    listed: [],
    pageSize: 100,
    failure: null,
    enterprise: false,
    async send(guid, more = {}) {
      last += 1n;
      const entry: LoggedDelivery = {
        id: String(last),
        guid,
        deliveredAt: log.now,
        statusCode: log.answer(guid),
        event: "push",
        action: null,
        installationId,
        ...more,
      };
      if (entry.statusCode === 202)
        await store.deliveries.add([{ id: guid, event: entry.event, body: Buffer.from("{}") }]);
      log.entries.push(entry);
      return entry;
    },
    deliveryLog: {
      async list({ failedOnly, cursor }) {
        takeFailure();
        log.listed.push({ failedOnly, cursor });
        const shown = log.entries
          .filter(({ deliveredAt }) => deliveredAt >= log.now - kept())
          .filter(({ statusCode }) => !failedOnly || statusCode < 200 || statusCode > 299)
          .filter(({ id }) => cursor === null || BigInt(id) < BigInt(cursor))
          .toReversed();
        const deliveries = shown.slice(0, log.pageSize);
        return {
          deliveries,
          next: shown.length > log.pageSize ? (deliveries.at(-1)?.id ?? null) : null,
          githubNow: log.now,
          isEnterpriseServer: log.enterprise,
        };
      },
      async redeliver(id) {
        takeFailure();
        const entry = log.entries.find((one) => one.id === id && one.deliveredAt >= log.now - kept());
        if (!entry) throw new NotFound("GitHub answered 404");
        log.asked.push(id);
        const { guid, event, installationId } = entry;
        await log.send(guid, { event, installationId });
      },
    },
  };
  const kept = () => (log.enterprise ? 7 : 3) * DAY;
  function takeFailure(): void {
    const { failure } = log;
    log.failure = null;
    if (failure) throw failure;
  }
  return log;
}

export interface Bench {
  readonly store: ServerStore;
  readonly log: MadeLog;
  readonly services: SweepServices;
  readonly repairs: number[];
  /** Moves our clock and GitHub's. */
  pass(millis: number): void;
  readonly clock: { now: number };
}

export async function openSweepBench(
  openTestStore: (options: { now: () => number }) => Promise<ServerStore>,
): Promise<Bench> {
  const clock = { now: START };
  const store = await openTestStore({ now: () => clock.now });
  await store.installations.save({
    installationId,
    accountId,
    accountLogin: "acme",
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: {},
    updatedAt: START - DAY,
  });
  const log = makeLog(store);
  const repairs: number[] = [];
  return {
    store,
    log,
    repairs,
    clock,
    pass(millis) {
      clock.now += millis;
      log.now += millis;
    },
    services: {
      store,
      deliveryLog: log.deliveryLog,
      log: pino({ enabled: false }),
      now: () => clock.now,
      appId: 12,
      handledEvents: new Set(["push", "installation"]),
      enqueueRepair: async (_, { from }) => void repairs.push(from),
      pause: async () => {},
    },
  };
}
