// Quantiles of a handful of values: medians that stand beside the KPIs.

/**
 * The quantile `q` (0–1) by linear interpolation between order statistics (Hyndman and Fan's type 7); null for no values.
 * Does not change the list.
 */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle value, or the mean of the two in the middle; null for no values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** The arithmetic mean; null for no values. Of the sorted values, so that their order cannot be seen in the last digit. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / values.length;
}
