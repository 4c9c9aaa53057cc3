// What changed since last week, in one paragraph of measured facts.
import { countOf, formatCount, formatFraction, formatValue } from "../scorecard/format-value.ts";
import type { Overview, Pooled, StatusChange } from "./overview.ts";

/** Sentences of plain text. */
export function narrateChanges({
  changes,
  repositories,
}: Pick<Overview, "changes" | "repositories">): string[] {
  const { compared, worse, better, lost, notComparable, firstPass } = changes;
  if (compared === 0)
    return ["No repository has a weekly scorecard of an earlier week: there is nothing to compare with."];
  const sentences = [
    `${formatCount(compared)} of ${countOf(repositories, "repository")} can be compared with the weekly scorecard that was posted for an earlier week.`,
    worse.length + better.length === 0
      ? "Of them, no KPI went off target and none came back."
      : `${tell(worse, "went off target")}; ${tell(better, "came back")}.`,
  ];
  if (lost.length > 0) sentences.push(`${tell(lost, "could be measured then and cannot be now")}.`);
  if (notComparable > 0)
    sentences.push(
      `${countOf(notComparable, "KPI")} of another formula or target than then ${notComparable === 1 ? "is" : "are"} left out.`,
    );
  if (firstPass !== null)
    sentences.push(
      `First-pass rate over ${countOf(firstPass.now.repositories, "repository")} with both: ${tellPooled(firstPass.before)} then, ${tellPooled(firstPass.now)} now.`,
    );
  return sentences;
}

function tell(changes: readonly StatusChange[], what: string): string {
  if (changes.length === 0) return `no KPI ${what}`;
  const places = new Set(changes.map(({ fullName }) => fullName)).size;
  return `${countOf(changes.length, "KPI")} ${what} in ${countOf(places, "repository")}${tellMost(changes)}`;
}

/** The KPI that is most often among them, where it is more than once. */
function tellMost(changes: readonly StatusChange[]): string {
  const counts = [...Map.groupBy(changes, ({ title }) => title)].map(([title, of]) => ({
    title,
    n: of.length,
  }));
  const [most] = counts.sort((a, b) => b.n - a.n || (a.title < b.title ? -1 : 1));
  return most === undefined || most.n < 2 ? "" : ` (most often “${most.title}”: ${formatCount(most.n)})`;
}

function tellPooled({ value, numerator, denominator }: Pooled): string {
  const fraction = formatFraction(numerator, denominator);
  return value === null ? `nothing decided (${fraction})` : `${formatValue(value, "%")} (${fraction})`;
}
