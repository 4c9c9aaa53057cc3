// What the two KPIs of exceptions share: the population at the end of the window, what stands beside it, and what is said
// where there is nothing to count.
import { evidenceOfCovered } from "../exceptions/evidence.ts";
import type { Exception } from "../exceptions/exception.ts";
import { populationAt } from "../exceptions/population.ts";
import { type ExceptionsSight, sightOfExceptions } from "../exceptions/sight.ts";
import { evidenceOfFinding } from "../findings/evidence.ts";
import { lastTransition } from "../findings/life.ts";
import type { KpiInput } from "./definition.ts";
import type { Beside, Breakdown, Computed, Evidence, Reason, Unmeasured } from "./measurement.ts";

/** How a KPI looks at exceptions. */
interface View {
  readonly counts: (exception: Exception) => boolean;
  readonly evidence: (exception: Exception) => Evidence;
  readonly breakdown: (open: readonly Exception[]) => Breakdown[];
}

const coveredDismissals = "dismissals on GitHub that an entry of an exceptions file covers";
const unknownDismissals = "dismissals on GitHub whose reason is not known";

/** Share of the exceptions that stand at the end of the window for which `counts` holds, in percent. */
export function concludeExceptions(input: KpiInput, view: View): Computed {
  const sight = sightOfExceptions(input);
  const { open, covered } = populationAt(input.exceptions, input.window.to);
  const unknown = dismissedUnknown(input, open);
  const unjudged = unknown.length;
  const base = {
    excluded: {
      ...(covered.length === 0 ? {} : { [coveredDismissals]: covered.length }),
      ...(unjudged === 0 ? {} : { [unknownDismissals]: unjudged }),
    },
    evidence: [...open.map(view.evidence), ...covered.map(evidenceOfCovered), ...unknown],
    beside: besideExceptions(open, sight),
    breakdown: view.breakdown(open),
    notes: sight.notes,
  };
  if (sight.blocked.length > 0) return { ...base, outcome: "not-measured", reasons: sight.blocked };
  if (open.length === 0) return { ...base, ...whyNothing(sight.incomplete, unjudged) };
  const numerator = open.filter(view.counts).length;
  return {
    ...base,
    outcome: "measured",
    value: (100 * numerator) / open.length,
    numerator,
    denominator: open.length,
    ...(sight.filesRead ? {} : { comparable: false as const }),
  };
}

/** Counts the exceptions under the first label that each is given; null leaves it out. Largest first. */
export function breakDown(
  exceptions: readonly Exception[],
  labelOf: (exception: Exception) => string | null,
): Breakdown[] {
  const byLabel = new Map<string, string[]>();
  for (const exception of exceptions) {
    const label = labelOf(exception);
    if (label !== null) byLabel.set(label, [...(byLabel.get(label) ?? []), exception.id]);
  }
  const of = [...byLabel.values()].reduce((sum, ids) => sum + ids.length, 0);
  return [...byLabel]
    .map(([label, ids]) => ({ label, count: ids.length, of, evidenceIds: ids }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function whyNothing(
  incomplete: readonly Reason[],
  unjudged: number,
): Pick<Unmeasured, "outcome" | "reasons"> {
  const hidden = unjudged === 0 ? incomplete : [...incomplete, whyUnjudged(unjudged)];
  if (hidden.length > 0) return { outcome: "not-measured", reasons: hidden };
  const text =
    "No exception stood at the end of the window: no entry in an exceptions file, and no dismissal on GitHub that accepts a risk.";
  return { outcome: "not-applicable", reasons: [{ code: "no-exceptions", text }] };
}

function whyUnjudged(unjudged: number): Reason {
  const alerts = unjudged === 1 ? "1 alert was" : `${unjudged} alerts were`;
  const text = `${alerts} dismissed on GitHub with a reason that Firstpass does not know: whether that accepts a risk cannot be told. Dismiss with one of GitHub's reasons, or write an entry into an exceptions file.`;
  return { code: "dismissal-reason-unknown", text };
}

/** Findings that stand dismissed, nobody can tell why, and for which no entry stands either: rows that count in neither part. */
function dismissedUnknown({ findings, window }: KpiInput, open: readonly Exception[]): Evidence[] {
  const excepted = new Set(open.flatMap(({ findingIds }) => findingIds));
  return findings.flatMap((finding) => {
    const last = finding.security ? lastTransition(finding, window.to) : null;
    if (last?.state !== "dismissed" || last.closure !== "unknown" || excepted.has(finding.id)) return [];
    const note = "left out: dismissed on GitHub, and the reason is not known";
    return [evidenceOfFinding(finding, { at: last.at, note, counted: null })];
  });
}

/** Entries that match nothing are known as such only where all alerts are. */
function besideExceptions(open: readonly Exception[], { findingsListed }: ExceptionsSight): Beside[] {
  const entries = open.filter(({ origin }) => origin !== "dismissal");
  const orphaned = entries.filter(({ findingIds }) => findingIds.length === 0);
  const dismissed = open.filter(({ origin }) => origin === "dismissal");
  return [
    findingsListed
      ? count("orphaned", "entries that match no finding", orphaned)
      : { id: "orphaned", label: "entries that match no finding", value: null, unit: "" },
    count(
      "ownerless",
      "exceptions without an owner",
      open.filter(({ owner }) => owner === null),
    ),
    count("dismissed", "dismissals on GitHub that no entry covers", dismissed),
  ];
}

function count(id: string, label: string, exceptions: readonly Exception[]): Beside {
  return { id, label, value: exceptions.length, unit: "", evidenceIds: exceptions.map((one) => one.id) };
}
