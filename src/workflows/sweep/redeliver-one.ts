// A person asks for one delivery to be sent again, whatever became of it before.
import type { LoggedDelivery } from "../../github/delivery-log.ts";
import { noSweep } from "./sweep-deliveries.ts";
import type { SweepServices } from "./sweep-services.ts";

/** Of the log: the last ten thousand attempts. */
const MAX_PAGES = 100;
const PAUSE_MILLIS = 100;

/**
 * Returns the attempt that GitHub was asked to repeat; null: its log does not have the delivery, as far as it was read.
 *
 * @throws the errors of `errors.ts`.
 */
export async function redeliverOne(services: SweepServices, guid: string): Promise<LoggedDelivery | null> {
  const { store, deliveryLog, appId } = services;
  const attempt = await findAttempt(services, guid);
  if (attempt === null) return null;
  await deliveryLog.redeliver(attempt.id);
  await store.transaction(async (inner) => {
    if ((await inner.sweeps.find(appId)) === null) await inner.sweeps.save(appId, noSweep);
    await inner.sweeps.count(appId, { asked: 1 });
  });
  return attempt;
}

async function findAttempt(
  { deliveryLog, pause }: SweepServices,
  guid: string,
): Promise<LoggedDelivery | null> {
  let cursor: string | null = null;
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const page: Awaited<ReturnType<typeof deliveryLog.list>> = await deliveryLog.list({
      failedOnly: false,
      cursor,
    });
    const found = page.deliveries.find((entry) => entry.guid === guid);
    if (found) return found;
    if (page.next === null) return null;
    cursor = page.next;
    await pause(PAUSE_MILLIS);
  }
  return null;
}
