// The interval of a count per exposure: what the true rate may be, given so many rare events.
import chiSquareQuantile from "@stdlib/stats-base-dists-chisquare-quantile";
import type { Interval } from "../kpis/measurement.ts";

/**
 * Exact 95 % Poisson interval of events ÷ exposure × `per`. The lower bound is 0 for no event.
 * @throws RangeError unless events ≥ 0 and exposure > 0.
 * @see F. Garwood, Biometrika 28 (1936) 437–442; K. Ulm, American Journal of Epidemiology 131 (1990) 373–375.
 */
export function garwoodInterval(events: number, exposure: number, per = 1): Interval {
  if (!(events >= 0 && exposure > 0)) {
    throw new RangeError(`No rate: ${events} events in an exposure of ${exposure}`);
  }
  const low = events === 0 ? 0 : chiSquareQuantile(0.025, 2 * events) / 2;
  const high = chiSquareQuantile(0.975, 2 * (events + 1)) / 2;
  return { low: (per * low) / exposure, high: (per * high) / exposure, level: 0.95 };
}
