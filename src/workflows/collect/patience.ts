// What is done about a request that GitHub does not answer now: its limits are waited for as long as one may wait, an outage is met with
// a few more tries. Whoever waits is told until when, and can stop it.
import { RateLimited, Transient } from "../../github/errors.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { CollectOptions, CollectServices } from "./collected.ts";

/** Before each more try after an outage, milliseconds. */
const pausesMillis = [1_000, 4_000, 15_000];

/** GitHub's clock and ours differ a little; milliseconds. */
const marginMillis = 1_000;

export interface Patience {
  /**
   * @throws RateLimited where its end is later than may be waited; Transient where GitHub fails each time; the signal's reason; and
   * whatever else `work` throws.
   */
  try<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createPatience(
  { now, sleep = usualSleep }: Pick<CollectServices, "now" | "sleep">,
  { waitUntil, signal }: Pick<CollectOptions, "waitUntil" | "signal">,
  onWait: (until: number | null) => void,
): Patience {
  /** In the place of work that goes on behind us: its end is nobody's any more. */
  const orStopped = async <Result>(work: Promise<Result>): Promise<Result> => {
    if (signal === undefined) return work;
    let stop = () => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };

  const waitForLimit = async (limit: RateLimited) => {
    const until = limit.until + marginMillis;
    if (until > waitUntil) throw limit;
    onWait(limit.until);
    await sleep(Math.max(0, until - now()), signal);
    onWait(null);
  };

  return {
    async try(work) {
      for (let outages = 0; ; ) {
        signal?.throwIfAborted();
        await letOthersRun();
        try {
          return await orStopped(work());
        } catch (error) {
          if (error instanceof RateLimited) await waitForLimit(error);
          else {
            const pause = error instanceof Transient ? pausesMillis[outages] : undefined;
            if (pause === undefined) throw error;
            outages += 1;
            await sleep(pause, signal);
          }
        }
      }
    },
  };
}

function usualSleep(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const end = () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    // A timer counts to 24 days at most.
    const timer = setTimeout(end, Math.min(millis, 2 ** 31 - 1));
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
  });
}
