// What a changed configuration or exceptions file would do if it were merged now: plain data that the check run, the command line
// and the store share. Made from stored facts; nothing of it is posted but where somebody asked for it.
import type { KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { Status } from "../scorecard/scorecard.ts";

/** How a KPI stands under one of the two configurations. */
export interface Standing {
  readonly status: Status;
  /** In the KPI's unit; null unless it is measured. */
  readonly value: number | null;
  readonly target: Target | null;
}

/**
 * `worse`: further from its target, or missing one where it was not judged. `lost`: judged before, and not any more.
 * `better`: nearer to its target, or meeting one where it was not judged. `other`: judged neither before nor after.
 */
export type Verdict = "worse" | "lost" | "other" | "better";

/** A KPI of which the status changes. */
export interface KpiChange {
  readonly kpi: KpiId;
  readonly verdict: Verdict;
  readonly before: Standing;
  readonly after: Standing;
}

export interface RepositoryKpiChange extends KpiChange {
  /** `owner/name`. */
  readonly repository: string;
}

/** How many repositories a KPI goes from one status to another in. */
export interface Transition {
  readonly kpi: KpiId;
  readonly verdict: Verdict;
  readonly before: Status;
  readonly after: Status;
  readonly repositories: number;
  /** A few of them, by name. */
  readonly examples: readonly string[];
}

/** One value that changes, in so many repositories. Undefined is never in it: what is not set is null. */
export interface SettingChange {
  /** As people write it: `targets.first-pass-rate`, `templates.rules.<id>`. */
  readonly key: string;
  /** As written; plain data, possibly with text that others chose. */
  readonly before: unknown;
  readonly after: unknown;
  readonly repositories: number;
}

/** Which repositories a group of the organisation wins and loses. */
export interface GroupChange {
  readonly group: string;
  readonly enter: readonly string[];
  readonly leave: readonly string[];
}

/** What a check run can tell of a simulation. */
export type SimulationState =
  | { readonly kind: "made"; readonly simulation: Simulation }
  /** Asked for, not there yet. */
  | { readonly kind: "waiting" }
  /** Not asked for: everybody would read it, the change comes from outside, or it would not come into force. */
  | { readonly kind: "not-made"; readonly why: "public" | "fork" | "broken" };

export interface Simulation {
  /** Milliseconds UTC at which both sides were worked out. */
  readonly at: number;
  readonly repositories: {
    /** All that the file may hold for. */
    readonly total: number;
    /** Those in which another configuration would be in force, or exceptions alter a number. */
    readonly affected: number;
    /** Those in which at least one KPI gets worse; a repository may be in both. */
    readonly worse: number;
    readonly better: number;
  };
  /** KPIs whose value changes while their status does not, over all repositories. */
  readonly sameStatus: number;
  /** What gets worse first, then by KPI, then by repository. */
  readonly changes: readonly RepositoryKpiChange[];
  /** The same counted, in the same order: complete even where `changes` was cut. */
  readonly transitions: readonly Transition[];
  readonly settings: readonly SettingChange[];
  readonly groups: readonly GroupChange[];
  /** Parts of other files that the change puts out of force, or names as wrong; one line each, for a person. */
  readonly refused: readonly { readonly repository: string; readonly problem: string }[];
  /** Repositories in which the new rules look at what nobody has read yet, and how many requests to GitHub reading it costs at least. */
  readonly unread: { readonly repositories: number; readonly requestsAtLeast: number };
}
