// How long a written window is.

/** Days of `28d` or `4w`; the schema has made sure that it is one of these. */
export function readWindowDays(window: string): number {
  const length = Number.parseInt(window, 10);
  return window.endsWith("w") ? length * 7 : length;
}
