// What a KPI is: its identity, how to read it and where its documentation comes from. `compute.ts` beside it is the formula.

import type { Change } from "../changes/change.ts";
import type { Config } from "../config/config.ts";
import type { Exception, ExceptionsFileVersion } from "../exceptions/exception.ts";
import type { Fact } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "../findings/finding.ts";
import type { DataSource } from "./data-source.ts";
import type { Computed, KpiId, KpiUnit, Window } from "./measurement.ts";
import type { Target } from "./target.ts";

export type Role = "engineer" | "lead" | "manager" | "champion" | "architect" | "director";

/** Everything a KPI may look at. It gets no clock, no store and no GitHub. */
export interface KpiInput {
  readonly repository: RepositoryState;
  /** All facts of the repository known so far, in no particular order, possibly repeated. */
  readonly facts: readonly Fact[];
  /** The facts' changes, folded once for all KPIs. */
  readonly changes: readonly Change[];
  /** The facts' findings, folded once for all KPIs. */
  readonly findings: readonly Finding[];
  /** Entries of exceptions files and dismissals on GitHub, matched to the findings once for all KPIs. */
  readonly exceptions: readonly Exception[];
  /** What the exceptions were read from: whether a file was looked for at all, and what in it is not in force. */
  readonly exceptionFiles?: readonly ExceptionsFileVersion[];
  readonly window: Window;
  readonly config: Config;
  /** Milliseconds UTC at which the scorecard speaks. */
  readonly now: number;
  /** From when the ledger is complete for this repository; null when nothing is known of it. */
  readonly coveredFrom: number | null;
  /** When deliveries last resumed after an interruption; null or absent: no interruption is known. */
  readonly resumedAt?: number | null;
  /** What the installation may read, permission → `read` | `write`; null or absent when never told. */
  readonly permissions?: Readonly<Record<string, string>> | null;
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
  /** Why there may be a configuration for all of the account that was not seen, for a person; null or absent: there is none. */
  readonly policyUnseen?: string | null;
}

/** One thing to do, from one KPI's own evidence. Plain text, possibly with hostile names in it: renderers escape it. */
export interface Advice {
  /** Imperative sentence. */
  readonly text: string;
  /** The evidence for it in a sentence with its counts, e.g. `3 of 4 first-try failures are CodeQL js/xss in web/.`; null where `text` holds it. */
  readonly why: string | null;
  /** Ids of the evidence to open first. */
  readonly evidenceIds: readonly string[];
}

export interface KpiDefinition {
  readonly id: KpiId;
  /** Bumped whenever the formula changes. */
  readonly version: number;
  readonly title: string;
  readonly roles: readonly Role[];
  /** Which way is better. */
  readonly direction: "up" | "down";
  /**
   * How uncertainty is worked out: Wilson for a share, Garwood for events per exposure, order statistics for a median. A
   * census (a share of all there is) and a total count everything, so that nothing is left to chance: they have no interval,
   * and every difference is a real one.
   */
  readonly statistic: "share" | "events-per-exposure" | "median" | "census" | "total";
  readonly unit: KpiUnit;
  /** Below this denominator the status is `low-sample`. */
  readonly minimumSample: number;
  /** What one of the denominator is called, e.g. `change`, `rule`, `commit`. */
  readonly denominatorUnit: string;
  readonly defaultTarget: Target | null;
  /** The target where the configuration sets none for the KPI but says it in other words, e.g. by its SLA. Goes before `defaultTarget`. */
  readonly targetFrom?: (config: Config) => Target | null;
  /** False: never shown on a public repository. */
  readonly publicSafe: boolean;
  /** Sources for the generated documentation: plain Markdown sentences. */
  readonly documentation: {
    readonly question: string;
    readonly formula: string;
    readonly population: string;
    readonly window: string;
    readonly exclusions: readonly string[];
    readonly notMeasuredWhen: readonly string[];
    readonly howToAct: string;
  };
  readonly compute: (input: KpiInput) => Computed;
  /** What to do when the target is missed, filled with the measurement's own evidence; null where it gives no cause. */
  readonly advise: (measured: Computed, config: Config) => Advice | null;
}
