// The order of NuGet's versions: up to four numbers, then a prerelease as in semantic versioning, letters of any case.

const shape = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$/;

/** Null where one of them is no version. Build metadata does not count, and `1.0` is `1.0.0.0`. */
export function compareNugetVersions(left: string, right: string): number | null {
  const [a, b] = [shape.exec(left), shape.exec(right)];
  if (a === null || b === null) return null;
  const [, aNumbers = "", aPrerelease] = a;
  const [, bNumbers = "", bPrerelease] = b;
  const [aParts, bParts] = [aNumbers.split(".").map(Number), bNumbers.split(".").map(Number)];
  for (let index = 0; index < 4; index++) {
    const order = (aParts[index] ?? 0) - (bParts[index] ?? 0);
    if (order !== 0) return order;
  }
  if (aPrerelease === undefined || bPrerelease === undefined)
    return (aPrerelease === undefined ? 1 : 0) - (bPrerelease === undefined ? 1 : 0);
  return comparePrereleases(aPrerelease.toLowerCase().split("."), bPrerelease.toLowerCase().split("."));
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
    if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
    const order = aIsNumber ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}
