// A line of block characters: one bar a week, for places that show no charts.

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const gap = "·";

/**
 * One character a value, oldest first; a value that is not known (null) is a `·`, never a low bar.
 * Bars stand on zero; `full` is the value of the highest bar, larger values are shown as high.
 */
export function renderBarLine(values: readonly (number | null)[], full: number): string {
  return values
    .map((value) => {
      if (value === null) return gap;
      const share = full > 0 ? Math.min(Math.max(value / full, 0), 1) : 0;
      return bars[Math.round(share * (bars.length - 1))] ?? gap;
    })
    .join("");
}

/** What the highest bar stands for: 100 for shares, so that small moves look small; else the largest value of the line. */
export function fullHeight(values: readonly (number | null)[], unit: string): number {
  return unit === "%" ? 100 : Math.max(0, ...values.map((value) => value ?? 0));
}
