// How long a written span of days or weeks is.

/** Days of `28d` or `4w`; the schema has made sure that it is one of these. */
export function readDays(span: string): number {
  const length = Number.parseInt(span, 10);
  return span.endsWith("w") ? length * 7 : length;
}

/** The same where `none` means that there is no limit: null. */
export function readLimit(limit: string): number | null {
  return limit === "none" ? null : readDays(limit);
}
