// The last step of the KPIs of finding quality: a number where there is one, else whether there was nothing or nothing could be seen.
import type { FindingsSight } from "../findings/sight.ts";
import { incompleteHistory, partialHistoryNote } from "./coverage.ts";
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
  const notes = [...sight.notes, ...more];
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

/** `numerator` of `denominator` as percent; null of nothing. */
export function shareOf(numerator: number, denominator: number): Conclusion["number"] {
  return denominator === 0 ? null : { value: (100 * numerator) / denominator, numerator, denominator };
}
