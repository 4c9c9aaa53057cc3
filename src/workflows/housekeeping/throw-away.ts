// What has served is thrown away every night, in small commits, so that nobody waits for it.
import type { ServerStore } from "../../records/store.ts";

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** Bodies of deliveries, after they were worked on. */
const BODIES_KEPT_DAYS = 7;
/** GitHub sends one again within seven days at most; the rest tells an operator what there was. */
const DELIVERIES_KEPT_DAYS = 90;
/** Answers of GitHub that nobody has asked for since. */
const ANSWERS_KEPT_DAYS = 90;
const SIMULATIONS_KEPT_DAYS = 90;
const CRON_RUNS_KEPT_DAYS = 30;
const GIVEN_UP_KEPT_DAYS = 30;

/** Rows thrown away, by what they are. */
export async function throwAway(
  store: Pick<ServerStore, "httpResponses" | "housekeeping" | "sweeps" | "now">,
): Promise<Readonly<Record<string, number>>> {
  const now = await store.now();
  const before = (days: number) => now - days * DAY_MILLIS;
  return {
    cronRuns: await store.housekeeping.dropCronRuns(before(CRON_RUNS_KEPT_DAYS)),
    deliveries: await store.housekeeping.dropDeliveries(before(DELIVERIES_KEPT_DAYS)),
    simulations: await store.housekeeping.dropSimulations(before(SIMULATIONS_KEPT_DAYS)),
    answers: await store.httpResponses.drop(before(ANSWERS_KEPT_DAYS)),
    redeliveries: await store.sweeps.drop(before(GIVEN_UP_KEPT_DAYS)),
  };
}

export async function dropBodies(store: Pick<ServerStore, "deliveries" | "now">): Promise<number> {
  return await store.deliveries.dropBodies((await store.now()) - BODIES_KEPT_DAYS * DAY_MILLIS);
}
