// Hours in words, to one decimal.

/** `3.5 hours`, `1 hour`. */
export function spellHours(hours: number): string {
  const rounded = Number(hours.toFixed(1));
  return `${rounded} ${rounded === 1 ? "hour" : "hours"}`;
}
