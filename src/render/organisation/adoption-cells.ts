// What is said of adoption in a cell: always with the count and of how many, and never "missing" where nothing could be seen.
import type { CountedShare, GroupTarget, RuleState, StandingCounts } from "../../core/adoption/adoption.ts";
import { formatCount, formatDay, formatFraction, formatTarget, formatValue } from "../numbers.ts";

export const nothing = "–";

/** `12/15 (80 %)`; in words where there is nothing to divide by. */
export function shareCell({ numerator, denominator, percent }: CountedShare): string {
  return percent === null
    ? "none could be judged"
    : `${formatFraction(numerator, denominator)} (${formatValue(percent, "%")})`;
}

/** `since 2026-11-02`; `at least since 2026-11-02` where nothing is known of the time before. */
export function sinceCell({ since }: Pick<RuleState, "since">): string {
  if (since === null) return nothing;
  return `${since.atLeast ? "at least " : ""}since ${formatDay(since.at)}`;
}

/** `not seen to run` is no proof that it did not. */
export function runsCell({ runs }: Pick<RuleState, "runs">): string {
  if (runs === null) return nothing;
  return runs === 0 ? "not seen to run" : `ran ${runs === 1 ? "once" : `${formatCount(runs)} times`}`;
}

export function placeText(place: RuleState["place"]): string {
  if (place === null) return "";
  return place.line === null ? place.path : `${place.path}:${place.line}`;
}

/** Where there are none, nothing is said of them. */
export function unknownCell(counts: StandingCounts): string {
  return counts["not-measured"] === 0 ? nothing : formatCount(counts["not-measured"]);
}

/** `≥ 85 % of tier-1 repositories: 3/4 (75 %), off target`. */
export function groupTargetCell(target: GroupTarget): string {
  if (target.outcome === "not-judged") return target.reason;
  const wanted = `${formatTarget(target.target, "%")} of ${target.of}`;
  return `${wanted}: ${shareCell(target.share)}, ${target.status.replace("-", " ")}`;
}
