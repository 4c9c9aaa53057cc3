// The one object that every surface shows: check run, weekly issue, terminal, JSON. Its shape is published and versioned.

import type { Visibility } from "../facts/repository.ts";
import type { DataSource } from "../kpis/data-source.ts";
import type { Advice, KpiDefinition } from "../kpis/definition.ts";
import type { Beside, Breakdown, Evidence, Interval, KpiId, Reason, Window } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { Action } from "./action.ts";

export const SCORECARD_SCHEMA_VERSION = 2;

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
  /** What kind of number it is: how its interval and its trend are made. */
  readonly statistic: KpiDefinition["statistic"];
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** What one of the denominator is called, e.g. `change`. */
  readonly denominatorUnit: string;
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
  /** Where the target is missed, two sentences of measured facts alone: how far, since when, and where it gathers. Plain text, possibly with hostile names. */
  readonly explanation: readonly string[];
  /** What the definition advises where the target is missed; null where it is not, or gives no cause. */
  readonly advice: Advice | null;
  /** Weeks in a row off target, this one included; 0 where it is not off target. */
  readonly offTargetWeeks: number;
  /** Off target for as many weeks as the configuration names. */
  readonly escalated: boolean;
  /** False: must not be shown on a public repository. */
  readonly publicSafe: boolean;
}

/** One line of the review: a verdict by a documented rule, and the numbers that made it. */
export interface ReviewLine<Verdict extends string> {
  readonly verdict: Verdict | "not-measured";
  /** Plain text in one line; possibly with hostile names. */
  readonly text: string;
  /** What it was made of. */
  readonly kpis: readonly KpiId[];
}

/** The scorecard in three lines, as a reviewer would say it. */
export interface Review {
  readonly gateHealth: ReviewLine<"good" | "mixed" | "improving" | "at-risk">;
  readonly reviewLatency: ReviewLine<"low" | "moderate" | "high">;
  readonly topFailureMode: ReviewLine<"stands-out" | "none">;
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
  /** What the facts were read from where no App told them: `api` once from GitHub's API, `clone` from a clone on disk. Absent: the App. */
  readonly source?: Exclude<DataSource, "app">;
  /** One line each on the release gate, on reviews and on what fails first. Made of all KPIs: not for a public place. */
  readonly review: Review;
  /** What to do next: one for each KPI off target, and others up to five in all; most pressing first. Made of all KPIs: not for a public place. */
  readonly actions: readonly Action[];
  readonly kpis: readonly KpiResult[];
}
