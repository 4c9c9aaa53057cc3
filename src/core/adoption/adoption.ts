// Who has adopted what of the paved road: the rules of each repository, at which version, since when; and what the account's
// repositories make together. Printed by `firstpass adoption`; its shape is published and versioned.
import type { Group, TemplateRule } from "../config/config.ts";
import type { Visibility } from "../facts/repository.ts";
import type { Window } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { RuleStatus } from "../paved-road/rule-result.ts";
import type { GroupTargets } from "./group-targets.ts";

export const ADOPTION_SCHEMA_VERSION = 1;

/** When an unbroken run of one status began. */
export interface Since {
  /** Milliseconds UTC: the first observation of the run. */
  readonly at: number;
  /** True: nothing is known of the time before, so the status may be older. */
  readonly atLeast: boolean;
}

/** One rule in one repository. */
export interface RuleState {
  readonly ruleId: string;
  readonly title: string;
  readonly kind: TemplateRule["kind"];
  readonly status: RuleStatus;
  /** What would satisfy the rule, in words. */
  readonly allowed: string;
  /** Why the status is what it is, in a sentence. */
  readonly note: string;
  /** Versions, refs or images that decided it, each once, sorted. */
  readonly found: readonly string[];
  /** Where to look first; null where there is no place. */
  readonly place: { readonly path: string; readonly line: number | null } | null;
  /** Null where the repository was never observed. */
  readonly since: Since | null;
  /** Runs of an adopted reusable workflow that were seen in the window; null where that cannot be told from events. */
  readonly runs: number | null;
}

/**
 * Whether a repository satisfies all rules that are for it: `not-measured` where what could be seen is satisfied and the rest
 * could not be seen; `not-applicable` where no rule is for it.
 */
export type Standing = "all" | "not-all" | "not-measured" | "not-applicable";

export interface RepositoryAdoption {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly url: string;
  readonly visibility: Visibility;
  /** Who acts, as configured; null: nobody is. */
  readonly owner: string | null;
  readonly tier: string | null;
  readonly groups: readonly Group[];
  /** Ids of groups of which it is not known whether the repository belongs to them. */
  readonly undecidedGroups: readonly string[];
  /** When the default branch was last observed, milliseconds UTC; null: never. */
  readonly observedAt: number | null;
  readonly standing: Standing;
  readonly rules: readonly RuleState[];
  /** What its groups, and all repositories together, are held against. */
  readonly groupTargets: GroupTargets;
}

export type StatusCounts = Readonly<Record<RuleStatus, number>>;

/** So many of so many; `percent` is null, never 0, where there is nothing to divide by. */
export interface CountedShare {
  readonly numerator: number;
  readonly denominator: number;
  /** 0–100, not rounded. */
  readonly percent: number | null;
}

export interface RuleSummary {
  readonly ruleId: string;
  readonly title: string;
  readonly kind: TemplateRule["kind"];
  /** What satisfies it; several where repositories ask for different things under one id, the most common first. */
  readonly allowed: readonly string[];
  /** Repositories whose configuration has the rule. */
  readonly repositories: number;
  readonly counts: StatusCounts;
  /** Adopted, of those for which it applies and could be evaluated. */
  readonly share: CountedShare;
  /** Of those that adopted it, how many were seen to run it in the window; null where that cannot be told from events. */
  readonly running: CountedShare | null;
}

export type StandingCounts = Readonly<Record<Standing, number>>;

/** What a group's share is held against. */
export type GroupTarget =
  | {
      readonly outcome: "judged";
      readonly target: Target;
      /** Which of the group's repositories it is held against. */
      readonly of: "all repositories" | "tier-1 repositories";
      readonly share: CountedShare;
      readonly status: "on-target" | "near" | "off-target";
    }
  | { readonly outcome: "not-judged"; readonly reason: string };

export interface GroupAdoption {
  /** Null: all repositories that were looked at. */
  readonly group: Group | null;
  readonly repositories: number;
  /** Repositories of which it is not known whether they belong to the group: they are in none of its numbers. */
  readonly undecided: number;
  readonly standings: StandingCounts;
  /** Repositories that satisfy all of their rules, of those for which that is known. */
  readonly share: CountedShare;
  readonly target: GroupTarget;
}

/** One repository that is not there yet, and the smallest step. */
export interface NextStep {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly url: string;
  readonly owner: string | null;
  readonly tier: string | null;
  /** Rules that are not met, of those that apply and could be evaluated. */
  readonly unmet: number;
  readonly measured: number;
  readonly ruleId: string;
  /** What is there and what is asked for, in plain text; possibly with hostile names. */
  readonly text: string;
  readonly place: { readonly path: string; readonly line: number | null } | null;
}

export interface HistoryRow {
  readonly isoWeek: string;
  /** The first moment after the week, milliseconds UTC. */
  readonly at: number;
  /** Null: all of a repository's rules together, counted by repository. */
  readonly ruleId: string | null;
  readonly title: string;
  readonly share: CountedShare;
  readonly notMeasured: number;
  readonly notApplicable: number;
}

export interface Adoption {
  readonly schemaVersion: typeof ADOPTION_SCHEMA_VERSION;
  readonly account: { readonly id: number; readonly login: string };
  /** Milliseconds UTC (exclusive) up to which facts count. */
  readonly at: number;
  /** Whose rules: those known at `at`, or today's. */
  readonly rulesAsOf: "today" | "then";
  /** In which runs were looked for. */
  readonly window: Window;
  readonly filter: {
    readonly group: string | null;
    readonly rule: string | null;
    readonly repository: string | null;
  };
  readonly rules: readonly RuleSummary[];
  readonly groups: readonly GroupAdoption[];
  readonly next: readonly NextStep[];
  /** By name. */
  readonly repositories: readonly RepositoryAdoption[];
  /** Oldest week first; null where it was not asked for. */
  readonly history: readonly HistoryRow[] | null;
}
