// Numbers of several repositories as one: sums over sums, with the interval of the sum. Only where the parts can be added: a share
// and a rate can, a median cannot.
import type { KpiId } from "../kpis/measurement.ts";
import { garwoodInterval } from "../statistics/garwood.ts";
import { wilsonInterval } from "../statistics/wilson.ts";
import type { DigestedKpi } from "./digest.ts";
import type { Pooled } from "./overview.ts";

type Part = Pick<DigestedKpi, "numerator" | "denominator">;

/** What the repositories measured of a KPI; those that did not measure it are not in it. */
export function partsOf(kpis: readonly (readonly DigestedKpi[])[], id: KpiId): Part[] {
  return kpis.flatMap((own) => own.find((kpi) => kpi.id === id && kpi.denominator !== null) ?? []);
}

/** In percent, with the Wilson interval. */
export function poolShare(parts: readonly Part[]): Pooled {
  const { numerator, denominator } = sum(parts);
  const measured = denominator > 0;
  return {
    numerator,
    denominator,
    value: measured ? (100 * numerator) / denominator : null,
    interval: measured ? wilsonInterval(numerator, denominator) : null,
    repositories: parts.length,
  };
}

/** Events per 1,000, with the exact Poisson interval. */
export function poolRate(parts: readonly Part[]): Pooled {
  const { numerator, denominator } = sum(parts);
  const measured = denominator > 0;
  return {
    numerator,
    denominator,
    value: measured ? (1000 * numerator) / denominator : null,
    interval: measured ? garwoodInterval(numerator, denominator, 1000) : null,
    repositories: parts.length,
  };
}

function sum(parts: readonly Part[]): { numerator: number; denominator: number } {
  let numerator = 0;
  let denominator = 0;
  for (const part of parts) {
    numerator += part.numerator ?? 0;
    denominator += part.denominator ?? 0;
  }
  return { numerator, denominator };
}
