// The last step of the KPIs of finding quality: a number where there is one, else whether there was nothing or nothing could be seen.
import type { FindingsSight } from "../findings/sight.ts";
import { coversWindow, deliveredFrom, incompleteHistory, partialHistoryNote } from "./coverage.ts";
import type { KpiInput } from "./definition.ts";
import type { Computed, Measured, Reason } from "./measurement.ts";
import type { HistoryNeed } from "./needed-history.ts";

export interface Conclusion {
  /** Null: nothing was left to count. */
  readonly number: Pick<Measured, "value" | "numerator" | "denominator" | "samples" | "comparable"> | null;
  /** Why there is nothing, where that is sure. */
  readonly nothing: Reason;
  /** What was there but could not be judged; hides what an empty population would prove. */
  readonly unknown: readonly Reason[];
  /** True: GitHub's lists do not tell all of it, so that an empty population proves nothing unless the whole window was seen. */
  readonly byEvents: boolean;
  readonly notes?: readonly string[];
}

type Told = Pick<Computed, "excluded" | "evidence" | "beside" | "breakdown">;

/** What is told stays, whatever the outcome: evidence is evidence also where there is no number. */
export function concludeFindings(
  input: KpiInput,
  sight: FindingsSight,
  told: Told,
  { number, nothing, unknown, byEvents, notes: more = [] }: Conclusion,
): Computed {
  const listed = byEvents ? null : noteListed(input, sight);
  const notes = [...sight.notes, ...more, ...(listed === null ? [] : [listed])];
  // What GitHub's lists do not tell, no reading of the history does.
  const need: HistoryNeed = byEvents || sight.incomplete !== null ? "deliveries" : [];
  if (sight.blocked.length > 0) return { ...told, outcome: "not-measured", reasons: sight.blocked, notes };
  if (number !== null) {
    const partial = partialHistoryNote(input, input.window, need);
    return { ...told, ...number, outcome: "measured", notes: partial === null ? notes : [...notes, partial] };
  }
  const history = byEvents || sight.incomplete !== null ? incompleteHistory(input, input.window, need) : null;
  const hidden = [sight.incomplete, history, ...unknown].filter((reason) => reason !== null);
  return hidden.length === 0
    ? { ...told, outcome: "not-applicable", reasons: [nothing], notes }
    : { ...told, outcome: "not-measured", reasons: hidden, notes };
}

/** What lists do not tell of the alerts from before deliveries began; null where all of the window was delivered, or there are none. */
function noteListed(input: KpiInput, { sources }: FindingsSight): string | null {
  const from = deliveredFrom(input);
  if (from === null || coversWindow(input, input.window, "deliveries")) return null;
  const isOlder = input.findings.some(
    ({ createdAt, security, source }) => createdAt < from && security && sources.includes(source),
  );
  if (!isOlder) return null;
  const day = new Date(from).toISOString().slice(0, 10);
  const known =
    (input.source ?? "app") === "app"
      ? `Deliveries tell of alerts since ${day}. Of older ones GitHub's lists tell`
      : "Alerts are known from GitHub's lists alone. They tell";
  return `${known} how they stand: not that one was closed and reopened in between, accepted for a time, on a pull request first, or a secret that was valid once.`;
}

/** `numerator` of `denominator` as percent; null of nothing. */
export function shareOf(numerator: number, denominator: number): Conclusion["number"] {
  return denominator === 0 ? null : { value: (100 * numerator) / denominator, numerator, denominator };
}
