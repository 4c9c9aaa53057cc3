// The sweep: GitHub does not send again by itself what it could not bring. Its log is read, what failed and is not here is asked for
// again, and where the log does not reach back far enough, the gap is told and read from GitHub.
import { RateLimited } from "../../github/errors.ts";
import type { DeliverySweep, Redelivery } from "../../records/store.ts";
import { askAgain } from "./ask-again.ts";
import { findGap, keepMissed, spansOfLost } from "./keep-missed.ts";
import { greaterId, type LogReading, readLog } from "./read-log.ts";
import type { SweepServices } from "./sweep-services.ts";

/** In one sweep, so that it ends before the next one begins. */
const MAX_ASKS_AT_ONCE = 500;
/** While nothing of what was asked for comes in, a few are enough to see when that has changed. */
const PROBES = 10;

/** Before the first one. */
export const noSweep: DeliverySweep = {
  sweptAt: null,
  frontierId: null,
  scan: null,
  notBefore: null,
  lastAsked: 0,
};

/** Also what is not due, and what was given up. */
export interface Wanted {
  /** Only what failed since, GitHub's time, milliseconds UTC. */
  readonly failedFrom: number;
}

export interface SweepOutcome {
  /** Entries of the log that had failed and are not here. */
  readonly found: number;
  readonly asked: readonly Redelivery[];
  readonly recovered: number;
  readonly givenUp: readonly Redelivery[];
  /** How many facts of missed deliveries were kept. */
  readonly missedSpans: number;
  /** False: the log is long, and the next sweep goes on. */
  readonly complete: boolean;
}

/**
 * Does one sweep. May be cut short at any moment, and may run in two replicas at once.
 *
 * @param wanted a person asks; absent: what is due.
 * @returns null while GitHub has asked to be left alone.
 * @throws what `errors.ts` tells of GitHub; nothing is lost then, and the next sweep goes on.
 */
export async function sweepDeliveries(
  services: SweepServices,
  wanted: Wanted | null = null,
): Promise<SweepOutcome | null> {
  const { store, appId, log } = services;
  const sweep: DeliverySweep = (await store.sweeps.find(appId)) ?? noSweep;
  if (sweep.notBefore !== null && sweep.notBefore > services.now()) return null;
  try {
    const reading = await readLog(services, sweep);
    const missedByLog = reading.complete ? await keepReading(services, sweep, reading) : 0;
    const { recovered } = await store.sweeps.settle();
    const room = sweep.lastAsked > 0 && recovered === 0 ? PROBES : MAX_ASKS_AT_ONCE;
    const { asked, givenUp, notBefore } =
      wanted === null
        ? await askAgain(services, await store.sweeps.listDue(room))
        : await askAgain(services, await store.sweeps.list({ ...wanted, limit: MAX_ASKS_AT_ONCE }), {
            maximumAsks: Number.POSITIVE_INFINITY,
          });
    const missedByGivingUp = await keepGivenUp(services, givenUp);
    await store.transaction(async (inner) => {
      const kept = (await inner.sweeps.find(appId)) ?? noSweep;
      await inner.sweeps.save(appId, { ...kept, notBefore, lastAsked: asked.length });
      await inner.sweeps.count(appId, { recovered });
    });
    const { found, complete } = reading;
    const outcome = {
      found,
      asked,
      recovered,
      givenUp,
      missedSpans: missedByLog + missedByGivingUp,
      complete,
    };
    log.info({ ...outcome, asked: asked.length, givenUp: givenUp.length }, "swept GitHub's delivery log");
    return outcome;
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    const kept = (await store.sweeps.find(appId)) ?? noSweep;
    await store.sweeps.save(appId, { ...kept, notBefore: error.until });
    return null;
  }
}

/** The log was read to where the last reading began: that is kept in one transaction with the gap that it shows. */
async function keepReading(
  services: SweepServices,
  sweep: DeliverySweep,
  { scan, keptMillis }: LogReading,
): Promise<number> {
  const { startedAt: readAt, oldestAt, topId } = scan;
  const gap = findGap(sweep.sweptAt, { readAt, keptMillis, oldestAt });
  if (gap !== null)
    services.log.error(gap, "deliveries are lost for good: the time is read from GitHub instead");
  return await services.store.transaction(async (store) => {
    const frontierId = greaterId(sweep.frontierId, topId);
    await store.sweeps.save(services.appId, { ...sweep, sweptAt: readAt, frontierId, scan: null });
    return await keepMissed({ ...services, store }, gap === null ? [] : [{ accountId: null, span: gap }]);
  });
}

/** What never came is missing from the facts of its account: both are noted together. */
export async function keepGivenUp(services: SweepServices, givenUp: readonly Redelivery[]): Promise<number> {
  if (givenUp.length === 0) return 0;
  for (const { guid, event, asks, reason } of givenUp) {
    services.log.error({ delivery: guid, event, asks, reason }, "a delivery was given up");
  }
  const installations = await services.store.installations.list();
  const accountOf = (installationId: number) =>
    installations.find((known) => known.installationId === installationId)?.accountId ?? null;
  return await services.store.transaction(async (store) => {
    for (const { guid, reason } of givenUp) await store.sweeps.giveUp(guid, reason ?? "");
    await store.sweeps.count(services.appId, { givenUp: givenUp.length });
    return await keepMissed({ ...services, store }, spansOfLost(givenUp, accountOf));
  });
}
