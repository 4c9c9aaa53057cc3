// After an outage the delivery log is read before an issue is posted: what it says of a week stays, and must not rest on deliveries that
// GitHub could not bring and nobody has looked for yet.
import { DAY_MILLIS, MINUTE_MILLIS, type SweepServices } from "./sweep-services.ts";

/** A sweep is due every ten minutes. */
const LAG_MILLIS = 30 * MINUTE_MILLIS;

/**
 * How long an issue that is due must have been due to be posted now, milliseconds. 0 while the log is read as it should be and nothing is
 * asked for again, and before it was read at all. Else the log is read first; while that fails, and until the next reading where
 * deliveries were asked for, issues wait, a day at most.
 * @param sweep reads the log.
 */
export async function delayOfIssues(
  { store, appId, now, log }: Pick<SweepServices, "store" | "appId" | "now" | "log">,
  sweep: () => Promise<unknown>,
): Promise<number> {
  const isBehind = async () => {
    const sweptAt = (await store.sweeps.find(appId))?.sweptAt ?? null;
    return sweptAt !== null && sweptAt < now() - LAG_MILLIS;
  };
  if (await isBehind()) {
    try {
      await sweep();
    } catch (err) {
      log.warn(
        { err },
        "GitHub's delivery log could not be read: issues that are due wait for it, a day at most",
      );
    }
    if (await isBehind()) return DAY_MILLIS;
  }
  const asked = (await store.sweeps.find(appId))?.lastAsked ?? 0;
  return asked > 0 ? DAY_MILLIS : 0;
}
