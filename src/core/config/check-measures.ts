// What cannot be meant in the SLA, the review of exceptions, working hours and evidence of releases, though each value is
// well formed.
import type { Severity } from "../findings/finding.ts";
import { readDays } from "./days.ts";
import { refuse } from "./explain-issue.ts";
import type { LocatedMessage } from "./problem.ts";
import { readSla } from "./read-measures.ts";
import type { WrittenConfig } from "./schema.ts";

/** Everything that is wrong in how findings, exceptions, reviews and releases are to be measured. */
export function checkMeasures(written: WrittenConfig): LocatedMessage[] {
  return [
    ...checkSla(written),
    ...checkReviewAfter(written),
    ...checkWorkingHours(written),
    ...checkEvidence(written),
  ];
}

/** Worst first. */
const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** A worse finding never has more time. Against the default where the file leaves a severity out. */
function checkSla({ sla }: WrittenConfig): LocatedMessage[] {
  if (sla === undefined) return [];
  const days = readSla(sla);
  const longest = (severity: Severity) => days[severity] ?? Number.POSITIVE_INFINITY;
  return severities.flatMap((worse, index) => {
    const lesser = severities[index + 1];
    if (lesser === undefined || longest(worse) <= longest(lesser)) return [];
    const [at, said] = sla[worse] === undefined ? [lesser, worse] : [worse, lesser];
    const relation = at === worse ? "longer" : "shorter";
    const source = sla[said] === undefined ? "default" : "SLA";
    const message = `is ${relation} than the ${source} of ${said} findings (${spell(days[said])}): a worse finding cannot have more time. Write both.`;
    return [refuse(["sla", at], sla[at], message)];
  });
}

function spell(days: number | null): string {
  return days === null ? "none" : `${days}d`;
}

function checkReviewAfter({ exceptions }: WrittenConfig): LocatedMessage[] {
  const reviewAfter = exceptions?.review_after;
  if (reviewAfter === undefined || readDays(reviewAfter) <= 366) return [];
  const message = "must be at most 366 days: an exception that nobody looks at for longer is a rule.";
  return [refuse(["exceptions", "review_after"], reviewAfter, message)];
}

function checkWorkingHours({ reviews }: WrittenConfig): LocatedMessage[] {
  const hours = reviews?.working_hours;
  // Both are `hh:mm`, so that the order of the texts is that of the times.
  if (hours === undefined || hours === null || hours.from < hours.to) return [];
  const message = `must be later than "from" (${hours.from}): the hours are of one day.`;
  return [refuse(["reviews", "working_hours", "to"], hours.to, message)];
}

function checkEvidence({ releases }: WrittenConfig): LocatedMessage[] {
  return checkRepeated(["releases", "evidence"], releases?.evidence ?? []);
}

/** One error for each entry of a list that stands in it already. */
export function checkRepeated(at: readonly string[], list: readonly string[]): LocatedMessage[] {
  return list.flatMap((entry, index) =>
    list.indexOf(entry) === index
      ? []
      : [refuse([...at, index], entry, "stands in this list already; keep one of them.")],
  );
}
