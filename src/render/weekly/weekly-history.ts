// What a weekly issue says of the past that its numbers rest on, where that is not as it should be: not read wholly yet, or with
// events that had been missed. Else nothing.
import { countOf } from "../numbers.ts";

export interface WeeklyHistory {
  /** Null: all of it is read. */
  readonly progress: { readonly days: number; readonly ofDays: number } | null;
  /** Events that had been missed and were read again. */
  readonly missed: number;
}

export function renderHistoryLines({ progress, missed }: WeeklyHistory): string {
  const lines = [
    progress === null
      ? ""
      : `History: ${progress.days} of ${countOf(progress.ofDays, "day")} read; numbers may still change.`,
    missed === 0
      ? ""
      : `${countOf(missed, "event")} had been missed and ${missed === 1 ? "was" : "were"} read again.`,
  ];
  return lines.filter((line) => line !== "").join("\n\n");
}
