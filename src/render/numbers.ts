// Numbers as people read them: with their unit, a true minus sign, thousands set apart, and no precision that is not there.

const units = {
  "%": { suffix: " %", difference: " pp" },
  "per 1,000 commits": { suffix: " per 1,000 commits", difference: "" },
} as const;

function requireFinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`A number to show must be finite, not ${value}.`);
}

function group(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function round(value: number, decimals: number): string {
  const fixed = value.toFixed(decimals);
  return group(decimals === 0 ? fixed : fixed.replace(/\.?0+$/, ""));
}

function magnitude(value: number, unit: string): string {
  if (unit === "%") {
    if (value > 0 && value < 0.05) return "<0.1";
    return round(value, 1);
  }
  if (value > 0 && value < 0.005) return "<0.01";
  return round(value, value < 10 ? 2 : 1);
}

function suffixes(unit: string): { suffix: string; difference: string } {
  return Object.hasOwn(units, unit)
    ? units[unit as keyof typeof units]
    : { suffix: unit === "" ? "" : ` ${unit}`, difference: unit === "" ? "" : ` ${unit}` };
}

/** `1,234`, `−3`. */
export function formatCount(count: number): string {
  requireFinite(count);
  return `${count < 0 ? "−" : ""}${round(Math.abs(count), Number.isInteger(count) ? 0 : 1)}`;
}

/** Without unit: `87.5`, `0.42`. A share short of everything never reads as 100, nor one above nothing as 0. */
export function formatBareValue(value: number, unit: string): string {
  requireFinite(value);
  if (unit === "%" && value < 100 && value >= 99.95) return ">99.9";
  return `${value < 0 ? "−" : ""}${magnitude(Math.abs(value), unit)}`;
}

/** `87.5 %`, `0.42 per 1,000 commits`. */
export function formatValue(value: number, unit: string): string {
  return formatBareValue(value, unit) + suffixes(unit).suffix;
}

/** `7/8`; null parts are not shown. */
export function formatFraction(numerator: number, denominator: number): string {
  return `${formatCount(numerator)}/${formatCount(denominator)}`;
}

/** A difference with its sign: `−3.1 pp` between shares, `+0.12` between rates; `0 pp` only for none at all. */
export function formatDifference(difference: number, unit: string): string {
  requireFinite(difference);
  const sign = difference < 0 ? "−" : difference > 0 ? "+" : "";
  return `${sign}${magnitude(Math.abs(difference), unit)}${suffixes(unit).difference}`;
}

/** `53 to 98 %`. */
export function formatInterval(interval: { low: number; high: number }, unit: string): string {
  return `${formatBareValue(interval.low, unit)} to ${formatBareValue(interval.high, unit)}${unit === "%" ? " %" : ""}`;
}

/** `≥ 85 %`, `≤ 0.5 per 1,000 commits`. */
export function formatTarget(target: { op: ">=" | "<="; value: number }, unit: string): string {
  return `${target.op === ">=" ? "≥" : "≤"} ${formatBareValue(target.value, unit)}${unit === "%" ? " %" : ""}`;
}

/** Day in UTC: `2026-11-21`. */
export function formatDay(atMillis: number): string {
  return new Date(atMillis).toISOString().slice(0, 10);
}

/** `1 change`, `8 changes`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
