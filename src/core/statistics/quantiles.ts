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
