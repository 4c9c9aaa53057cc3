// In which order repositories and groups are named: what matters more first, then by name, never by the order of arrival.

const numbersInText = new Intl.Collator("en", { numeric: true });

/** `1` before `2` before `10`; none comes last. */
export function compareTiers(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return numbersInText.compare(a, b) || compareText(a, b);
}

/** By code units: the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What people write for the tier of what matters most: `1`, `tier-1`, `Tier 1`. */
export function isFirstTier(tier: string | null): boolean {
  return tier !== null && /^(?:tier[ -]?)?1$/i.test(tier.trim());
}
