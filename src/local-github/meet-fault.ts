// What becomes of a request that meets a fault: its effect happens or not, and its answer is right, wrong, late or missing.
import { setTimeout as wait } from "node:timers/promises";
import type { Fault, Faults } from "./faults.ts";
import type { RouteAnswer } from "./route.ts";

/** Null: no answer was given. */
export type Outcome = RouteAnswer | null;

/**
 * @param perform Lets the request have its effect. Called once at most.
 * @param left Settles when the asker has closed the connection.
 */
export async function meetFault(
  fault: Fault | null,
  faults: Faults,
  perform: () => Promise<RouteAnswer>,
  left: Promise<void>,
): Promise<Outcome> {
  if (fault === null) return perform();
  const { answer } = fault;
  const done = fault.afterEffect === true ? await perform() : null;
  if (answer === "cut") return null;
  if (answer === "hang") {
    return (await faults.hold(left)) === "left" ? null : (done ?? perform());
  }
  if ("slowMillis" in answer) {
    await Promise.race([wait(answer.slowMillis), left]);
    return done ?? perform();
  }
  const { status, message = "Server Error", headers = {}, raw } = answer;
  return { status, headers, body: { message }, ...(raw === undefined ? {} : { raw }) };
}
