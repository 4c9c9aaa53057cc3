// A measurement against the one of the window before: how much it moved, and whether that is more than chance.
import type { KpiDefinition } from "../kpis/definition.ts";
import type { Computed, Interval, Measured } from "../kpis/measurement.ts";
import { garwoodInterval } from "../statistics/garwood.ts";
import { rateRatioTest } from "../statistics/rate-ratio.ts";
import { twoProportionTest } from "../statistics/two-proportion.ts";
import { wilsonInterval } from "../statistics/wilson.ts";
import type { Trend } from "./scorecard.ts";

/** A difference is told only when chance alone makes one as large in fewer than one of twenty windows. */
const significance = 0.05;

/** Events per exposure are told per so many. */
export const exposureUnit = 1000;

/** Null when one of the two was not measured, or says that it is no basis for it: no trend is not "steady". */
export function compareWindows(
  definition: KpiDefinition,
  current: Computed,
  previous: Computed,
): Trend | null {
  if (current.outcome !== "measured" || previous.outcome !== "measured") return null;
  if (current.comparable === false || previous.comparable === false) return null;
  const delta = current.value - previous.value;
  const pValue = testDifference(definition, current, previous);
  const better = definition.direction === "up" ? delta > 0 : delta < 0;
  const byChance = pValue !== null && pValue >= significance;
  const verdict = byChance || delta === 0 ? "steady" : better ? "improving" : "worsening";
  return { previous: previous.value, delta, verdict, pValue };
}

/** 95 % interval of a measurement, in the definition's unit; null for a census. */
export function intervalOf(definition: KpiDefinition, { numerator, denominator }: Measured): Interval | null {
  switch (definition.statistic) {
    case "share":
      return numerator === null ? null : wilsonInterval(numerator, denominator);
    case "events-per-exposure":
      return numerator === null ? null : garwoodInterval(numerator, denominator, exposureUnit);
    case "median":
    case "total":
    case "census":
      return null;
  }
}

function testDifference({ statistic }: KpiDefinition, a: Measured, b: Measured): number | null {
  switch (statistic) {
    case "share":
      return twoProportionTest(shareOf(a), shareOf(b));
    case "events-per-exposure":
      return rateRatioTest(
        { events: a.numerator ?? 0, exposure: a.denominator },
        { events: b.numerator ?? 0, exposure: b.denominator },
      );
    case "median":
    case "total":
    case "census":
      return null;
  }
}

function shareOf({ numerator, denominator }: Measured): { numerator: number; denominator: number } {
  return { numerator: numerator ?? 0, denominator };
}
