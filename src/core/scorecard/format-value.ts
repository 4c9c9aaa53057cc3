// Numbers inside sentences. Tables have their own formatting in `render`; these few are said in the core's own text.
import type { KpiResult } from "./scorecard.ts";

/** `87.5 %`, `0.42 per 1,000 commits`: one decimal for shares, two for rates, no trailing zeros. */
export function formatValue(value: number, unit: KpiResult["unit"]): string {
  const rounded = Number(value.toFixed(unit === "%" ? 1 : 2));
  return `${rounded} ${unit}`;
}

/** `1 change`, `5 changes`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
