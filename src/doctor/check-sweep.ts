// Is what GitHub could not bring asked for again?
import type { ServerStore } from "../records/store.ts";
import { describeSpan, type Finding, ok, warning } from "./finding.ts";

/** Three sweeps. */
const NOTICED_AGE_MILLIS = 30 * 60_000;

/** @param appId null: no credentials can be used. @param received deliveries that the store has. */
export async function checkSweep(
  store: ServerStore,
  {
    appId,
    received,
    now,
  }: { readonly appId: number | null; readonly received: number; readonly now: number },
): Promise<Finding> {
  const check = "sweep of deliveries";
  const todo = "Check that the server runs, and its log for `swept` and `a cron run failed`.";
  const sweep = appId === null ? null : await store.sweeps.find(appId);
  if (sweep === null || sweep.sweptAt === null) {
    const says = "GitHub's log of deliveries was not read yet.";
    return received === 0
      ? ok(check, `${says} The server does so within ten minutes of its start.`)
      : warning(check, says, todo);
  }
  const { waiting, "given-up": givenUp } = await store.sweeps.countByState();
  const age = Math.max(0, now - sweep.sweptAt);
  const says = `Last ${describeSpan(age)} ago. Recovered in all: ${sweep.recovered}. Waiting to be sent again: ${waiting}. Given up: ${givenUp}.`;
  if (age > NOTICED_AGE_MILLIS) return warning(check, says, todo);
  if (givenUp > 0)
    return warning(
      check,
      `${says} What they tell is read from GitHub instead.`,
      "See which: `firstpass redeliver --list`. Within GitHub's three days: `firstpass redeliver`.",
    );
  return ok(check, says);
}
