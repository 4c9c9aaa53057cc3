// What cannot be meant in the SLA, the review of exceptions, working hours and evidence of releases, though each value is
// well formed.
import type { Severity } from "../../findings/finding.ts";
import { readDays } from "../days.ts";
import type { ConfigPath, LocatedMessage } from "../problem.ts";
import { readSla } from "../read-measures.ts";
import type { WrittenLayer } from "../schema/layer-schema.ts";
import { refuse } from "./explain-issue.ts";
import { entriesOf, type Sound } from "./sound.ts";

type Layer = Sound<WrittenLayer>;

/** Everything that is wrong in how findings, exceptions, reviews and releases are to be measured. */
export function checkMeasures(
  layer: Layer,
  base: ConfigPath,
  fartherSla: Layer["sla"] = {},
): LocatedMessage[] {
  return [
    ...checkSla(layer, base, fartherSla),
    ...checkReviewAfter(layer, base),
    ...checkWorkingHours(layer, base),
    ...checkRepeated([...base, "releases", "evidence"], layer.releases?.evidence),
  ];
}

/** Worst first. */
const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** A worse finding never has more time. Against the file's word for all, or with a warning the default, where the layer leaves a severity out. */
function checkSla({ sla }: Layer, base: ConfigPath, farther: NonNullable<Layer["sla"]>): LocatedMessage[] {
  if (sla === undefined) return [];
  const days = readSla({ ...farther, ...sla });
  const longest = (severity: Severity) => days[severity] ?? Number.POSITIVE_INFINITY;
  // What the schema has refused is there without a value, and nothing can be said of it.
  const isRefused = (severity: Severity) => severity in sla && sla[severity] === undefined;
  return severities.flatMap((worse, index) => {
    const lesser = severities[index + 1];
    if (lesser === undefined || longest(worse) <= longest(lesser)) return [];
    if (isRefused(worse) || isRefused(lesser) || !(worse in sla || lesser in sla)) return [];
    const [at, said] = sla[worse] === undefined ? [lesser, worse] : [worse, lesser];
    const relation = at === worse ? "longer" : "shorter";
    const byDefault = (sla[said] ?? farther[said]) === undefined;
    const message = `is ${relation} than the ${byDefault ? "default" : "SLA"} of ${said} findings (${spell(days[said])}): a worse finding cannot have more time. Write both${byDefault ? ", unless a farther file says the other" : ""}.`;
    const refusal = refuse([...base, "sla", at], sla[at], message);
    // What a farther file says in the default's place is known only where the layers are put together: there it is refused.
    return [byDefault ? { ...refusal, severity: "warning" } : refusal];
  });
}

function spell(days: number | null): string {
  return days === null ? "none" : `${days}d`;
}

function checkReviewAfter({ exceptions }: Layer, base: ConfigPath): LocatedMessage[] {
  const reviewAfter = exceptions?.review_after;
  if (reviewAfter === undefined || readDays(reviewAfter) <= 366) return [];
  const message = "must be at most 366 days: an exception that nobody looks at for longer is a rule.";
  return [refuse([...base, "exceptions", "review_after"], reviewAfter, message)];
}

function checkWorkingHours({ reviews }: Layer, base: ConfigPath): LocatedMessage[] {
  const hours = reviews?.working_hours;
  // Both are `hh:mm`, so that the order of the texts is that of the times.
  if (hours?.from === undefined || hours.to === undefined || hours.from < hours.to) return [];
  const message = `must be later than "from" (${hours.from}): the hours are of one day.`;
  return [refuse([...base, "reviews", "working_hours", "to"], hours.to, message)];
}

/** One error for each entry of a list that stands in it already. */
export function checkRepeated(at: ConfigPath, list: Sound<readonly string[]> | undefined): LocatedMessage[] {
  return entriesOf(list).flatMap(([index, entry]) =>
    list?.indexOf(entry) === index
      ? []
      : [refuse([...at, index], entry, "stands in this list already; keep one of them.")],
  );
}
