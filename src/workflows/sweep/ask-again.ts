// Asks GitHub to send again what it could not bring: a few at a time, each with growing waits, and at last not any more.
import { NotFound, RateLimited, Refused, Transient } from "../../github/errors.ts";
import type { Redelivery } from "../../records/store.ts";
import { HOUR_MILLIS, MINUTE_MILLIS, type SweepServices } from "./sweep-services.ts";

/** The waits reach over the three days for which GitHub keeps a delivery. */
export const MAX_ASKS = 9;
const FIRST_WAIT_MILLIS = 10 * MINUTE_MILLIS;
const LONGEST_WAIT_MILLIS = 12 * HOUR_MILLIS;
/** GitHub takes 180 writes a minute at one address. */
const PAUSE_MILLIS = 400;

export interface Asked {
  readonly asked: readonly Redelivery[];
  /** Not noted yet: that belongs together with what is lost by it. */
  readonly givenUp: readonly Redelivery[];
  /** GitHub asked to be left alone until then; null: it did not. */
  readonly notBefore: number | null;
}

/** @param due in the order of asking; those that were asked for often enough are given up. */
export async function askAgain(
  services: Pick<SweepServices, "store" | "appId" | "deliveryLog" | "log" | "pause">,
  due: readonly Redelivery[],
  { maximumAsks = MAX_ASKS }: { readonly maximumAsks?: number } = {},
): Promise<Asked> {
  const { store, appId } = services;
  const givenUp: Redelivery[] = [];
  const asked: Redelivery[] = [];
  const giveUp = (delivery: Redelivery, reason: string) =>
    givenUp.push({ ...delivery, state: "given-up", reason });
  for (const delivery of due) {
    const { guid, attemptId, asks } = delivery;
    if (asks >= maximumAsks) {
      giveUp(delivery, `It was asked for ${asks} times and never came.`);
      continue;
    }
    const nextAskAt = (await store.now()) + waitAfter(asks + 1);
    if (!(await store.sweeps.claim(guid, asks, nextAskAt))) continue;
    try {
      if (asked.length > 0) await services.pause(PAUSE_MILLIS);
      await services.deliveryLog.redeliver(attemptId);
      asked.push(delivery);
      // At once: a sweep asks for minutes, and may not come to its end.
      await store.sweeps.count(appId, { asked: 1 });
    } catch (error) {
      if (error instanceof NotFound || error instanceof Refused) {
        giveUp(delivery, "GitHub does not have it any more.");
      } else if (error instanceof RateLimited) {
        return { asked, givenUp, notBefore: error.until };
      } else if (error instanceof Transient) {
        services.log.warn({ err: error }, "GitHub could not be asked for a redelivery");
        return { asked, givenUp, notBefore: null };
      } else {
        throw error;
      }
    }
  }
  return { asked, givenUp, notBefore: null };
}

/** @param asks how often it was asked for, from 1 on. */
export function waitAfter(asks: number): number {
  return Math.min(FIRST_WAIT_MILLIS * 3 ** (asks - 1), LONGEST_WAIT_MILLIS);
}
