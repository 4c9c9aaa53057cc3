// What became of one rule of the paved road in one repository, and on which lines that was seen.
import type { TemplateRule } from "../config/config.ts";

export type RuleStatus = "adopted" | "outdated" | "drifted" | "missing" | "not-applicable" | "not-measured";

/** One place that was looked at for a rule. */
export interface RuleEvidence {
  readonly path: string;
  /** 1-based; null for a file as a whole. */
  readonly line: number | null;
  /** Places in other repositories through which a nested call is reached, outermost first: `acme/ci/all.yml@v2:14`. Absent: none. */
  readonly via?: readonly string[];
  /** The ref, image or version found there; null where it cannot be worked out. */
  readonly found: string | null;
  /** The version that this is, where it is one. */
  readonly version: string | null;
  /** Whether this place satisfies the rule; null where that cannot be known. */
  readonly satisfied: boolean | null;
  /** How a file differs from the template's nearest version, as `diff -u` writes it; may hold text of the file. Absent: not known. */
  readonly difference?: string;
}

export interface RuleResult {
  readonly ruleId: string;
  readonly title: string;
  readonly kind: TemplateRule["kind"];
  readonly status: RuleStatus;
  /** What would satisfy the rule, in words. */
  readonly allowed: string;
  /** Why the status is what it is, in a sentence. */
  readonly note: string;
  readonly evidence: readonly RuleEvidence[];
}

/** What an evaluation of one kind of rule finds out; rule and wording of `allowed` are put to it by evaluate-rules.ts. */
export interface RuleOutcome {
  readonly status: RuleStatus;
  readonly note: string;
  readonly evidence: readonly RuleEvidence[];
}
