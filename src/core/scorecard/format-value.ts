// Numbers as people read them, in sentences and in tables alike: with their unit, a true minus sign, thousands set apart, and
// no precision that is not there.

interface UnitStyle {
  /** After a value. */
  readonly suffix: string;
  /** After a value of one. */
  readonly suffixOfOne: string;
  /** After a difference. */
  readonly difference: string;
  /** After an interval or a target, in a row whose title names the unit where this is empty. */
  readonly inRow: string;
  readonly decimals: (value: number) => number;
}

const oneDecimal = (): number => 1;

const units: Readonly<Record<string, UnitStyle>> = {
  "": { suffix: "", suffixOfOne: "", difference: "", inRow: "", decimals: twoBelowTen },
  "%": { suffix: " %", suffixOfOne: " %", difference: " pp", inRow: " %", decimals: oneDecimal },
  "per 1,000 commits": {
    suffix: " per 1,000 commits",
    suffixOfOne: " per 1,000 commits",
    difference: "",
    inRow: "",
    decimals: twoBelowTen,
  },
  days: spanOf("day"),
  hours: spanOf("hour"),
  // Too long for a narrow column: the value beside it says the unit.
  "weighted days": { ...spanOf("weighted day"), difference: "", inRow: "" },
};

function twoBelowTen(value: number): number {
  return value < 10 ? 2 : 1;
}

function spanOf(one: string): UnitStyle {
  const many = ` ${one}s`;
  return { suffix: many, suffixOfOne: ` ${one}`, difference: many, inRow: many, decimals: oneDecimal };
}

function styleOf(unit: string): UnitStyle {
  const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const suffix = ` ${unit}`;
  return known ?? { suffix, suffixOfOne: suffix, difference: suffix, inRow: suffix, decimals: twoBelowTen };
}

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

/** Above nothing never reads as nothing. */
function magnitude(value: number, unit: string): string {
  const decimals = styleOf(unit).decimals(value);
  const least = 10 ** -decimals;
  return value > 0 && value < least / 2 ? `<${least}` : round(value, decimals);
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

/** `87.5 %`, `0.42 per 1,000 commits`, `6.5 days`, `1 hour`. */
export function formatValue(value: number, unit: string): string {
  const bare = formatBareValue(value, unit);
  return bare + (bare === "1" ? styleOf(unit).suffixOfOne : styleOf(unit).suffix);
}

/** `7/8`. */
export function formatFraction(numerator: number, denominator: number): string {
  return `${formatCount(numerator)}/${formatCount(denominator)}`;
}

/** A difference with its sign: `−3.1 pp` between shares, `+0.12` between rates; `0 pp` only for none at all. */
export function formatDifference(difference: number, unit: string): string {
  requireFinite(difference);
  const sign = difference < 0 ? "−" : difference > 0 ? "+" : "";
  return `${sign}${magnitude(Math.abs(difference), unit)}${styleOf(unit).difference}`;
}

/** `53 to 98 %`, `3 to 9.5 days`. */
export function formatInterval(interval: { low: number; high: number }, unit: string): string {
  return `${formatBareValue(interval.low, unit)} to ${formatBareValue(interval.high, unit)}${styleOf(unit).inRow}`;
}

/** `≥ 85 %`, `≤ 10 days`; `≤ 0.5` where the row's title says the unit. */
export function formatTarget(target: { op: ">=" | "<="; value: number }, unit: string): string {
  const bare = formatBareValue(target.value, unit);
  const suffix = bare === "1" && styleOf(unit).inRow !== "" ? styleOf(unit).suffixOfOne : styleOf(unit).inRow;
  return `${target.op === ">=" ? "≥" : "≤"} ${bare}${suffix}`;
}

/** Day in UTC: `2026-11-21`. */
export function formatDay(atMillis: number): string {
  return new Date(atMillis).toISOString().slice(0, 10);
}

/** `1 change`, `8 changes`, `2 repositories`. */
export function countOf(count: number, singular: string, plural = pluralOf(singular)): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `changes`, `repositories`, `pushes`: regular nouns only. */
export function pluralOf(singular: string): string {
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}
