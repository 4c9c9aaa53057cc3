// What a target may be set for, and what makes one possible or sensible.
import type { KpiId } from "../kpis/measurement.ts";

interface TargetRange {
  /** The only comparison that makes sense for the KPI's direction. */
  readonly op: ">=" | "<=";
  readonly unit: "%" | "per 1,000 commits";
  /** The greatest value that can ever be measured; null: no bound. */
  readonly greatest: number | null;
  /** Within this much of the target a miss is `near`, unless the file says otherwise; in the unit. */
  readonly tolerance: number;
}

export const targetRanges: Readonly<Record<KpiId, TargetRange>> = {
  "first-pass-rate": { op: ">=", unit: "%", greatest: 100, tolerance: 5 },
  "template-adoption": { op: ">=", unit: "%", greatest: 100, tolerance: 5 },
  "secret-exposure": { op: "<=", unit: "per 1,000 commits", greatest: null, tolerance: 0 },
};

export const kpiIds = Object.keys(targetRanges) as readonly KpiId[];

/** Counts that people ask for and that reward the wrong thing; the reason is told instead of "unknown". */
export const vanityMeasures: Readonly<Record<string, string>> = {
  "open-findings":
    "a target for the number of open findings rewards closing them unread. Watch how fast they are fixed instead.",
  "closed-findings":
    "a count of closed findings rewards having many and dismissing them. Watch how fast they are fixed instead.",
  "findings-closed":
    "a count of closed findings rewards having many and dismissing them. Watch how fast they are fixed instead.",
  scans: "a count of scans says nothing of what they found. Set a target for first-pass-rate instead.",
  "scan-count": "a count of scans says nothing of what they found. Set a target for first-pass-rate instead.",
};
