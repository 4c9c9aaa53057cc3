// A measurement against the one of the window before: how much it moved, and whether that is more than chance.
import type { KpiDefinition } from "../kpis/definition.ts";
import type { Computed, Interval, Measured } from "../kpis/measurement.ts";
import { garwoodInterval } from "../statistics/garwood.ts";
import { medianInterval } from "../statistics/median-interval.ts";
import { rankTest } from "../statistics/rank-test.ts";
import { type Rate, rateRatioTest } from "../statistics/rate-ratio.ts";
import type { Share } from "../statistics/share.ts";
import { twoProportionTest } from "../statistics/two-proportion.ts";
import { wilsonInterval } from "../statistics/wilson.ts";
import type { Trend } from "./scorecard.ts";

/** A difference is told only when chance alone makes one as large in fewer than one of twenty windows. */
const significance = 0.05;

/** Events per exposure are told per so many. */
export const exposureUnit = 1000;

/** A median of fewer values is a handful of single events: it moves, but tells no trend. */
const fewestValues = 3;

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

/**
 * 95 % interval of a measurement, in the definition's unit; null for a census and a total, and for a median of fewer than 6 values.
 * @throws Error for a measurement that lacks what its statistic is made from.
 */
export function intervalOf(definition: KpiDefinition, measured: Measured): Interval | null {
  switch (definition.statistic) {
    case "share":
      return wilsonInterval(numeratorOf(definition, measured), measured.denominator);
    case "events-per-exposure":
      return garwoodInterval(numeratorOf(definition, measured), measured.denominator, exposureUnit);
    case "median":
      return medianInterval(samplesOf(definition, measured));
    case "total":
    case "census":
      return null;
  }
}

function testDifference(definition: KpiDefinition, a: Measured, b: Measured): number | null {
  switch (definition.statistic) {
    case "share":
      return twoProportionTest(shareOf(definition, a), shareOf(definition, b));
    case "events-per-exposure":
      return rateRatioTest(rateOf(definition, a), rateOf(definition, b));
    case "median":
      return testMedians(samplesOf(definition, a), samplesOf(definition, b), a.value - b.value);
    case "total":
    case "census":
      return null;
  }
}

/** Where the ranks lean the other way than the medians, the difference of the medians shows nothing: p = 1. */
function testMedians(a: readonly number[], b: readonly number[], delta: number): number {
  if (Math.min(a.length, b.length) < fewestValues) return 1;
  const { pValue, superiority } = rankTest(a, b);
  return (superiority - 0.5) * delta < 0 ? 1 : pValue;
}

function shareOf(definition: KpiDefinition, measured: Measured): Share {
  return { numerator: numeratorOf(definition, measured), denominator: measured.denominator };
}

function rateOf(definition: KpiDefinition, measured: Measured): Rate {
  return { events: numeratorOf(definition, measured), exposure: measured.denominator };
}

function numeratorOf({ id, statistic }: KpiDefinition, { numerator }: Measured): number {
  if (numerator === null) throw new Error(`${id}: a ${statistic} was measured without a numerator`);
  return numerator;
}

function samplesOf({ id }: KpiDefinition, { samples }: Measured): readonly number[] {
  if (samples === undefined) throw new Error(`${id}: a median was measured without its values`);
  return samples;
}
