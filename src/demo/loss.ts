// What becomes of a delivery on its way: most arrive. Some fail and are in GitHub's log, as on a day on which the server does not answer
// for hours, and a few happen without a word. Seeded, and apart from the story: what is lost changes nothing of what happens.
import type { DeliverOptions } from "../local-github/deliveries.ts";
import type { MadeOrganisation } from "./organisation/build.ts";
import { DAY, HOUR } from "./organisation/place.ts";
import { agoOf, type Period } from "./organisation/weekly-patterns.ts";
import { makeRandom, type TimedDelivery } from "./organisation/world.ts";

/**
 * `failed`, `unanswered`: GitHub's log has it. `unlogged`: it does not, and nothing tells that it was sent. `not-installed`: it
 * happened before Firstpass was there.
 */
export type DeliveryFate = "arrives" | "failed" | "unanswered" | "unlogged" | "not-installed";

export const deliverOptionsOf: Readonly<Record<DeliveryFate, DeliverOptions>> = {
  arrives: {},
  failed: { lose: 503 },
  unanswered: { lose: true },
  unlogged: { unlogged: true },
  "not-installed": { unlogged: true },
};

const FAILED_SHARE = 0.02;
const UNLOGGED_SHARE = 0.004;

/** Of these GitHub's lists tell all that a delivery tells. */
const readable: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "check_run",
  "check_suite",
  "workflow_run",
  "push",
]);

/** In so many days before the end nothing goes wrong for good: the last night must find nothing. */
const QUIET_MILLIS = 3 * DAY;

export const isQuiet = ({ to }: Period, at: number): boolean => at >= to - QUIET_MILLIS;

function installationOf({ payload }: TimedDelivery): number | null {
  const { installation } = payload;
  const id =
    installation !== null && typeof installation === "object" ? Reflect.get(installation, "id") : null;
  return typeof id === "number" ? id : null;
}

/** @param lossy false: everything arrives that was sent at all. Ask for each delivery once, in the order of the story. */
export function chooseFates(
  { installedAt, period }: Pick<MadeOrganisation, "installedAt" | "period">,
  { seed, lossy }: { readonly seed: number; readonly lossy: boolean },
): (delivery: TimedDelivery) => DeliveryFate {
  const random = makeRandom(seed);
  const downFrom = agoOf(period, 38) + HOUR;
  return (delivery) => {
    const { at, event } = delivery;
    const drawn = random();
    if (at < (installedAt.get(installationOf(delivery) ?? 0) ?? 0)) return "not-installed";
    if (!lossy || event === "installation") return "arrives";
    if (at >= downFrom && at < downFrom + 6 * HOUR) return "unanswered";
    if (drawn < FAILED_SHARE) return "failed";
    const silent = drawn < FAILED_SHARE + UNLOGGED_SHARE && readable.has(event);
    return silent && !isQuiet(period, at) ? "unlogged" : "arrives";
  };
}
