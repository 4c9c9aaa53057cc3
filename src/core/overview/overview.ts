// The overview of all repositories of an account: what changed, what is broken, who must act, and how each group stands. Made of
// the repositories' own scorecards; its shape is published and versioned. It knows repositories and owners, never people.
import type { CountedShare, GroupTarget, StandingCounts } from "../adoption/adoption.ts";
import type { Group } from "../config/config.ts";
import type { Interval, KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { Status } from "../scorecard/scorecard.ts";

export const OVERVIEW_SCHEMA_VERSION = 1;

/** A configuration or exceptions file whose newest text is not in force. Nothing of its content. */
export interface BrokenFile {
  /** `acme/pay:.github/firstpass.yml`. */
  readonly where: string;
  /** When the first of the texts that are not in force was read, milliseconds UTC. */
  readonly since: number;
  /** The text that holds instead; null: none ever was good, defaults and farther layers hold. */
  readonly inForce: { readonly commitSha: string | null; readonly readAt: number } | null;
}

/** A KPI of a repository that went from one status to another since its last weekly scorecard. */
export interface StatusChange {
  readonly fullName: string;
  readonly url: string;
  readonly kpi: KpiId;
  readonly title: string;
  readonly before: Status;
  readonly after: Status;
}

/** Sums over several repositories, each in its own window. */
export interface Pooled {
  readonly numerator: number;
  readonly denominator: number;
  /** In the KPI's unit; null where there is nothing to divide by. */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Repositories whose numbers are in it. */
  readonly repositories: number;
}

export interface Changes {
  /** Repositories with a weekly scorecard of an earlier week, as it was posted. */
  readonly compared: number;
  /** Off target now, on target or near before. */
  readonly worse: readonly StatusChange[];
  /** Off target before, on target or near now. */
  readonly better: readonly StatusChange[];
  /** Measured before, not measured now. */
  readonly lost: readonly StatusChange[];
  /** KPIs whose formula or target is another one now: not compared. */
  readonly notComparable: number;
  /** Over the repositories that have both; null where none has. */
  readonly firstPass: { readonly before: Pooled; readonly now: Pooled } | null;
}

export interface MissedKpi {
  readonly kpi: KpiId;
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  readonly numerator: number | null;
  readonly denominator: number;
  readonly target: Target;
  /** Weeks in a row, this one included. */
  readonly weeks: number;
  readonly escalated: boolean;
}

export interface MustAct {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly url: string;
  readonly owner: string | null;
  readonly tier: string | null;
  /** Longest off target first. */
  readonly missed: readonly MissedKpi[];
  /** The most pressing thing to do, plain text; possibly with hostile names. */
  readonly action: string | null;
}

export interface KpiTally {
  readonly kpi: KpiId;
  readonly title: string;
  readonly counts: Readonly<Record<Status, number>>;
}

export interface GroupOverview {
  /** Null: all repositories. */
  readonly group: Group | null;
  readonly repositories: number;
  /** Repositories of which it is not known whether they belong to the group: they are in none of its numbers. */
  readonly undecided: number;
  /** Repositories that satisfy all template rules that are for them. */
  readonly adoption: {
    readonly standings: StandingCounts;
    readonly share: CountedShare;
    readonly target: GroupTarget;
  };
  readonly firstPassRate: Pooled;
  readonly secretExposure: Pooled;
  /** How many repositories stand how, by KPI; medians and shares of repositories are never averaged. */
  readonly kpis: readonly KpiTally[];
}

export interface UnseenByPermission {
  /** With its access, e.g. `administration: read`. */
  readonly permission: string;
  readonly kpis: readonly KpiId[];
  /** Names, sorted. */
  readonly repositories: readonly string[];
}

export interface Overview {
  readonly schemaVersion: typeof OVERVIEW_SCHEMA_VERSION;
  readonly account: { readonly id: number; readonly login: string };
  /** The week that it is of; null: up to `generatedAt`. */
  readonly isoWeek: string | null;
  readonly generatedAt: number;
  /** Lengths of the repositories' windows in days, ascending; several where configurations differ. */
  readonly windowDays: readonly number[];
  /** Id of the group that was asked for; null: all repositories. */
  readonly onlyGroup: string | null;
  readonly repositories: number;
  readonly changes: Changes;
  readonly broken: readonly BrokenFile[];
  /** Most pressing first. */
  readonly mustAct: readonly MustAct[];
  /** By tier and title; all repositories last. */
  readonly groups: readonly GroupOverview[];
  readonly unseen: readonly UnseenByPermission[];
}
