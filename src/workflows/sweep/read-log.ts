// Reads GitHub's delivery log, newest first, down to where the last reading began, and keeps what GitHub could not bring. Page and
// progress are kept together, so that a reading which was cut short goes on, here or in another replica.
import type { DeliveryLogPage, LoggedDelivery } from "../../github/delivery-log.ts";
import { Refused } from "../../github/errors.ts";
import type { DeliverySweep, LogScan, ServerStore } from "../../records/store.ts";
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, type SweepServices } from "./sweep-services.ts";

/** Entries can be written late, and GitHub's machines differ by seconds: so much is read twice. */
const OVERLAP_MILLIS = 30 * MINUTE_MILLIS;
/** After a longer break what GitHub could bring is looked at as well: the store may be one that was restored. */
const SHORT_BREAK_MILLIS = HOUR_MILLIS;
/** One that began longer ago begins anew: by then its end has left the log. */
const SCAN_STANDS_MILLIS = DAY_MILLIS;
/** Of a hundred, in one sweep. The next one goes on. */
const MAX_PAGES = 100;
const PAUSE_MILLIS = 100;

const KEPT_MILLIS = 3 * DAY_MILLIS;
const KEPT_BY_ENTERPRISE_SERVER_MILLIS = 7 * DAY_MILLIS;

export interface LogReading {
  readonly scan: LogScan;
  /** Down to where it was to be read; else the next sweep goes on. */
  readonly complete: boolean;
  /** Entries that failed and are not here, as far as this sweep read. */
  readonly found: number;
  /** How long GitHub keeps its log. */
  readonly keptMillis: number;
}

/** @param sweep as it is stored; it is stored again with every page. */
export async function readLog(services: SweepServices, sweep: DeliverySweep): Promise<LogReading> {
  const { store, deliveryLog, appId } = services;
  let scan = standing(sweep.scan, services.now());
  let found = 0;
  for (let pages = 1; ; pages++) {
    const everything = scan?.everything ?? isLongBreak(sweep.sweptAt, services.now());
    const page = await listPage(services, sweep, { everything, cursor: scan?.cursor ?? null });
    scan = advance(scan ?? begin(page, everything, services.now()), page);
    const failed = await listLost(services.store, page.deliveries, services);
    found += failed.length;
    const complete = page.next === null || page.deliveries.some((entry) => isSeen(entry, sweep, everything));
    const progress = scan;
    await store.transaction(async (inner) => {
      await inner.sweeps.keepFailed(failed);
      await inner.sweeps.save(appId, { ...sweep, scan: progress });
    });
    const keptMillis = page.isEnterpriseServer ? KEPT_BY_ENTERPRISE_SERVER_MILLIS : KEPT_MILLIS;
    if (complete || pages === MAX_PAGES) return { scan, complete, found, keptMillis };
    await services.pause(PAUSE_MILLIS);
  }

  async function listPage(
    { store }: SweepServices,
    { ...state }: DeliverySweep,
    { everything, cursor }: { everything: boolean; cursor: string | null },
  ): Promise<DeliveryLogPage> {
    try {
      return await deliveryLog.list({ failedOnly: !everything, cursor });
    } catch (error) {
      // GitHub does not know the cursor any more: the next sweep begins anew.
      if (error instanceof Refused && cursor !== null)
        await store.sweeps.save(appId, { ...state, scan: null });
      throw error;
    }
  }
}

function standing(scan: LogScan | null, now: number): LogScan | null {
  return scan !== null && Math.abs(now - scan.startedAt) < SCAN_STANDS_MILLIS ? scan : null;
}

function isLongBreak(sweptAt: number | null, now: number): boolean {
  return sweptAt !== null && now - sweptAt > SHORT_BREAK_MILLIS;
}

function begin(page: DeliveryLogPage, everything: boolean, now: number): LogScan {
  return { startedAt: page.githubNow ?? now, everything, cursor: null, topId: null, oldestAt: null };
}

function advance(scan: LogScan, { deliveries, next }: DeliveryLogPage): LogScan {
  let { topId, oldestAt } = scan;
  for (const { id, deliveredAt } of deliveries) {
    topId = greaterId(topId, id);
    oldestAt = Math.min(oldestAt ?? deliveredAt, deliveredAt);
  }
  return { ...scan, cursor: next, topId, oldestAt };
}

/** Ids of the log are whole numbers that may be too large for a number. */
export function greaterId(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return BigInt(a) > BigInt(b) ? a : b;
}

/**
 * The entry, and with it all that are older, was read before. Both times are GitHub's, so that no clock of ours decides; and an
 * entry with a greater id than was seen is new, whatever its time.
 */
function isSeen({ id, deliveredAt }: LoggedDelivery, sweep: DeliverySweep, everything: boolean): boolean {
  if (sweep.sweptAt === null || deliveredAt >= sweep.sweptAt - OVERLAP_MILLIS) return false;
  return everything || sweep.frontierId === null || BigInt(id) <= BigInt(sweep.frontierId);
}

async function listLost(
  store: ServerStore,
  entries: readonly LoggedDelivery[],
  { handledEvents }: Pick<SweepServices, "handledEvents">,
) {
  const handled = entries.filter(({ event }) => handledEvents.has(event));
  const missing = new Set(await store.sweeps.listMissing([...new Set(handled.map(({ guid }) => guid))]));
  return handled
    .filter(({ guid }) => missing.has(guid))
    .map(({ guid, id, event, installationId, deliveredAt, statusCode }) => ({
      guid,
      attemptId: id,
      event,
      installationId,
      failedAt: deliveredAt,
      statusCode,
    }));
}
