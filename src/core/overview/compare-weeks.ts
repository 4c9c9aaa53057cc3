// What changed since the repositories' last weekly scorecards, as they were posted: statuses, one KPI of one repository at a time.
import { compareText } from "../adoption/order.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { Status } from "../scorecard/scorecard.ts";
import type { DigestedKpi, RepositoryDigest } from "./digest.ts";
import type { Changes, StatusChange } from "./overview.ts";
import { partsOf, poolShare } from "./pool.ts";

const met: readonly Status[] = ["on-target", "near"];
const unmeasured: readonly Status[] = ["not-measured", "not-applicable"];

/** Compares only what was made by the same formula and held against the same target. */
export function compareWeeks(digests: readonly RepositoryDigest[]): Changes {
  const worse: StatusChange[] = [];
  const better: StatusChange[] = [];
  const lost: StatusChange[] = [];
  let notComparable = 0;
  for (const digest of digests) {
    for (const now of digest.kpis) {
      const before = digest.last?.find(({ id }) => id === now.id);
      if (before === undefined || before.status === now.status) continue;
      if (!isComparable(before, now)) {
        notComparable += 1;
        continue;
      }
      const change = describe(digest, before, now);
      if (now.status === "off-target" && met.includes(before.status)) worse.push(change);
      if (before.status === "off-target" && met.includes(now.status)) better.push(change);
      if (now.status === "not-measured" && !unmeasured.includes(before.status)) lost.push(change);
    }
  }
  return {
    compared: digests.filter(({ last }) => last !== null).length,
    worse: worse.sort(byName),
    better: better.sort(byName),
    lost: lost.sort(byName),
    notComparable,
    firstPass: compareShares(digests, "first-pass-rate"),
  };
}

function isComparable(before: DigestedKpi, now: DigestedKpi): boolean {
  const sameTarget =
    before.target?.op === now.target?.op &&
    before.target?.value === now.target?.value &&
    before.target?.tolerance === now.target?.tolerance;
  return sameTarget && before.definitionVersion === now.definitionVersion;
}

function describe({ fullName, url }: RepositoryDigest, before: DigestedKpi, now: DigestedKpi): StatusChange {
  return { fullName, url, kpi: now.id, title: now.title, before: before.status, after: now.status };
}

function byName(a: StatusChange, b: StatusChange): number {
  return compareText(a.fullName, b.fullName) || compareText(a.kpi, b.kpi);
}

/** The same repositories on both sides: others would make a difference that is none. */
function compareShares(digests: readonly RepositoryDigest[], id: KpiId): Changes["firstPass"] {
  const both = digests.flatMap(({ kpis, last }) => {
    const [now] = partsOf([kpis], id);
    const [before] = partsOf([last ?? []], id);
    return now === undefined || before === undefined ? [] : [{ before, now }];
  });
  if (both.length === 0) return null;
  return {
    before: poolShare(both.map(({ before }) => before)),
    now: poolShare(both.map(({ now }) => now)),
  };
}
