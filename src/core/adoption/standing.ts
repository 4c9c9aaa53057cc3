// Whether a repository satisfies all rules that are for it, and shares that never hide what is not known.
import type { RuleStatus } from "../paved-road/rule-result.ts";
import type { CountedShare, Standing, StandingCounts, StatusCounts } from "./adoption.ts";

/** Rules that apply and could be evaluated, and are not met. */
export const unmetStatuses: readonly RuleStatus[] = ["outdated", "drifted", "missing"];

/** One rule that is not met settles it; one that could not be seen leaves open what else would be satisfied. */
export function standingOf(rules: readonly { readonly status: RuleStatus }[]): Standing {
  const statuses = rules.map(({ status }) => status).filter((status) => status !== "not-applicable");
  if (statuses.some((status) => unmetStatuses.includes(status))) return "not-all";
  if (statuses.includes("not-measured")) return "not-measured";
  return statuses.length === 0 ? "not-applicable" : "all";
}

export function countStatuses(rules: readonly { readonly status: RuleStatus }[]): StatusCounts {
  const counts = { adopted: 0, outdated: 0, drifted: 0, missing: 0, "not-measured": 0, "not-applicable": 0 };
  for (const { status } of rules) counts[status] += 1;
  return counts;
}

export function countStandings(standings: readonly Standing[]): StandingCounts {
  const counts = { all: 0, "not-all": 0, "not-measured": 0, "not-applicable": 0 };
  for (const standing of standings) counts[standing] += 1;
  return counts;
}

export function shareOf(numerator: number, denominator: number): CountedShare {
  return { numerator, denominator, percent: denominator === 0 ? null : (100 * numerator) / denominator };
}

/** Adopted, of what applies and could be evaluated. */
export function shareOfStatuses(counts: StatusCounts): CountedShare {
  return shareOf(counts.adopted, counts.adopted + counts.outdated + counts.drifted + counts.missing);
}

/** Satisfying all of theirs, of those for which that is known. */
export function shareOfStandings(counts: StandingCounts): CountedShare {
  return shareOf(counts.all, counts.all + counts["not-all"]);
}
