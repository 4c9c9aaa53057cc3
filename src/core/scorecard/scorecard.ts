// The one object that every surface shows: check run, weekly issue, terminal, JSON. Its shape is published and versioned.

import type { Visibility } from "../facts/repository.ts";
import type { Beside, Breakdown, Evidence, Interval, KpiId, Reason, Window } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";

export const SCORECARD_SCHEMA_VERSION = 1;

export type Status =
  | "on-target"
  | "near"
  | "off-target"
  | "low-sample"
  | "no-target"
  | "not-applicable"
  | "not-measured";

export interface Trend {
  /** The window before, in the KPI's unit. */
  readonly previous: number;
  readonly delta: number;
  readonly verdict: "improving" | "worsening" | "steady";
  /** Two-sided p-value of the test behind the verdict; null for a census, where nothing is left to chance. */
  readonly pValue: number | null;
}

/** One KPI of a scorecard. Numbers are null unless the outcome is `measured`; null is never 0. */
export interface KpiResult {
  readonly id: KpiId;
  readonly definitionVersion: number;
  readonly title: string;
  readonly outcome: "measured" | "not-applicable" | "not-measured";
  readonly value: number | null;
  readonly unit: string;
  readonly direction: "up" | "down";
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval: Interval | null;
  readonly excluded: Readonly<Record<string, number>>;
  readonly target: Target | null;
  /** Actual − target, in the KPI's unit. */
  readonly variance: number | null;
  readonly status: Status;
  readonly trend: Trend | null;
  /** The reasons' texts in one line; null when measured. */
  readonly reason: string | null;
  readonly reasons: readonly Reason[];
  readonly beside: readonly Beside[];
  readonly breakdown: readonly Breakdown[];
  readonly notes: readonly string[];
  readonly evidence: readonly Evidence[];
  /** False: must not be shown on a public repository. */
  readonly publicSafe: boolean;
}

export interface Scorecard {
  readonly schemaVersion: typeof SCORECARD_SCHEMA_VERSION;
  readonly repository: {
    readonly id: number;
    readonly fullName: string;
    readonly visibility: Visibility;
    readonly url: string;
  };
  readonly window: Window;
  readonly generatedAt: number;
  /** From when history is complete; null when nothing is known. */
  readonly coveredFrom: number | null;
  readonly configHash: string;
  readonly kpis: readonly KpiResult[];
}
