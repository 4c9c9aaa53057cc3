// What a KPI says: measured, not applicable, or not measured; never one mistaken for another.

/** In the order in which they are shown. */
export const kpiIdentifiers = [
  "first-pass-rate",
  "template-adoption",
  "secret-exposure",
  "remediation-within-sla",
  "time-to-remediate",
  "open-critical-age",
  "risk-debt",
  "findings-prevented",
  "repeat-findings",
  "time-to-detect",
  "alert-precision",
  "exceptions-overdue",
  "exception-governance",
  "gate-bypass-rate",
  "gate-stability",
  "review-latency",
  "control-coverage",
  "ownership",
  "release-evidence",
  "paved-road-start",
] as const;

export type KpiId = (typeof kpiIdentifiers)[number];

export type KpiUnit = "%" | "per 1,000 commits" | "days" | "hours" | "weighted days";

/** Half-open span `[from, to)` of milliseconds UTC. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** One row of what made a number: a link, when it happened (GitHub's time), and what it counts as. */
export interface Evidence {
  readonly kind:
    | "pull-request"
    | "check-run"
    | "alert"
    | "push"
    | "file"
    | "workflow-run"
    | "repository"
    | "review"
    | "exception"
    | "control"
    | "release"
    | "rule-suite";
  /** Stable within the repository, e.g. `#12`, an alert number, a path. */
  readonly id: string;
  readonly url: string | null;
  readonly at: number | null;
  /** Plain text, not Markdown, and possibly hostile: renderers escape it. */
  readonly note: string;
  /** Whether it counts in the numerator; null where that does not apply. */
  readonly counted: boolean | null;
  /** Several lines of plain text that belong to it, e.g. how a file differs; absent: none. As hostile as the note. */
  readonly detail?: string;
}

/** A reason that a person can act on. */
export interface Reason {
  /** Stable code, e.g. `no-template-rules`, `history-incomplete`, `permission-missing`. */
  readonly code: string;
  readonly text: string;
}

/** Figures that are shown beside a KPI but are no KPI of their own. */
export interface Beside {
  readonly id: string;
  readonly label: string;
  /** Null: not known. */
  readonly value: number | null;
  readonly unit: string;
  /** Ids of the evidence behind it, where there is any. */
  readonly evidenceIds?: readonly string[];
}

/** Begins the id of a figure whose label names what an alert is about: such a figure is never shown on a public repository. */
export const alertFigurePrefix = "alert:";

/** What the number breaks down into, largest first: checks that fail first, rules that are not met. */
export interface Breakdown {
  readonly label: string;
  readonly count: number;
  readonly of: number;
  /** Ids of the evidence behind it, where there is any. */
  readonly evidenceIds?: readonly string[];
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: 0.95;
}

interface ComputedBase {
  /** Reason → how many were left out of the denominator. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly evidence: readonly Evidence[];
  readonly beside: readonly Beside[];
  readonly breakdown: readonly Breakdown[];
  /** Things a reader must know to read the number rightly; plain text. */
  readonly notes: readonly string[];
}

export interface Measured extends ComputedBase {
  readonly outcome: "measured";
  /** In the definition's unit, e.g. percent 0–100. Not rounded. */
  readonly value: number;
  /** Null for a median, which has none. */
  readonly numerator: number | null;
  /** What was counted or looked at; for a median and a total, how many values it is of. */
  readonly denominator: number;
  /** The values that a median is of, in the unit, in any order: its interval and its trend are made from them. Only for `statistic: "median"`. */
  readonly samples?: readonly number[];
  /** False: true as far as it goes, but no basis for a trend. Absent: comparable. */
  readonly comparable?: false;
}

export interface Unmeasured extends ComputedBase {
  readonly outcome: "not-applicable" | "not-measured";
  /** At least one; all that hold. */
  readonly reasons: readonly Reason[];
}

/** The answer of a KPI's `compute` for one window, before target, interval and trend are put to it. */
export type Computed = Measured | Unmeasured;
